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
  UrlAction,
  View,
  WindowAction,
} from '../schema/administration.js'

/** The models whose records setup makes. Records refer only to models earlier in this list. */
export const MANAGED_MODELS = [
  ModelRecord,
  FieldRecord,
  Group,
  AccessRight,
  RecordRule,
  DefaultValue,
  View,
  WindowAction,
  UrlAction,
  Menu,
  Automation,
  ServerAction,
  SystemParameter,
] as const
