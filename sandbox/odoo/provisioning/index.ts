import type { Model } from '../orm/model.js'
import { IrModelAccess } from './access/ir-model-access.js'
import { IrActionsActUrl } from './views/ir-actions-act-url.js'
import { IrActionsActWindow } from './views/ir-actions-act-window.js'
import { BaseAutomation } from './automation/base-automation.js'
import { ConfigParameter } from './ir-config-parameter.js'
import { IrCron } from './automation/ir-cron.js'
import { IrModelData } from './ir-model-data.js'
import { IrDefault } from './ir-default.js'
import { IrModelFieldsSelection } from './models/ir-model-fields-selection.js'
import { IrModelFields } from './models/ir-model-fields.js'
import { Groups, GroupsPrivilege, ModuleCategory } from './access/res-groups.js'
import { Lang } from './languages/res-lang.js'
import { LanguageImport } from './languages/language-import.js'
import { IrUiMenu } from './views/ir-ui-menu.js'
import { IrModel } from './models/ir-model.js'
import { IrModuleModule } from './ir-module-module.js'
import { IrRule } from './access/ir-rule.js'
import { Sequence } from './ir-sequence.js'
import { IrActionsServer } from './automation/ir-actions-server.js'
import { IrUiView } from './views/ir-ui-view.js'

/** The models that describe Odoo itself: models, fields, rights, views and the like. */
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
  IrActionsActUrl,
  IrUiMenu,
  BaseAutomation,
  IrActionsServer,
  Lang,
  LanguageImport,
]
