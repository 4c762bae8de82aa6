import {
  AccessRight,
  Automation,
  DefaultValue,
  FieldRecord,
  Group,
  Menu,
  ModelRecord,
  RecordRule,
  ServerAction,
  SystemParameter,
  View,
  WindowAction,
} from '../schema/administration.js'

/** The models whose records setup makes. What stands behind may refer to what stands before. */
export const MANAGED_MODELS = [
  ModelRecord,
  FieldRecord,
  Group,
  AccessRight,
  RecordRule,
  DefaultValue,
  View,
  WindowAction,
  Menu,
  Automation,
  ServerAction,
  SystemParameter,
] as const
