import { strict as assert } from 'node:assert'
import type { SandboxVersion } from '../../sandbox/odoo/version.js'
import { client, Refused, type Call } from './rpc.js'
import { target, type Target } from './target.js'

export interface Loaded {
  readonly ids: number[] | false
  readonly messages: readonly { message: string; record: number; field?: string }[]
}
export type Rows = Record<string, unknown>[]

export const STUDENT = 'x_t_student'
export const LESSON = 'x_t_lesson'
export const MODELS = [
  ['t.model_student', 'Student', STUDENT, 'manual', 'id desc', '1'],
  ['t.model_lesson', 'Lesson', LESSON, 'manual', 'id', ''],
]
export const MODEL_COLUMNS = ['id', 'name', 'model', 'state', 'order', 'is_mail_thread']
export const FIELD_COLUMNS = [
  ...['id', 'name', 'field_description', 'ttype', 'model_id/id', 'relation', 'relation_field', 'on_delete'],
  ...['required', 'index', 'state', 'selection', 'related', 'readonly'],
]
const field = (model: string, name: string, ttype: string, more: Readonly<Record<string, string>> = {}) => {
  const cells: Readonly<Record<string, string>> = {
    id: `t.${model}_${name}`,
    name,
    field_description: `The ${name.slice(2)}`,
    ttype,
    'model_id/id': `t.model_${model}`,
    state: 'manual',
    ...more,
  }
  return FIELD_COLUMNS.map((column) => cells[column] ?? '')
}
/** The one2many comes before its many2one, the related field before its target. */
export const FIELDS = [
  field('student', 'x_lesson_ids', 'one2many', { relation: LESSON, relation_field: 'x_student_id' }),
  field('lesson', 'x_email', 'char', { related: 'x_student_id.x_email', readonly: '1' }),
  field('student', 'x_name', 'char', { required: '1' }),
  field('student', 'x_email', 'char', { index: '1' }),
  field('student', 'x_active', 'boolean'),
  field('student', 'x_state', 'selection', { selection: "[('draft','Draft'),('done','It\\'s done')]" }),
  field('student', 'x_birthday', 'date'),
  field('student', 'x_seen', 'datetime'),
  field('student', 'x_age', 'integer'),
  field('student', 'x_score', 'float'),
  field('student', 'x_notes', 'text'),
  field('student', 'x_page', 'html'),
  field('student', 'x_photo', 'binary'),
  field('student', 'x_agent_id', 'many2one', { relation: 'res.users', on_delete: 'set null' }),
  field('student', 'x_tag_ids', 'many2many', { relation: 'res.partner.category' }),
  field('lesson', 'x_name', 'char'),
  field('lesson', 'x_student_id', 'many2one', { relation: STUDENT, on_delete: 'restrict', required: '1' }),
]

/** An Odoo with two small models that are created over the external API. */
export class ProvisionedOdoo {
  #odoo: Target | undefined
  #admin: Call | undefined
  #bot: Call | undefined
  /** Name of the groups field on users, menus and the like. */
  readonly groupsField: 'groups_id' | 'group_ids'
  /** The list view's name. */
  readonly list: 'tree' | 'list'

  constructor(readonly version: SandboxVersion) {
    this.groupsField = version < 19 ? 'groups_id' : 'group_ids'
    this.list = version < 18 ? 'tree' : 'list'
  }

  async open(): Promise<void> {
    this.#odoo = await target(this.version)
    this.#admin = await client(this.#odoo, 'admin')
    this.#bot = await client(this.#odoo)
  }

  close = () => this.#odoo?.close()

  readonly admin: Call = (...call) => this.#call(this.#admin, call)
  readonly bot: Call = (...call) => this.#call(this.#bot, call)

