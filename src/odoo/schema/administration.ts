import {
  binary,
  boolean,
  char,
  html,
  integer,
  many2many,
  many2one,
  openSelection,
  selection,
  text,
} from './fields.js'
import { model } from './model.js'

/** Odoo's own tables of models, rights, views and rules, as far as setup and doctor need them. */

export const ModelRecord = model(
  'ir.model',
  { origin: 'odoo', app: 'base' },
  {
    /** Technical name. */
    model: char({ required: true }),
    label: char({ as: 'name', required: true }),
    /** Clause of `order by`, in technical names. */
    order: char(),
    /** `manual`: created over the external API, not by a module. */
    state: selection(['manual', 'base'], { required: 'defaulted' }),
    /** Messages and followers. Can never be switched off again. */
    isMailThread: boolean(),
    isMailActivity: boolean(),
  },
)

export const FieldRecord = model(
  'ir.model.fields',
  { origin: 'odoo', app: 'base' },
  {
    name: char({ required: true }),
    label: char({ as: 'field_description', required: true }),
    kind: openSelection({ as: 'ttype', required: true }),
    model: many2one('ir.model', { required: true }),
    /** Technical name of the model that a relational field points to. */
    relation: char(),
    /** Of a one2many: technical name of the many2one that points back. */
    relationField: char(),
    onDelete: selection(['set null', 'restrict', 'cascade']),
    /** Of a selection: its options as a Python list. A write removes options that are not in it. */
    selection: char({ as: 'selection' }),
    /** `manual`: created over the external API, not by a module. */
    state: selection(['manual', 'base'], { required: 'defaulted' }),
    help: text(),
    required: boolean(),
    readonly: boolean(),
    index: boolean(),
    copied: boolean(),
    store: boolean(),
    /** Lists grouped by the field show all its values, even those without records. */
    groupExpand: boolean(),
    /** Path of the value that the field shows. */
    related: char(),
    /** Python code. It runs when a field in `depends` changes; without any it never runs. */
    compute: text(),
    depends: char(),
  },
)

/** An option of a selection field. */
export const FieldOption = model(
  'ir.model.fields.selection',
  { origin: 'odoo', app: 'base' },
  {
    field: many2one('ir.model.fields', { required: true }),
    value: char({ required: true }),
    label: char({ as: 'name', required: true }),
  },
)

/**
 * What a model inherits from another. Odoo gives these entries external ids of its own. When a
 * manual model is deleted, they stay behind.
 */
export const ModelInheritance = model('ir.model.inherit', { origin: 'odoo', app: 'base' }, {})

/** An external id: `module.name` identifies a record. */
export const ExternalId = model(
  'ir.model.data',
  { origin: 'odoo', app: 'base' },
  {
    module: char({ required: true }),
    name: char({ required: true }),
    /** Technical name of the record's model. */
    model: char({ required: true }),
    record: integer({ as: 'res_id' }),
  },
)

export const Group = model(
  'res.groups',
  { origin: 'odoo', app: 'base' },
  {
    name: char({ required: true }),
    implied: many2many('res.groups', { as: 'implied_ids' }),
    /** Implied directly or indirectly. */
    allImplied: many2many('res.groups', { as: ['all_implied_ids', 'trans_implied_ids'], readonly: true }),
    /** From 19 on a user's form shows groups under their privilege. */
    privilege: many2one('res.groups.privilege', { optional: true }),
  },
)

/** @internal Read by the sandbox and the tests of the declaration. */
export const GroupPrivilege = model(
  'res.groups.privilege',
  { origin: 'odoo', app: 'base', optional: true },
  { name: char({ required: true }) },
)

export const AccessRight = model(
  'ir.model.access',
  { origin: 'odoo', app: 'base' },
  {
    name: char({ required: true }),
    model: many2one('ir.model', { required: true }),
    group: many2one('res.groups'),
    permRead: boolean(),
    permWrite: boolean(),
    permCreate: boolean(),
    permUnlink: boolean(),
  },
)

export const RecordRule = model(
  'ir.rule',
  { origin: 'odoo', app: 'base' },
  {
    name: char(),
    model: many2one('ir.model', { required: true }),
    /** None: applies to everybody. */
    groups: many2many('res.groups', { as: 'groups' }),
    domain: text({ as: 'domain_force' }),
    active: boolean(),
  },
)

/** The default value of a field. */
export const DefaultValue = model(
  'ir.default',
  { origin: 'odoo', app: 'base' },
  {
    field: many2one('ir.model.fields', { required: true }),
    json: char({ as: 'json_value', required: true }),
  },
)

