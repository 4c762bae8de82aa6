import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { saveStaffUsers } from '../../src/store/staff-users.js'
import { openStore, type Store } from '../../src/store/store.js'
import { testDatabase, type TestDatabase } from '../support/postgres.js'
import { MAIN } from '../support/service-process.js'

describe('scheduled reports on the command line', function () {
  this.timeout(240_000)

  let database: TestDatabase
  let store: Store
  before(async () => {
    database = await testDatabase()
    store = openStore(database.url)
    await saveStaffUsers(
      store,
      [5, 6].map((userId) => ({
        ...{
          userId,
          login: `user-${userId}`,
          name: userId === 5 ? 'Layla' : 'Huda',
          language: 'en' as const,
        },
        ...{ roles: ['manager'] as const, checkedAt: new Date() },
      })),
    )
  })
  after(async () => {
    await store.close()
    await database.drop()
  })

  async function cli(...args: readonly string[]) {
    const child = spawn(process.execPath, ['--import', 'tsx', MAIN, 'reports', 'schedule', ...args], {
      env: {
        ...{ PATH: process.env['PATH'], DATABASE_URL: database.url, USER: 'olga', TIME_ZONE: 'Asia/Riyadh' },
        // The time zone is set, so that Odoo is not asked.
        ...{ ODOO_URL: 'http://127.0.0.1:9', ODOO_DB: 'x', ODOO_LOGIN: 'x', ODOO_API_KEY: 'x' },
      },
    })
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
    return { status: child.exitCode, stdout: stdout.trim(), stderr: stderr.trim() }
  }

  it('are added, changed, sent, listed and deleted', async () => {
    assert.equal((await cli('list')).stdout, 'No report is scheduled.')
    assert.equal((await cli('readers')).stdout, '6  Huda\n5  Layla')
    const added = await cli(
      'add',
      'progress',
      '--to',
      '5',
      '--every',
      'week',
      '--on',
      'sunday',
      '--hour',
      '8',
    )
    assert.match(
      added.stdout,
      /^1 {2}progress \(pdf\); everything; every sunday at 8:00; to Layla; next 20\d\d-\d\d-\d\dT05:00:00/,
      added.stderr,
    )
    const changed = await cli(
      'change',
      '1',
      '--to',
      '5,6',
      '--every',
      'month',
      '--on',
      '31',
      '--format',
      'xlsx',
    )
    assert.match(changed.stdout, /xlsx.*on day 31 of every month at 8:00; to Layla, Huda/, changed.stderr)
    assert.match((await cli('send', '1')).stdout, /within a minute/)
    assert.match((await cli('list')).stdout, /last .*: pending, pending$/)
    assert.equal((await cli('delete', '1')).stdout, 'Schedule 1 is deleted.')
    const { rows } = await store.pool.query<{ action: string; actor: string }>(
      'select action, actor from audit order by id',
    )
    assert.deepEqual(
      rows.map(({ action }) => action),
      ['create_report_schedule', 'change_report_schedule', 'send_report', 'delete_report_schedule'],
    )
    assert.ok(rows.every(({ actor }) => actor === 'olga (command line)'))
  })

  it('say what is wrong', async () => {
    const wrong = async (...args: string[]) => {
      const { status, stderr } = await cli(...args)
      assert.notEqual(status, 0)
      return stderr
    }
    assert.match(await wrong('add', 'progress', '--to', '99', '--every', 'day'), /no staff whom we know: 99/)
    assert.match(await wrong('add', 'progress', '--to', '5', '--every', 'month'), /--on must be from 1 to 31/)
    assert.match(await wrong('add', 'progress'), /Say to whom/)
    assert.match(await wrong('change', '77', '--hour', '9'), /There is no schedule 77/)
  })
})
