import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { verifyApiKey } from '../../src/store/api-keys.js'
import { openStore, type Store } from '../../src/store/store.js'
import { testDatabase, type TestDatabase } from '../support/postgres.js'
import { MAIN } from '../support/service-process.js'

describe('keys and the audit on the command line', function () {
  this.timeout(240_000)

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

  it('create a key with scopes, list it and revoke it; each change is in the audit, which is verified', async () => {
    const scopes = 'read_students, enroll'
    const created = cli('keys', 'create', 'Website', '--scopes', scopes, '--days', '30')
    const text = created.stdout.split('\n').at(-1) ?? ''
    const key = await verifyApiKey(store, text)
    assert.deepEqual(
      [key?.name, key?.scopes, key?.createdBy],
      ['Website', ['read_students', 'enroll'], 'olga (command line)'],
    )
    const wrong = cli('keys', 'create', 'Website', '--scopes', 'read_everything')
    assert.equal(wrong.status, 1)
    assert.match(wrong.stderr, /Unknown scopes: read_everything\. They are read_students, /)
    assert.match(
      cli('keys', 'list').stdout,
      /^\w{8} {2}Website; read_students, enroll; expires on .*; last used/,
    )
    assert.match(cli('keys', 'revoke', key?.id ?? '').stdout, /revoked on/)
    assert.equal(await verifyApiKey(store, text), undefined)
    assert.match(cli('keys', 'revoke', '00000000').stderr, /There is no API key 00000000/)

    const verified = cli('audit', 'verify')
    assert.equal(verified.status, 0)
    assert.match(verified.stdout, /complete and unchanged: 2 rows/)
    const hash = verified.stdout.split(' ').at(-1) ?? ''
    assert.equal(cli('audit', 'verify', '--contains', hash).status, 0)
    assert.equal(cli('audit', 'verify', '--contains', 'abcd').status, 1)
    await store.pool.query(
      `alter table audit disable trigger user; update audit set actor = 'nobody' where id = 1`,
    )
    const tampered = cli('audit', 'verify')
    assert.equal(tampered.status, 1)
    assert.match(tampered.stderr, /Row 1 was changed\./)
  })
})
