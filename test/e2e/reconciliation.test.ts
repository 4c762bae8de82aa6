import assert from 'node:assert/strict'
import type { Application } from '../../src/contracts/application.js'
import { AlarmKey } from '../../src/alarms/alarm-keys.js'
import {
  HomeworkAttempt,
  Membership,
  Partner,
  ProgressTracker,
  Student,
} from '../../src/odoo/schema/index.js'
import { openAlarms } from '../../src/store/alarms.js'
import {
  learn,
  makeContact,
  makeCourse,
  makeGradedHomework,
  makeProgram,
  makeStudent,
  oneRow,
  trackersOf,
  type MadeCourse,
} from '../support/odoo-records.js'
import { waitFor } from '../support/wait-for.js'
import { openSandboxEnvironment, type Detail, type SandboxEnvironment } from './environment.js'

interface Report {
  readonly id: number
  readonly state: string
  readonly studentsConcerned: number | null
  readonly accuracy: number | null
  readonly models: readonly {
    readonly model: string
    readonly fields: readonly { readonly field: string; readonly compared: number; readonly mismatches: number }[]
  }[]
  readonly links: { readonly drift: string }
}

interface Drift {
  readonly class: string
  readonly model: string
  readonly recordId: number
  readonly studentId: number | null
  readonly formerStudentId: number | null
  readonly fields: readonly string[]
  readonly action: string
  readonly state: string
}

/** Tables of the sandbox whose rows the sweep reads by their write date. */
const TABLES = [
  'gr_student',
  'gr_progress_tracker',
  'gr_homework_attempt',
  'gr_course_session',
  'gr_document_request',
  'gr_certificate',
  'slide_channel_partner',
]

describe('Reconciliation, end to end', function () {
  this.timeout(240_000)

  let environment: SandboxEnvironment
  let programId: number
  let course: MadeCourse
  before(async () => {
    environment = await openSandboxEnvironment('empty')
    programId = await makeProgram(environment)
    course = await makeCourse(environment, programId, { integration: { minHomeworkRequired: 2 } })
  })
  after(() => environment.close())

  const sql = (query: string, parameters: readonly unknown[] = []) =>
    environment.sandbox.sql(query, parameters)

  /** All rows were written two hours ago: whatever happens to them, the sweep does not read them. */
  const age = async () => {
    for (const table of TABLES) await sql(`update ${table} set write_date = now() - interval '2 hours'`)
  }

  async function reconcile(dryRun = false): Promise<{ report: Report; drift: Drift[] }> {
    const { status, json } = await environment.call('/v1/reconciliations', { dryRun })
    assert.equal(status, 201, JSON.stringify(json))
    return ended((json as Report).id)
  }

  async function ended(id: number): Promise<{ report: Report; drift: Drift[] }> {
    const report = await waitFor(
      `reconciliation ${id} ends`,
      async () => {
        const { json } = await environment.call(`/v1/reconciliations/${id}`)
        return (json as Report).state !== 'running' && (json as Report)
      },
      { timeout: 60_000 },
    )
    const { json } = await environment.call(report.links.drift)
    return { report, drift: (json as { drift: Drift[] }).drift }
  }

  /** A student in training, with a graded homework and one of two lessons done. */
  async function learner() {
    const studentId = await makeStudent(environment, {
      preferredCourseIntegration: course.courseIntegrationId,
    })
    const application = { programId, studentId }
    await environment.sweep()
    await environment.reaches(application, 'is enrolled', ({ flows }) =>
      flows.some(({ flow, closed }) => flow === 'enrollment' && closed),
    )
    const { partner } = await oneRow(environment.direct.read(Student, [studentId], ['partner']))
    const partnerId = partner ?? 0
    await learn(environment, partnerId, course.lessons.slice(0, 1))
    const homeworkId = await makeGradedHomework(environment, studentId)
    await environment.sweep()
    await environment.reaches(application, 'has progress', ({ progress }) =>
      progress.some(({ overall }) => overall > 0),
    )
    await waitFor('the tracker is in progress', async () => {
      const [tracker] = await trackersOf(environment, studentId)
      return tracker?.status === 'in_progress'
    })
    await environment.sweep()
    const tracker = await oneRow(trackersOf(environment, studentId))
    const membership = await oneRow(
      environment.direct.searchRead(Membership, [['partner', '=', partnerId]], ['completion']),
    )
    return {
      application,
      studentId,
      partnerId,
      homeworkId,
      trackerId: tracker.id,
      membershipId: membership.id,
    }
  }

  /** Several learners whom nothing distinguishes from what we remember. */
  async function settled<T>(make: () => Promise<T>): Promise<T> {
    const made = await make()
    await age()
    const { drift } = await reconcile()
    assert.deepEqual(drift, [])
    return made
  }

  const found = (drift: readonly Drift[]) =>
    drift.map(({ class: name, model, recordId, state }) => `${name} ${model} ${recordId} ${state}`)

  const taskOf = (application: Application, text: string) =>
    environment.reaches(application, `has a task about “${text}”`, ({ flows }) =>
      flows.some(({ task }) => task?.instructions.includes(text) ?? false),
    )

  const overallOf = ({ progress }: Detail) => progress[0]?.overall

  it('finds nothing where nothing has changed, and says how much it has compared', async () => {
    await settled(learner)
    const { report } = await reconcile()
    assert.deepEqual([report.state, report.accuracy, report.studentsConcerned], ['completed', 1, 0])
    const memberships = report.models.find(({ model }) => model === Membership.name)
    assert.ok(memberships?.fields.some(({ field, compared }) => field === 'completion' && compared > 0))
  })
})
