import { strict as assert } from 'node:assert'
import { SANDBOX_VERSIONS } from '../../sandbox/odoo/version.js'
import {
  denied,
  FIELD_COLUMNS,
  FIELDS,
  LESSON,
  MODEL_COLUMNS,
  MODELS,
  refused,
  ProvisionedOdoo,
  STUDENT,
  type Rows,
} from './provisioned-models.js'

/** What identifies a field, besides its properties. */
const IDENTITY = ['id', 'name', 'model']

for (const version of SANDBOX_VERSIONS)
  describe(`provisioned models and fields on Odoo ${version}`, () => {
    const provisioned = new ProvisionedOdoo(version)
    const { admin, bot, create, idOf, loaded, uidOf } = provisioned
    before(async () => {
      await provisioned.open()
    })
    after(provisioned.close)

    it('have every type, can be loaded in any order, and exist once however often they are loaded', async () => {
      const { models, fields } = await provisioned.provision()
      assert.deepEqual(await loaded('ir.model', MODEL_COLUMNS, MODELS), models)
      assert.deepEqual(await loaded('ir.model.fields', FIELD_COLUMNS, FIELDS), fields)
      const rows = (await admin('ir.model.fields', 'search_read', [
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
        const found = rows.find((row) => row.model === model && row.name === name)
        return found && Object.fromEntries(Object.entries(found).filter(([key]) => !IDENTITY.includes(key)))
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

    it('include log fields, and message fields on request', async () => {
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

    it('are closed to everybody at first, even to the administrator', async () => {
      await denied(admin(STUDENT, 'search', [[]]))
      await denied(admin(STUDENT, 'create', [{ x_name: 'A' }]))
    })

    it('behave like those of any model once there are rights', async () => {
      await provisioned.grant()
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

    it('archive with x_active, and create archived rows unless it has a default', async () => {
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

    it('have one row per external id', async () => {
      const rows = [['t.student_1', 'Loaded', '1', 'bot']]
      const first = await loaded(STUDENT, ['id', 'x_name', 'x_active', 'x_agent_id'], rows).catch(() => [])
      const columns = ['id', 'x_name', 'x_agent_id/.id']
      const again = await loaded(STUDENT, columns, [['t.student_1', 'Loaded', String(await uidOf('bot'))]])
      if (first.length > 0) assert.deepEqual(again, first)
      assert.deepEqual(await loaded(STUDENT, columns, [['t.student_1', 'Renamed', '2']]), again)
    })

    it('are rejected where Odoo rejects them', async () => {
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

    it('can become required for new rows only', async () => {
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

    it('lose the values of options that are removed', async () => {
      const [id] = (await admin(STUDENT, 'search', [[['x_state', '=', 'draft']]])) as number[]
      assert.ok(id)
      await loaded('ir.model.fields', ['id', 'selection'], [['t.student_x_state', "[('done','Done')]"]])
      const [row] = (await admin(STUDENT, 'read', [[id], ['x_state']], {
        context: { active_test: false },
      })) as Rows
      assert.equal(row?.x_state, false)
    })
  })
