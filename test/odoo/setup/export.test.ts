import assert from 'node:assert/strict'
import { strFromU8, unzipSync } from 'fflate'
import { connectOdoo } from '../../../src/odoo/client/client.js'
import { exportModule } from '../../../src/odoo/setup/export/index.js'
import { sandboxOdoo } from '../../support/odoo.js'
import { parseXml, walk } from './arch.js'
import { VERSIONS } from './server-states.js'

const ROOT = 'training_orchestrator/'

for (const version of VERSIONS)
  for (const suite of [false, true])
    describe(`setup export, Odoo ${version}, ${suite ? 'the suite' : 'eLearning only'}`, () => {
      let bytes: Uint8Array
      let again: Uint8Array
      let files: Record<string, string>
      before(async () => {
        const odoo = await sandboxOdoo({ version, suite, data: 'empty' })
        try {
          const client = connectOdoo({
            url: odoo.url,
            db: odoo.db,
            login: odoo.admin.login,
            apiKey: odoo.admin.password,
          })
          bytes = await exportModule(client, '1.2.3')
          again = await exportModule(client, '1.2.3')
        } finally {
          await odoo.close()
        }
        files = Object.fromEntries(
          Object.entries(unzipSync(bytes)).map(([path, content]) => {
            assert.ok(path.startsWith(ROOT), path)
            return [path.slice(ROOT.length), strFromU8(content)]
          }),
        )
      })

      const file = (path: string): string => files[path] ?? assert.fail(`no ${path}`)
      const csvRows = (path: string) =>
        file(path)
          .trimEnd()
          .split('\n')
          .map((line) => line.slice(1, -1).split('","'))
      const records = () =>
        ['data/models.xml', 'data/records.xml'].flatMap((path) => parseXml(file(path)).children)
      const ids = () =>
        new Set([
          ...records().map(({ attributes }) => attributes['id']),
          ...['data/ir.model.fields.csv', 'data/ir.model.fields.selection.csv'].flatMap((path) =>
            csvRows(path).map(([id]) => id),
          ),
        ])

      it('returns the same bytes twice', () => {
        assert.deepEqual(again, bytes)
      })

      it('has a manifest that names its files and dependencies', () => {
        const manifest = file('__manifest__.py')
        const listed = /'data': \[([^\]]*)\]/.exec(manifest)?.[1] ?? ''
        assert.deepEqual(
          [...listed.matchAll(/'([^']+)'/g)].map(([, path]) => path),
          Object.keys(files).filter((path) => path.startsWith('data/')),
        )
        assert.match(manifest, /'version': '1\.2\.3'/)
        assert.match(manifest, /'website_slides'/)
        assert.equal(manifest.includes("'grants_training_suite_v2'"), suite)
      })

      it('refers only to its own records or to those of its dependencies', () => {
        const made = ids()
        for (const record of records())
          for (const { attributes } of walk(record)) {
            const named = [...(attributes['eval'] ?? '').matchAll(/ref\('([^']+)'\)/g)].map(([, id]) => id)
            for (const id of [...named, ...(attributes['ref'] ? [attributes['ref']] : [])])
              assert.ok(made.has(id) || id?.includes('.'), `${record.attributes['id'] ?? ''}: ${id ?? ''}`)
          }
        for (const [, field = ''] of csvRows('data/ir.model.fields.selection.csv').slice(1))
          assert.ok(made.has(field), field)
      })

      it('contains each field once, with a value for each column', () => {
        for (const path of ['data/ir.model.fields.csv', 'data/ir.model.fields.selection.csv']) {
          const [header = [], ...rows] = csvRows(path)
          for (const row of rows) assert.equal(row.length, header.length, row[0])
          assert.equal(new Set(rows.map(([id]) => id)).size, rows.length)
        }
      })

      it('names the groups of a menu as this version does', () => {
        const [root] = records().filter(({ attributes }) => attributes['id'] === 'menu_root')
        assert.ok(root)
        const fields = root.children.map(({ attributes }) => attributes['name'])
        assert.equal(fields.includes('group_ids'), version >= 19)
        assert.equal(fields.includes('groups_id'), version < 19)
      })

      it('translates all texts of its records to Arabic', () => {
        const made = ids()
        const entries = file('i18n/ar.po').split('\n\n').slice(1)
        for (const entry of entries) {
          const [, , , record = ''] =
            /^#: (\w+):([\w.]+,\w+):training_orchestrator\.(\w+)$/m.exec(entry) ?? []
          assert.ok(made.has(record), entry)
          assert.match(entry, /^msgstr ".*\p{Script=Arabic}.*"$/mu)
        }
        const views = records().filter(({ attributes }) => attributes['model'] === 'ir.ui.view')
        assert.ok(entries.length > views.length * 2)
      })

      it('contains nothing that belongs to one installation', () => {
        const models = new Set(records().map(({ attributes }) => attributes['model']))
        for (const model of [
          'base.automation',
          'ir.actions.server',
          'ir.config_parameter',
          'ir.cron',
          'res.users',
        ])
          assert.ok(!models.has(model), model)
      })
    })
