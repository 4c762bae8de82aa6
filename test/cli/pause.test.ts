import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { openStore, type Store } from '../../src/store/store.js'
import { readPauses } from '../../src/store/system-pauses.js'
import { testDatabase, type TestDatabase } from '../support/postgres.js'
import { MAIN } from '../support/service-process.js'

describe('pause and resume on the command line', function () {
  this.timeout(120_000)

  let database: TestDatabase
  let store: Store
  before(async () => {
    database = await testDatabase()
    store = openStore(database.url)
  })
  after(async () => {
    await store.close()
    await database.drop()
  })

  function cli(...args: readonly string[]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', MAIN, ...args], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], DATABASE_URL: database.url, USER: 'olga' },
    })
    return { status, stdout: stdout.trim(), stderr: stderr.trim() }
  }

  it('pause one system with a reason and the name of the user, until it is resumed', async () => {
    const paused = cli('pause', 'odoo', '--reason', 'Odoo is being updated')
    assert.match(paused.stdout, /^Paused: odoo, since .* by olga \(command line\): Odoo is being updated$/)
    assert.deepEqual(
      (await readPauses(store)).map(({ system, author, reason }) => [system, author, reason]),
      [['odoo', 'olga (command line)', 'Odoo is being updated']],
    )
    assert.match(cli('pause', 'odoo', '--reason', 'Again').stdout, /^It is paused already: .*updated$/)
    assert.equal(cli('resume', 'odoo').stdout, 'Resumed: odoo.')
    assert.deepEqual(await readPauses(store), [])
  })

  it('reject an unknown system and a missing reason in one line', () => {
    for (const args of [
      ['pause', 'temporal', '--reason', 'x'],
      ['pause', 'odoo'],
    ]) {
      const { status, stderr } = cli(...args)
      assert.equal(status, 2)
      assert.equal(stderr.split('\n').length, 1)
    }
  })
})