  #call(caller: Call | undefined, call: Parameters<Call>): Promise<unknown> {
    if (!caller) throw new Error('open the provisioned first')
    return caller(...call)
  }

  readonly load = async (model: string, columns: readonly string[], rows: readonly (readonly string[])[]) =>
    (await this.admin(model, 'load', [columns, rows])) as Loaded

  /** Loads rows that must be accepted, and returns their ids. */
  readonly loaded = async (
    model: string,
    columns: readonly string[],
    rows: readonly (readonly string[])[],
  ): Promise<number[]> => {
    const { ids, messages } = await this.load(model, columns, rows)
    assert.deepEqual(messages, [])
    assert.ok(ids)
    return ids
  }

  readonly create = async (call: Call, model: string, values: object): Promise<number> => {
    const id = await call(model, 'create', [values])
    assert.equal(typeof id, 'number')
    return id as number
  }

  readonly idOf = async (externalId: string): Promise<number> => {
    const found = await this.admin('ir.model.data', 'check_object_reference', externalId.split('.'))
    return (found as [string, number])[1]
  }

  readonly uidOf = async (login: string): Promise<number> => {
    const [uid] = (await this.admin('res.users', 'search', [[['login', '=', login]]])) as number[]
    assert.ok(uid)
    return uid
  }

  /** Creates the models and fields. */
  readonly provision = async (): Promise<{ models: number[]; fields: number[] }> => {
    const models = await this.loaded('ir.model', MODEL_COLUMNS, MODELS)
    await this.#adoptNames()
    return { models, fields: await this.loaded('ir.model.fields', FIELD_COLUMNS, FIELDS) }
  }

  /** From 19 on, a loaded model already has a name field; before, it has only what is loaded. */
  async #adoptNames(): Promise<void> {
    const names = (await this.admin('ir.model.fields', 'search_read', [
      [
        ['model', 'in', [STUDENT, LESSON]],
        ['name', '=', 'x_name'],
      ],
      ['model'],
    ])) as { id: number; model: string }[]
    assert.equal(names.length, this.version < 19 ? 0 : 2)
    for (const { id, model } of names)
      await this.admin('ir.model.data', 'create', [
        { module: 't', name: `${model.replace('x_t_', '')}_x_name`, model: 'ir.model.fields', res_id: id },
      ])
  }

  /**
   * Creates groups, rights and rules. Agents see their own students, managers see all. The bot is
   * an agent, the administrator a manager.
   */
  readonly grant = async (): Promise<void> => {
    if (this.version === 19)
      await this.loaded('res.groups.privilege', ['id', 'name'], [['t.privilege', 'Training']])
    const [container, holder] =
      this.version < 19
        ? ['category_id/id', 'base.module_category_website_elearning']
        : ['privilege_id/id', 't.privilege']
    await this.loaded(
      'res.groups',
      ['id', 'name', 'implied_ids/id', container],
      [
        ['t.group_agent', 'Agent', 'base.group_user', holder],
        ['t.group_manager', 'Manager', 't.group_agent,base.group_partner_manager', holder],
      ],
    )
    const rights = ['perm_read', 'perm_write', 'perm_create', 'perm_unlink']
    const acls = await this.loaded(
      'ir.model.access',
      ['id', 'name', 'model_id/id', 'group_id/id', ...rights],
      [
        ['t.acl_agent', 'agent', 't.model_student', 't.group_agent', '1', '1', '1', '0'],
        ['t.acl_manager', 'manager', 't.model_student', 't.group_manager', '1', '1', '1', '1'],
        ['t.acl_lesson', 'lesson', 't.model_lesson', 't.group_agent', '1', '1', '1', '1'],
      ],
    )
    // The creator of a right may use it only after rights change once more.
    await this.admin('ir.model.access', 'write', [acls.slice(0, 1), { name: 'agent' }])
    const open = "['|',('x_student_id.x_agent_id','=',user.id),('x_name','=','open')]"
    await this.loaded(
      'ir.rule',
      ['id', 'name', 'model_id/id', 'groups/id', 'domain_force'],
      [
        ['t.rule_agent', 'own', 't.model_student', 't.group_agent', "[('x_agent_id','=',user.id)]"],
        ['t.rule_manager', 'all', 't.model_student', 't.group_manager', "[(1,'=',1)]"],
        ['t.rule_lesson', 'of own', 't.model_lesson', 't.group_agent', open],
      ],
    )
    const add = async (uid: number, group: string) =>
      this.admin('res.users', 'write', [[uid], { [this.groupsField]: [[4, await this.idOf(group)]] }])
    await add(await this.uidOf('bot'), 't.group_agent')
    await add(await this.uidOf('admin'), 't.group_manager')
  }
}

/** The call must fail with that exception. */
export async function refused(exception: string, call: Promise<unknown>): Promise<void> {
  await assert.rejects(call, (error) => {
    assert.ok(error instanceof Refused, String(error))
    assert.equal(error.exception, exception, error.message)
    return true
  })
}

export const denied = (call: Promise<unknown>) => refused('odoo.exceptions.AccessError', call)
