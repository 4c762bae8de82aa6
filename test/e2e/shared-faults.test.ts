import assert from 'node:assert/strict'
import { applicationRef, progressId, type Application } from '../../src/contracts/application.js'
import { makeCourse, makeProgram, makeStudent } from '../support/odoo-records.js'
import { waitFor } from '../support/wait-for.js'
import { OPERATOR, openSandboxEnvironment, type SandboxEnvironment } from './environment.js'

interface Readiness {
  readonly ready: boolean
  readonly alarms: readonly { readonly key: string; readonly message: string }[]
}

describe('A fault that concerns everybody, end to end', function () {
  this.timeout(180_000)

  const STUDENTS = 4
  const SEVERAL = 3
  let environment: SandboxEnvironment
  let applications: Application[]

  before(async () => {
    environment = await openSandboxEnvironment('empty')
    const odoo = { direct: environment.direct }
    const programId = await makeProgram(odoo)
    const course = await makeCourse(odoo, programId)
    applications = await Promise.all(
      Array.from({ length: STUDENTS }, async () => ({
        programId,
        studentId: await makeStudent(odoo, { preferredCourseIntegration: course.courseIntegrationId }),
      })),
    )
    await environment.sweep()
    for (const application of applications)
      await environment.reaches(application, 'is enrolled', ({ flows }) =>
        flows.some(({ flow, closed }) => flow === 'enrollment' && closed),
      )
  })
  after(() => environment.close())

  const readiness = async (): Promise<Readiness> => {
    const response = await environment.visit('/readyz')
    return response.json<Readiness>()
  }
  /** Without those about the end of an alarm, which come a minute later. */
  const operatorMails = () =>
    environment.mail.received.filter(
      ({ envelope, parsed }) =>
        envelope.to.includes(OPERATOR) && parsed.subject?.includes('needs your help') === true,
    )
  const openTasks = async () => {
    const { json } = await environment.call('/v1/reviews')
    return (json as { reviews: unknown[] }).reviews
  }
  /** How often the call that the training of an application waits for has been tried. */
  const attempts = async (application: Application): Promise<number> => {
    const { raw } = await environment.client.workflow.getHandle(progressId(application)).describe()
    return Math.max(0, ...(raw.pendingActivities ?? []).map(({ attempt }) => attempt ?? 0))
  }
  const resyncAll = () =>
    Promise.all(
      applications.map((application) =>
        environment.call(`/v1/enrollments/${applicationRef(application)}/resync`, {}),
      ),
    )

  /** What happens between the fault and its repair, and afterwards. */
  async function expectOneAlarm(
    key: string,
    { cause, repair }: { cause: () => Promise<unknown>; repair: () => Promise<unknown> },
  ): Promise<string> {
    const mailsBefore = operatorMails().length
    await cause()
    const resynced = resyncAll()
    await waitFor(`the alarm ${key}`, async () => (await readiness()).alarms.length > 0)
    await waitFor('the email', () => Promise.resolve(operatorMails().length > mailsBefore))
    await waitFor('several failures of every application', async () =>
      (await Promise.all(applications.map(attempts))).every((count) => count >= SEVERAL),
    )

    const { ready, alarms } = await readiness()
    assert.deepEqual([ready, alarms.map((alarm) => alarm.key)], [false, [key]])
    assert.equal(operatorMails().length, mailsBefore + 1)
    assert.deepEqual(await openTasks(), [])

    await repair()
    const repaired = Date.now()
    await resynced
    await resyncAll()
    await waitFor('the end of the alarm', async () => (await readiness()).alarms.length === 0)
    assert.ok(Date.now() - repaired < 30_000, `took ${Date.now() - repaired} ms`)
    assert.equal((await readiness()).ready, true)
    assert.deepEqual(await openTasks(), [])
    assert.equal(operatorMails().length, mailsBefore + 1)
    const row = await environment.store.db
      .selectFrom('alarm')
      .selectAll()
      .where('key', '=', key)
      .executeTakeFirstOrThrow()
    assert.ok(row.cleared_at)
    return operatorMails().at(-1)?.raw ?? ''
  }

  const sql = (query: string, parameters: readonly unknown[] = []) =>
    environment.sandbox.sql<{ password_hash: string }>(query, parameters)

  it('reports a rejected login once, opens no task, and continues after the repair', async () => {
    const { login, password } = environment.sandbox.bot
    const [user] = await sql('SELECT password_hash FROM res_users WHERE login = $1', [login])
    const setHash = (hash: string) =>
      sql('UPDATE res_users SET password_hash = $2 WHERE login = $1', [login, hash])
    const raw = await expectOneAlarm('odoo-login', {
      cause: () => setHash('00:00'),
      repair: () => setHash(user?.password_hash ?? ''),
    })
    assert.match(raw, /ODOO_API_KEY/)
    assert.doesNotMatch(raw, new RegExp(password))
  })

  it('reports rights that were taken away once, and continues when they are back', async () => {
    const groups = await environment.sandbox.sql<{ gid: number; uid: number }>(
      'DELETE FROM res_groups_users_rel WHERE uid = (SELECT id FROM res_users WHERE login = $1) RETURNING gid, uid',
      [environment.sandbox.bot.login],
    )
    await expectOneAlarm('odoo-setup', {
      cause: () => Promise.resolve(),
      repair: async () => {
        for (const { gid, uid } of groups)
          await sql('INSERT INTO res_groups_users_rel (gid, uid) VALUES ($1, $2)', [gid, uid])
      },
    })
  })
})
