import { strict as assert } from 'node:assert'
import { SANDBOX_VERSIONS } from '../../src/sandbox/odoo/version.js'
import { client, Refused, type Call } from './rpc.js'
import { target, type Target } from './target.js'

type Loaded = { ids: number[] | false; messages: { message: string; record: number; field?: string }[] }
type Rows = Record<string, unknown>[]

const STUDENT = 'x_t_student'
const LESSON = 'x_t_lesson'
const MODELS = [
  ['t.model_student', 'Student', STUDENT, 'manual', 'id desc', '1'],
  ['t.model_lesson', 'Lesson', LESSON, 'manual', 'id', ''],
]
const MODEL_COLUMNS = ['id', 'name', 'model', 'state', 'order', 'is_mail_thread']
const FIELD_COLUMNS = [
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
/** The one2many stands before its many2one, the related field before what it shows. */
const FIELDS = [
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

for (const version of SANDBOX_VERSIONS)
  describe(`what setup provisions on Odoo ${version}`, () => {
    let odoo: Target
    let admin: Call
    let bot: Call
    before(async () => {
      odoo = await target(version)
      admin = await client(odoo, 'admin')
      bot = await client(odoo)
    })
    after(() => odoo.close())

    const groupsField = version < 19 ? 'groups_id' : 'group_ids'
    const list = version < 18 ? 'tree' : 'list'

    const load = async (model: string, columns: readonly string[], rows: readonly (readonly string[])[]) =>
      (await admin(model, 'load', [columns, rows])) as Loaded
    const loaded = async (
      model: string,
      columns: readonly string[],
      rows: readonly (readonly string[])[],
    ) => {
      const { ids, messages } = await load(model, columns, rows)
      assert.deepEqual(messages, [])
      assert.ok(ids)
      return ids
    }
    const refused = async (exception: string, call: Promise<unknown>) => {
      await assert.rejects(call, (error) => {
        assert.ok(error instanceof Refused, String(error))
        assert.equal(error.exception, exception, error.message)
        return true
      })
    }
    const denied = (call: Promise<unknown>) => refused('odoo.exceptions.AccessError', call)
    const create = async (call: Call, model: string, values: object) => {
      const id = await call(model, 'create', [values])
      assert.equal(typeof id, 'number')
      return id as number
    }
    const idOf = async (externalId: string) => {
      const [, id] = (await admin('ir.model.data', 'check_object_reference', externalId.split('.'))) as [
        string,
        number,
      ]
      return id
    }
    const uidOf = async (login: string) =>
      ((await admin('res.users', 'search', [[['login', '=', login]]])) as number[])[0]

    /** From 19 on a loaded model has a name already; before, it has nothing but what is loaded. */
    const adoptNames = async () => {
      const names = (await admin('ir.model.fields', 'search_read', [
        [
          ['model', 'in', [STUDENT, LESSON]],
          ['name', '=', 'x_name'],
        ],
        ['model'],
      ])) as { id: number; model: string }[]
      assert.equal(names.length, version < 19 ? 0 : 2)
      for (const { id, model } of names)
        await admin('ir.model.data', 'create', [
          { module: 't', name: `${model.replace('x_t_', '')}_x_name`, model: 'ir.model.fields', res_id: id },
        ])
    }

    it('models and fields of every type, in any order, once however often they are loaded', async () => {
      const models = await loaded('ir.model', MODEL_COLUMNS, MODELS)
      await adoptNames()
      const fields = await loaded('ir.model.fields', FIELD_COLUMNS, FIELDS)
      assert.deepEqual(await loaded('ir.model', MODEL_COLUMNS, MODELS), models)
      assert.deepEqual(await loaded('ir.model.fields', FIELD_COLUMNS, FIELDS), fields)
      const told = (await admin('ir.model.fields', 'search_read', [
        [['id', 'in', fields]],
        [
          ...['name', 'model', 'ttype', 'relation', 'relation_field', 'relation_table', 'on_delete'],
          ...[
            'required',
            'readonly',
            'index',
            'store',
            'copied',
            'selection',
            'related',
            'state',
            'translate',
          ],
        ],
        0,
        0,
        'id',
      ])) as Rows
      const one = (model: string, name: string) => {
        const found = told.find((row) => row.model === model && row.name === name)
        const { id, name: _, model: __, ...facts } = found ?? {}
        return facts
      }
      const plain = {
        relation: false,
        relation_field: false,
        relation_table: false,
        on_delete: false,
        required: false,
        readonly: false,
        index: false,
        store: true,
        copied: true,
        selection: false,
        related: false,
        state: 'manual',
        translate: false,
      }
      assert.deepEqual(one(STUDENT, 'x_name'), { ...plain, ttype: 'char', required: true })
      assert.deepEqual(one(STUDENT, 'x_state'), {
        ...plain,
        ttype: 'selection',
        selection: `[('draft', 'Draft'), ('done', "It's done")]`,
      })
      assert.deepEqual(one(STUDENT, 'x_agent_id'), {
        ...plain,
        ttype: 'many2one',
        relation: 'res.users',
        on_delete: 'set null',
      })
      assert.deepEqual(one(STUDENT, 'x_lesson_ids'), {
        ...plain,
        ttype: 'one2many',
        relation: LESSON,
        relation_field: 'x_student_id',
        copied: false,
      })
      assert.deepEqual(one(STUDENT, 'x_tag_ids'), {
        ...plain,
        ttype: 'many2many',
        relation: 'res.partner.category',
        relation_table: 'x_res_partner_category_x_t_student_rel',
      })
      assert.deepEqual(one(LESSON, 'x_email'), {
        ...plain,
        ttype: 'char',
        related: 'x_student_id.x_email',
        readonly: true,
        copied: false,
      })
    })

    it('a model has its log fields, and those of messages when it was asked for them', async () => {
      const rows = (await admin('ir.model.fields', 'search_read', [
        [
          ['model', '=', STUDENT],
          ['state', '=', 'base'],
        ],
        ['name'],
      ])) as { name: string }[]
      const names = rows.map(({ name }) => name)
      for (const name of ['id', 'display_name', 'create_date', 'write_uid', 'message_ids'])
        assert.ok(names.includes(name), name)
    })

    it('nobody has rights on a new model, not even the administrator', async () => {
      await denied(admin(STUDENT, 'search', [[]]))
      await denied(admin(STUDENT, 'create', [{ x_name: 'A' }]))
    })

    it('groups, rights and record rules let each see her own and managers all', async () => {
      const container: readonly (readonly [string, string])[] =
        version < 19
          ? [['category_id/id', 'base.module_category_website_elearning']]
          : [['privilege_id/id', 't.privilege']]
      if (version === 19) await loaded('res.groups.privilege', ['id', 'name'], [['t.privilege', 'Training']])
      await loaded(
        'res.groups',
        ['id', 'name', 'implied_ids/id', ...container.map(([column]) => column)],
        [
          ['t.group_agent', 'Agent', 'base.group_user', ...container.map(([, cell]) => cell)],
          [
            't.group_manager',
            'Manager',
            't.group_agent,base.group_partner_manager',
            ...container.map(([, cell]) => cell),
          ],
        ],
      )
      const rights = [
        'id',
        'name',
        'model_id/id',
        'group_id/id',
        'perm_read',
        'perm_write',
        'perm_create',
        'perm_unlink',
      ]
      const acls = await loaded('ir.model.access', rights, [
        ['t.acl_agent', 'agent', 't.model_student', 't.group_agent', '1', '1', '1', '0'],
        ['t.acl_manager', 'manager', 't.model_student', 't.group_manager', '1', '1', '1', '1'],
        ['t.acl_lesson', 'lesson', 't.model_lesson', 't.group_agent', '1', '1', '1', '1'],
      ])
      await admin('ir.model.access', 'write', [acls.slice(0, 1), { name: 'agent' }])
      const rules = ['id', 'name', 'model_id/id', 'groups/id', 'domain_force']
      await loaded('ir.rule', rules, [
        ['t.rule_agent', 'own', 't.model_student', 't.group_agent', "[('x_agent_id','=',user.id)]"],
        ['t.rule_manager', 'all', 't.model_student', 't.group_manager', "[(1,'=',1)]"],
        [
          't.rule_lesson',
          'of own',
          't.model_lesson',
          't.group_agent',
          "['|',('x_student_id.x_agent_id','=',user.id),('x_name','=','open')]",
        ],
      ])
      const [agent, manager] = [await idOf('t.group_agent'), await idOf('t.group_manager')]
      const uid = await uidOf('bot')
      await admin('res.users', 'write', [[uid], { [groupsField]: [[4, agent]] }])
      await admin('res.users', 'write', [[2], { [groupsField]: [[4, manager]] }])
      const own = await create(bot, STUDENT, { x_name: 'Own', x_active: true, x_agent_id: uid })
      const other = await create(admin, STUDENT, { x_name: 'Other', x_active: true, x_agent_id: 2 })
      assert.deepEqual(await bot(STUDENT, 'search', [[]]), [own])
      assert.deepEqual(await admin(STUDENT, 'search', [[]]), [other, own])
      await denied(bot(STUDENT, 'read', [[other], ['x_name']]))
      await denied(bot(STUDENT, 'write', [[other], { x_notes: 'x' }]))
      await denied(bot(STUDENT, 'create', [{ x_name: 'B', x_agent_id: 2 }]))
      await denied(bot(STUDENT, 'unlink', [[own]]))
      const lesson = await create(bot, LESSON, { x_name: 'L', x_student_id: own })
      const foreign = await create(admin, LESSON, { x_name: 'open', x_student_id: other }).catch(() => 0)
      const found = (await bot(LESSON, 'search', [[], 0, 0, 'id'])) as number[]
      assert.deepEqual(found, [lesson, foreign])
    })

    it('implied groups: rows that stay until 18, found when asked for from 19 on', async () => {
      const agent = await idOf('t.group_agent')
      const rows = (await admin('res.users', 'read', [[2], [groupsField]])) as { [name: string]: number[] }[]
      assert.equal(rows[0]?.[groupsField]?.includes(agent), version < 19)
      const members = version < 19 ? 'users' : 'user_ids'
      const [group] = (await admin('res.groups', 'read', [[agent], [members]])) as Rows
      assert.equal((group?.[members] as number[]).includes(2), version < 19)
    })

    it('rows behave like those of any model', async () => {
      const id = await create(admin, STUDENT, {
        x_name: 'Typed',
        x_active: true,
        x_birthday: '2001-02-03',
        x_seen: '2026-01-02 03:04:05',
        x_age: 25,
        x_score: 1.5,
        x_notes: 'n',
        x_photo: 'aGVsbG8=',
        x_agent_id: 2,
        x_email: 'a@training.example',
      })
      const lesson = await create(admin, LESSON, { x_name: 'L', x_student_id: id })
      const [row] = (await admin(STUDENT, 'read', [
        [id],
        [
          'x_birthday',
          'x_seen',
          'x_age',
          'x_score',
          'x_notes',
          'x_state',
          'x_lesson_ids',
          'display_name',
          'x_photo',
        ],
      ])) as Rows
      assert.deepEqual(row, {
        id,
        x_birthday: '2001-02-03',
        x_seen: '2026-01-02 03:04:05',
        x_age: 25,
        x_score: 1.5,
        x_notes: 'n',
        x_state: false,
        x_lesson_ids: [lesson],
        display_name: 'Typed',
        x_photo: 'aGVsbG8=',
      })
      const shown = async () => ((await admin(LESSON, 'read', [[lesson], ['x_email']])) as Rows)[0]?.x_email
      assert.equal(await shown(), 'a@training.example')
      await admin(STUDENT, 'write', [[id], { x_email: 'b@training.example' }])
      assert.equal(await shown(), 'b@training.example')
      await refused('odoo.exceptions.ValidationError', admin(STUDENT, 'create', [{ x_age: 1 }]))
      await refused('builtins.ValueError', admin(STUDENT, 'write', [[id], { x_state: 'never' }]))
      await refused('odoo.exceptions.ValidationError', admin(STUDENT, 'unlink', [[id]]))
      const copied = await admin(STUDENT, 'copy', [[id]])
      assert.equal(typeof (Array.isArray(copied) ? (copied as unknown[])[0] : copied), 'number')
    })

    it('x_active archives; without a default new rows are born archived', async () => {
      const born = await create(admin, STUDENT, { x_name: 'Born', x_agent_id: 2 })
      assert.equal(await admin(STUDENT, 'search_count', [[['id', '=', born]]]), 0)
      assert.equal(await admin('ir.default', 'set', [STUDENT, 'x_active', true]), true)
      assert.equal(await admin('ir.default', 'set', [STUDENT, 'x_state', 'draft']), true)
      await refused(
        'odoo.exceptions.ValidationError',
        admin('ir.default', 'set', [STUDENT, 'x_state', 'never']),
      )
      const next = await create(admin, STUDENT, { x_name: 'Next' })
      const [row] = (await admin(STUDENT, 'read', [[next], ['x_active', 'x_state']])) as Rows
      assert.deepEqual(row, { id: next, x_active: true, x_state: 'draft' })
      await admin(STUDENT, 'action_archive', [[next]])
      assert.equal(await admin(STUDENT, 'search_count', [[['id', '=', next]]]), 0)
      assert.equal(
        await admin(STUDENT, 'search_count', [[['id', '=', next]]], { context: { active_test: false } }),
        1,
      )
    })

    it('a row under an external id is one row', async () => {
      const rows = [['t.student_1', 'Loaded', '1', 'bot']]
      const first = await loaded(STUDENT, ['id', 'x_name', 'x_active', 'x_agent_id'], rows).catch(() => [])
      const columns = ['id', 'x_name', 'x_agent_id/.id']
      const again = await loaded(STUDENT, columns, [['t.student_1', 'Loaded', String(await uidOf('bot'))]])
      if (first.length > 0) assert.deepEqual(again, first)
      assert.deepEqual(await loaded(STUDENT, columns, [['t.student_1', 'Renamed', '2']]), again)
    })

    it('refuses what Odoo refuses', async () => {
      const validation = 'odoo.exceptions.ValidationError'
      const user = 'odoo.exceptions.UserError'
      const student = await idOf('t.model_student')
      const add = (values: object) => admin('ir.model.fields', 'create', [{ model_id: student, ...values }])
      const agent = await idOf('t.student_x_agent_id')
      await refused(validation, admin('ir.model', 'create', [{ name: 'S', model: STUDENT }]))
      await refused(validation, admin('ir.model', 'create', [{ name: 'S', model: 't_student' }]))
      await refused(user, admin('ir.model', 'write', [[student], { model: 'x_other' }]))
      await refused(user, admin('ir.model', 'write', [[student], { is_mail_thread: false }]))
      await refused(validation, add({ name: 'x_email', field_description: 'E', ttype: 'char' }))
      await refused(validation, add({ name: 'email', field_description: 'E', ttype: 'char' }))
      await refused(
        validation,
        add({ name: 'x_m', field_description: 'M', ttype: 'many2one', relation: 'x.no' }),
      )
      await refused(
        validation,
        add({ name: 'x_m', field_description: 'M', ttype: 'many2one', relation: LESSON, required: true }),
      )
      await refused(
        user,
        add({
          name: 'x_o_ids',
          field_description: 'O',
          ttype: 'one2many',
          relation: LESSON,
          relation_field: 'x_none_id',
        }),
      )
      await refused(user, admin('ir.model.fields', 'write', [[agent], { ttype: 'char' }]))
      await refused(user, admin('ir.model.fields', 'unlink', [[await idOf('t.lesson_x_student_id')]]))
      await refused(user, admin('ir.model.fields', 'unlink', [[await idOf('t.student_x_email')]]))
      await refused(
        validation,
        admin('ir.rule', 'create', [{ name: 'bad', model_id: student, domain_force: "[('x_none','=',1)]" }]),
      )
      await refused(
        validation,
        admin('ir.rule', 'create', [
          { name: 'bad', model_id: student, domain_force: "[('x_name','=',nobody)]" },
        ]),
      )
      await denied(bot('ir.model', 'search', [[]]))
      await denied(bot('ir.model.data', 'search', [[]]))
      assert.deepEqual(await bot('ir.model.data', 'check_object_reference', ['base', 'group_user']), [
        'res.groups',
        1,
      ])
    })

    it('a required field on rows that lack it is required of new rows only', async () => {
      const age = await idOf('t.student_x_birthday')
      await admin('ir.model.fields', 'write', [[age], { required: true }])
      const [facts] = Object.values(
        (await admin(STUDENT, 'fields_get', [['x_birthday'], ['required']])) as Record<string, Rows[number]>,
      )
      assert.deepEqual(facts, { required: true })
      const id = await create(admin, STUDENT, { x_name: 'No birthday' })
      assert.equal(typeof id, 'number')
      await admin('ir.model.fields', 'write', [[age], { required: false }])
    })

    it('options that go empty their rows', async () => {
      const [id] = (await admin(STUDENT, 'search', [[['x_state', '=', 'draft']]])) as number[]
      assert.ok(id)
      await loaded('ir.model.fields', ['id', 'selection'], [['t.student_x_state', "[('done','Done')]"]])
      const [row] = (await admin(STUDENT, 'read', [[id], ['x_state']], {
        context: { active_test: false },
      })) as Rows
      assert.equal(row?.x_state, false)
    })

    const columns = ['id', 'name', 'model', 'type', 'arch']
    const view = (name: string, type: string, arch: string) => [`t.view_${name}`, name, STUDENT, type, arch]

    it('views are well-formed, of the version’s kind, and show fields that exist', async () => {
      const search = `<search><field name="x_name"/><filter name="mine" string="Mine" domain="[('x_agent_id','=',uid)]"/><group><filter name="by" string="By" context="{'group_by':'x_state'}"/></group></search>`
      await loaded('ir.ui.view', columns, [
        view('list', list, `<${list}><field name="x_name"/><field name="x_state"/></${list}>`),
        view(
          'form',
          'form',
          `<form><sheet><group><field name="x_name"/><field name="x_lesson_ids"><${list} editable="bottom"><field name="x_name"/><field name="x_email"/></${list}></field></group></sheet></form>`,
        ),
        view('search', 'search', search),
      ])
      const bad = async (type: string, arch: string) => {
        const { ids, messages } = await load('ir.ui.view', columns, [view('bad', type, arch)])
        assert.equal(ids, false, arch)
        assert.ok(messages.length > 0)
      }
      const invalid = (type: string, arch: string) =>
        refused(
          'odoo.exceptions.ValidationError',
          admin('ir.ui.view', 'create', [{ name: 'bad', model: STUDENT, type, arch }]),
        )
      await bad('form', '<form><field name="x_none"/></form>')
      await invalid('form', '<form><field name="x_none"/></form>')
      await invalid('form', 'no XML at all')
      await invalid('form', `<${list}><field name="x_name"/></${list}>`)
      await invalid('form', '<form><field name="x_name" invisible="x_none == 1"/></form>')
      await invalid('search', `<search><filter name="f" string="F" domain="[('x_none','=',1)]"/></search>`)
      await invalid(
        'search',
        `<search><filter name="f" string="F" context="{'group_by':'x_none'}"/></search>`,
      )
      await invalid(
        'form',
        `<form><field name="x_lesson_ids"><${list}><field name="x_age"/></${list}></field></form>`,
      )
      const other = version < 18 ? 'list' : 'tree'
      await refused(
        'builtins.ValueError',
        admin('ir.ui.view', 'create', [
          { name: 'bad', model: STUDENT, type: other, arch: `<${other}><field name="x_name"/></${other}>` },
        ]),
      )
      const grouped = admin('ir.ui.view', 'create', [
        {
          name: 'grouped',
          model: STUDENT,
          type: 'search',
          arch: search.replace('<group>', '<group expand="0" string="By">'),
        },
      ])
      if (version < 19) assert.equal(typeof (await grouped), 'number')
      else await refused('odoo.exceptions.ValidationError', grouped)
    })

    it('a field that a view shows stays', async () => {
      await refused(
        'odoo.exceptions.UserError',
        admin('ir.model.fields', 'unlink', [[await idOf('t.student_x_state')]]),
      )
    })

    it('actions and menus, with their groups', async () => {
      const mode = `${list},form`
      const [action] = await loaded(
        'ir.actions.act_window',
        ['id', 'name', 'res_model', 'view_mode'],
        [['t.action', 'Students', STUDENT, mode]],
      )
      await loaded('ir.ui.menu', ['id', 'name', 'sequence', 'web_icon'], [['t.menu', 'Training', '7', '']])
      const [menu] = await loaded(
        'ir.ui.menu',
        ['id', 'name', 'parent_id/id', 'action', `${groupsField}/id`],
        [['t.menu_students', 'Students', 't.menu', `ir.actions.act_window,${action}`, 't.group_agent']],
      )
      const [row] = (await admin('ir.ui.menu', 'read', [
        [menu],
        ['complete_name', 'action', groupsField, 'sequence'],
      ])) as Rows
      assert.deepEqual(row, {
        id: menu,
        complete_name: 'Training/Students',
        action: `ir.actions.act_window,${action}`,
        [groupsField]: [await idOf('t.group_agent')],
        sequence: 10,
      })
      await refused(
        'odoo.exceptions.ValidationError',
        admin('ir.actions.act_window', 'create', [{ name: 'Bad', res_model: 'x.none', view_mode: mode }]),
      )
    })

    it('system parameters and external ids', async () => {
      assert.equal(await admin('ir.config_parameter', 'set_param', ['t.version', '1']), false)
      assert.equal(await admin('ir.config_parameter', 'get_param', ['t.version']), '1')
      await denied(bot('ir.config_parameter', 'get_param', ['t.version']))
      await refused(
        'odoo.exceptions.ValidationError',
        admin('ir.config_parameter', 'create', [{ key: 't.version', value: '2' }]),
      )
      assert.equal(await admin('ir.config_parameter', 'set_param', ['t.version', false]), '1')
      assert.equal(await admin('ir.config_parameter', 'get_param', ['t.version']), false)
    })

    it('goes without a trace but its dangling external ids', async () => {
      const gone = async (model: string, ids: readonly string[]) => {
        const records = await Promise.all(ids.map(idOf))
        assert.equal(await admin(model, 'unlink', [records]), true)
      }
      await gone('ir.ui.menu', ['t.menu_students'])
      await gone('ir.ui.menu', ['t.menu'])
      await gone('ir.actions.act_window', ['t.action'])
      const views = await admin('ir.ui.view', 'search', [[['model', '=', STUDENT]]])
      await admin('ir.ui.view', 'unlink', [views])
      await refused(
        'odoo.exceptions.UserError',
        admin('ir.model', 'unlink', [[await idOf('t.model_student'), await idOf('t.model_lesson')]]),
      )
      await gone('ir.rule', ['t.rule_agent', 't.rule_manager', 't.rule_lesson'])
      await gone('ir.model.fields', ['t.lesson_x_email'])
      await gone('ir.model.fields', ['t.student_x_lesson_ids', 't.student_x_tag_ids'])
      await gone('ir.model', ['t.model_student', 't.model_lesson'])
      await gone('res.groups', ['t.group_manager', 't.group_agent'])
      await refused(
        version < 19 ? 'odoo.exceptions.UserError' : 'odoo.exceptions.UserError',
        admin(STUDENT, 'search', [[]]),
      )
      const left = (await admin('ir.model.data', 'search_read', [
        [['module', '=', 't']],
        ['model', 'id'],
      ])) as Rows
      assert.ok(left.length > 0)
      assert.ok(left.every(({ model }) => model !== 'ir.model' && model !== 'res.groups'))
      await admin('ir.model.data', 'unlink', [left.map(({ id }) => id)])
      const models = await loaded('ir.model', MODEL_COLUMNS, MODELS)
      await admin('ir.model', 'unlink', [models])
    })
  })
