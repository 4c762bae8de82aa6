import type { Model } from '../../model.js'
import { IrModelAccess } from './access.js'
import { IrActionsActWindow } from './action.js'
import { BaseAutomation } from './automation.js'
import { ConfigParameter } from './config-parameter.js'
import { IrCron } from './cron.js'
import { IrModelData } from './data.js'
import { IrDefault } from './default.js'
import { IrModelFieldsSelection } from './field-selection.js'
import { IrModelFields } from './field.js'
import { Groups, GroupsPrivilege, ModuleCategory } from './groups.js'
import { Lang } from './lang.js'
import { LanguageImport } from './language-import.js'
import { IrUiMenu } from './menu.js'
import { IrModel } from './model.js'
import { IrModuleModule } from './installed-module.js'
import { IrRule } from './rule.js'
import { Sequence } from './sequence.js'
import { IrActionsServer } from './server-action.js'
import { IrUiView } from './view.js'

/** What Odoo itself is made of: models, fields, rights, views and the like, all records. */
export const TECHNICAL: readonly Model[] = [
  IrModel,
  IrModelFields,
  IrModelFieldsSelection,
  IrModelData,
  IrModelAccess,
  IrRule,
  IrDefault,
  ModuleCategory,
  GroupsPrivilege,
  Groups,
  IrModuleModule,
  ConfigParameter,
  Sequence,
  IrCron,
  IrUiView,
  IrActionsActWindow,
  IrUiMenu,
  BaseAutomation,
  IrActionsServer,
  Lang,
  LanguageImport,
]
