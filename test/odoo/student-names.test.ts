import assert from 'node:assert/strict'
import { connectOdoo } from '../../src/odoo/client/client.js'
import { studentNames } from '../../src/odoo/student-names.js'
import { makeStudent } from '../support/odoo-records.js'
import { readyOdoo, type TestOdoo } from '../support/odoo.js'

describe('names of students for a page', () => {
  let sandbox: TestOdoo
  before(async () => {
    sandbox = await readyOdoo({ data: 'empty' })
  })
  after(() => sandbox.close())

  it('are in both scripts, as in lists, whatever field they were written into', async () => {
    const { url, db, bot } = sandbox
    const odoo = connectOdoo({ url, db, login: bot.login, apiKey: bot.password })
    const make = (name: string, nameArabic: string, nameEnglish: string) =>
      makeStudent({ direct: odoo }, { name, nameArabic, nameEnglish })
    const both = await make('ليلى حداد', 'ليلى حداد', 'Layla Haddad')
    const latin = await make('Omar Nasser', 'Omar Nasser', 'Omar Nasser')
    const arabic = await make('سامي', 'سامي', 'سامي')
    const namesOf = await studentNames(odoo, [both, latin, arabic])
    assert.deepEqual(namesOf(both), { name: 'Layla Haddad', nameArabic: 'ليلى حداد' })
    assert.deepEqual(namesOf(latin), { name: 'Omar Nasser', nameArabic: null })
    assert.deepEqual(namesOf(arabic), { name: 'سامي', nameArabic: 'سامي' })
  })

  it('are missing without Odoo', async () => {
    const none = { name: null, nameArabic: null }
    assert.deepEqual((await studentNames(undefined, [1]))(1), none)
    const stopped = connectOdoo({ url: 'http://127.0.0.1:1', db: 'none', login: 'bot', apiKey: 'key' })
    assert.deepEqual((await studentNames(stopped, [1]))(1), none)
  })
})