export const View = model(
  'ir.ui.view',
  { origin: 'odoo', app: 'base' },
  {
    name: char({ required: true }),
    /** Technical name. */
    model: char(),
    type: openSelection(),
    /** `extension`: changes the view that it inherits. */
    mode: selection(['primary', 'extension'], { required: 'defaulted' }),
    inherits: many2one('ir.ui.view', { as: 'inherit_id' }),
    /** Odoo stores it per language, translated term by term. */
    arch: text({ as: 'arch_db' }),
    priority: integer({ required: 'defaulted' }),
    active: boolean(),
  },
)

export const WindowAction = model(
  'ir.actions.act_window',
  { origin: 'odoo', app: 'base' },
  {
    name: char({ required: true }),
    /** Technical name. */
    resModel: char({ required: true }),
    viewMode: char({ required: 'defaulted' }),
    searchView: many2one('ir.ui.view'),
    domain: char(),
    context: char({ required: 'defaulted' }),
    /** Text of an empty list. */
    help: html(),
    groups: many2many('res.groups', { as: ['group_ids', 'groups_id'] }),
  },
)

/** Opens an address in the browser. */
export const UrlAction = model(
  'ir.actions.act_url',
  { origin: 'odoo', app: 'base' },
  {
    name: char({ required: true }),
    url: text({ required: true }),
    /** `new`: in a tab of its own. */
    target: openSelection({ required: 'defaulted' }),
  },
)

export const Menu = model(
  'ir.ui.menu',
  // Without this key Odoo leaves out menus that the caller can't see or that open nothing yet.
  { origin: 'odoo', app: 'base', showAllContextKey: 'ir.ui.menu.full_list' },
  {
    name: char({ required: true }),
    parent: many2one('ir.ui.menu'),
    /** `ir.actions.act_window,<id>`, or another kind of action. */
    action: char(),
    sequence: integer(),
    /** Of an app: `module,path` of its icon. */
    webIcon: char(),
    groups: many2many('res.groups', { as: ['group_ids', 'groups_id'] }),
    active: boolean(),
  },
)

/** An automation rule: when to run a server action. */
export const Automation = model(
  'base.automation',
  { origin: 'odoo', app: 'base_automation', optional: true },
  {
    name: char({ required: true }),
    model: many2one('ir.model', { required: true }),
    trigger: openSelection({ required: true }),
    triggerFields: many2many('ir.model.fields', { as: 'trigger_field_ids' }),
    filterDomain: char(),
    active: boolean(),
  },
)

export const ServerAction = model(
  'ir.actions.server',
  { origin: 'odoo', app: 'base' },
  {
    /** Before 19 Odoo gives every webhook the same name and ignores ours. */
    name: char({ required: 'defaulted' }),
    model: many2one('ir.model', { required: true }),
    state: openSelection({ required: true }),
    usage: openSelection({ required: 'defaulted' }),
    automation: many2one('base.automation', { as: 'base_automation_id', optional: true }),
    webhookUrl: char(),
    webhookFields: many2many('ir.model.fields', { as: 'webhook_field_ids' }),
  },
)

/** A scheduled action (cron). */
export const ScheduledAction = model(
  'ir.cron',
  { origin: 'odoo', app: 'base' },
  {
    name: char(),
    active: boolean(),
    /** In units of `intervalType`. */
    intervalNumber: integer({ required: 'defaulted' }),
    intervalType: openSelection({ required: 'defaulted' }),
  },
)

/** Odoo keeps `key` unique. Readable by system administrators only. */
export const SystemParameter = model(
  'ir.config_parameter',
  { origin: 'odoo', app: 'base' },
  {
    key: char({ required: true }),
    value: text({ required: true }),
  },
)

export const Module = model(
  'ir.module.module',
  { origin: 'odoo', app: 'base' },
  {
    name: char({ required: true }),
    state: openSelection(),
  },
)

/**
 * An import of translations. It writes texts without a write of the translated records. Odoo
 * deletes these records after a while.
 */
export const LanguageImport = model(
  'base.language.import',
  { origin: 'odoo', app: 'base' },
  {
    name: char({ required: true }),
    /** Code of an installed language. */
    code: char({ required: true }),
    filename: char({ required: true }),
    data: binary({ required: true }),
    /** Also replaces existing translations. */
    overwrite: boolean(),
  },
)

export const Language = model(
  'res.lang',
  { origin: 'odoo', app: 'base' },
  {
    code: char({ required: true }),
    active: boolean(),
  },
)
