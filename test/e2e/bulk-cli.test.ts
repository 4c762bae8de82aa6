import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { ProgressTracker } from '../../src/odoo/schema/index.js'
import { makeCourse, makeProgram, makeStudent } from '../support/odoo-records.js'
import { SETTINGS } from '../support/product-fixture.js'
import { MAIN } from '../support/service-process.js'
import { openSandboxEnvironment, type SandboxEnvironment } from './environment.js'

describe('Bulk operations on the command line', function () {
  this.timeout(300_000)

  let environment: SandboxEnvironment
  let programId: number
  let wave: number[]
  before(async () => {
    environment = await openSandboxEnvironment('empty')
    programId = await makeProgram(environment)
    const { courseIntegrationId } = await makeCourse(environment, programId)
    await environment.call(
      `/v1/programs/${programId}/intake`,
      { mode: 'off', reason: 'in waves' },
      { method: 'PUT', headers: { 'if-match': '"0"' } },
    )
    const one = () => makeStudent(environment, { preferredCourseIntegration: courseIntegrationId })
    wave = [await one(), await one()]
  })
  after(() => environment.close())

  /** Not synchronous: the workers run in this process. */
  function bulk(...args: readonly (string | number)[]) {
    const { odoo, databaseUrl, temporal } = environment.config
    const env = {
      ...{ PATH: process.env['PATH'], USER: 'olga', ...SETTINGS },
      ...{ DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: temporal.address },
      ...{ ODOO_URL: odoo.url, ODOO_DB: odoo.db, ODOO_LOGIN: odoo.login, ODOO_API_KEY: odoo.apiKey },
    }
    const command = ['--import', 'tsx', MAIN, 'bulk', ...args.map(String)]
    return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const child = execFile(process.execPath, command, { env }, (_error, stdout, stderr) => {
        resolve({ code: child.exitCode ?? -1, stdout: stdout.trim(), stderr: stderr.trim() })
      })
    })
  }
  const trackers = async () =>
    (await environment.direct.searchRead(ProgressTracker, [['student', 'in', wave]], [])).length

  it('are previewed by name, confirmed with the hash, followed to their end, and undone', async () => {
    const reason = ['--reason', 'the first wave'] as const
    const preview = await bulk(
      'preview',
      'enroll',
      '--program',
      programId,
      '--students',
      wave.join(),
      ...reason,
    )
    assert.equal(preview.code, 0, preview.stderr)
    assert.match(preview.stdout, /^Bulk operation 1, enroll: previewed. the first wave/)
    for (const studentId of wave) assert.match(preview.stdout, new RegExp(`Learner .*\\(${studentId}\\)`))
    const [, hash = ''] = /bulk confirm 1 --hash ([\w-]+)/.exec(preview.stdout) ?? []

    const stale = await bulk('confirm', 1, '--hash', 'another')
    assert.notEqual(stale.code, 0)
    assert.match(stale.stderr, /The hash is not that of this preview/)
    assert.equal(await trackers(), 0)

    const done = await bulk('confirm', 1, '--hash', hash, '--json')
    assert.equal(done.code, 0, done.stderr)
    const report = JSON.parse(done.stdout) as { state: string; outcomes: object; confirmedBy: string }
    assert.equal(report.state, 'completed')
    assert.deepEqual(report.outcomes, { done: 2 })
    assert.equal(report.confirmedBy, 'olga (command line)')
    const isInTraining = ({ flows }: { flows: readonly { flow: string }[] }) =>
      flows.some(({ flow }) => flow === 'progress')
    for (const studentId of wave)
      await environment.reaches({ programId, studentId }, 'is in training', isInTraining)
    assert.equal(await trackers(), 2)

    const paused = await bulk('pause', 1)
    assert.notEqual(paused.code, 0)
    assert.match(paused.stderr, /“pause” is not possible: the operation is completed/)

    const undone = await bulk('undo', 1)
    assert.equal(undone.code, 0, undone.stderr)
    assert.match(undone.stdout, /enroll: undone/)
    assert.equal(await trackers(), 0)
    const listed = await bulk('status')
    assert.match(listed.stdout, /^Bulk operation 1, enroll: undone/)
  })
})
