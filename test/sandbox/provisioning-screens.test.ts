import { strict as assert } from 'node:assert'
import { SANDBOX_VERSIONS } from '../../sandbox/odoo/version.js'
import { denied, refused, ProvisionedOdoo, STUDENT, type Rows } from './provisioned-models.js'

for (const version of SANDBOX_VERSIONS)
  describe(`provisioned views and settings on Odoo ${version}`, () => {
    const provisioned = new ProvisionedOdoo(version)
    const { admin, bot, create, groupsField, idOf, list, load, loaded } = provisioned
    before(async () => {
      await provisioned.open()
      await provisioned.provision()
    })
    after(provisioned.close)

    const columns = ['id', 'name', 'model', 'type', 'arch']
    const view = (name: string, type: string, arch: string) => [`t.view_${name}`, name, STUDENT, type, arch]

    it('accept only well-formed views of the version’s types with existing fields', async () => {
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

    it('do not allow deleting a field that a view shows', async () => {
      await refused(
        'odoo.exceptions.UserError',
        admin('ir.model.fields', 'unlink', [[await idOf('t.student_x_state')]]),
      )
    })

    it('include actions, and menus with their groups', async () => {
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
        [['t.menu_students', 'Students', 't.menu', `ir.actions.act_window,${action}`, 'base.group_user']],
      )
      const [row] = (await admin('ir.ui.menu', 'read', [
        [menu],
        ['complete_name', 'action', groupsField, 'sequence'],
      ])) as Rows
      assert.deepEqual(row, {
        id: menu,
        complete_name: 'Training/Students',
        action: `ir.actions.act_window,${action}`,
        [groupsField]: [await idOf('base.group_user')],
        sequence: 10,
      })
      await refused(
        'odoo.exceptions.ValidationError',
        admin('ir.actions.act_window', 'create', [{ name: 'Bad', res_model: 'x.none', view_mode: mode }]),
      )
    })

    it('include system parameters with unique keys', async () => {
      const id = await create(admin, 'ir.config_parameter', { key: 't.version', value: '1' })
      await denied(bot('ir.config_parameter', 'read', [[id], ['value']]))
      await refused(
        'odoo.exceptions.ValidationError',
        admin('ir.config_parameter', 'create', [{ key: 't.version', value: '2' }]),
      )
      const rows = await admin('ir.config_parameter', 'read', [[id], ['key', 'value']])
      assert.deepEqual(rows, [{ id, key: 't.version', value: '1' }])
    })

    it('take whole texts and terms of views in another language from a translation file', async () => {
      await loaded('ir.ui.view', columns, [
        view(
          'said',
          'form',
          '<form><group string="Life &amp; work"><field name="x_name"/></group><p>Hello</p></form>',
        ),
      ])
      const file = [
        'module,type,name,res_id,src,value,comments',
        '"t","model","ir.model.fields,field_description","t.student_x_age","x","العمر",""',
        '"t","model_terms","ir.ui.view,arch_db","t.view_said","Life & work","الحياة, ""والعمل""",""',
        '"t","model_terms","ir.ui.view,arch_db","t.view_said","Hello","أهلا",""',
      ].join('\n')
      const wizard = {
        name: 'Arabic',
        code: 'ar_001',
        filename: 'ar_001.csv',
        data: Buffer.from(file).toString('base64'),
        overwrite: true,
      }
      const id = await create(admin, 'base.language.import', wizard)
      assert.equal(await admin('base.language.import', 'import_lang', [[id]]), true)
      const read = async (model: string, externalId: string, name: string, lang: string) => {
        const [row] = (await admin(model, 'read', [[await idOf(externalId)], [name]], {
          context: { lang },
        })) as Rows
        return row?.[name]
      }
      const label = (lang: string) => read('ir.model.fields', 't.student_x_age', 'field_description', lang)
      assert.deepEqual([await label('en_US'), await label('ar_001')], ['The age', 'العمر'])
      const arch = async (lang: string) => String(await read('ir.ui.view', 't.view_said', 'arch_db', lang))
      assert.match(await arch('en_US'), /string="Life &amp; work".*<p>Hello<\/p>/)
      assert.match(await arch('ar_001'), /string="الحياة, &quot;والعمل&quot;".*<p>أهلا<\/p>/)
    })
  })
