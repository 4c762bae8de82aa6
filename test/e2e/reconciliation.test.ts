import { WorkflowNotFoundError } from '@temporalio/client'
import assert from 'node:assert/strict'
import { progressId, type Application } from '../../src/contracts/application.js'
import {
  Certificate,
  HomeworkAttempt,
  Membership,
  ProgressTracker,
  Student,
} from '../../src/odoo/schema/index.js'
import { exampleFacts } from '../certificates/example.js'
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
import { OPERATOR, openSandboxEnvironment, type Detail, type SandboxEnvironment } from './environment.js'

interface Report {
  readonly id: number
  readonly state: string
  readonly studentsConcerned: number | null
  readonly accuracy: number | null
  readonly models: readonly {
    readonly model: string
    readonly fields: readonly {
      readonly field: string
      readonly compared: number
      readonly mismatches: number
    }[]
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

interface Learner {
  readonly application: Application
  readonly studentId: number
  readonly partnerId: number
  readonly homeworkId: number
  readonly trackerId: number
  readonly membershipId: number
}

describe('Reconciliation, end to end', function () {
  this.timeout(240_000)

  let environment: SandboxEnvironment
  let programId: number
  let course: MadeCourse
  before(async () => {
    environment = await openSandboxEnvironment('empty')
    programId = await makeProgram(environment)
    course = await makeCourse(environment, programId, { integration: { minHomeworkRequired: 2 } })
    learners = await makeLearners(19)
  })
  after(() => environment.close())

  const sql = (query: string, parameters: readonly unknown[] = []) =>
    environment.sandbox.sql(query, parameters)

  /** All rows were written two hours ago, so the sweep does not read them. */
  const age = async () => {
    for (const table of TABLES) await sql(`update ${table} set write_date = now() - interval '2 hours'`)
  }

  async function reconcile(dryRun = false): Promise<{ report: Report; drift: Drift[] }> {
    const { status, json } = await environment.call('/v1/reconciliations', { dryRun })
    assert.equal(status, 201, JSON.stringify(json))
    return ended((json as Report).id)
  }

  async function ended(id: number): Promise<{ report: Report; drift: Drift[] }> {
    const report = await waitFor(`reconciliation ${id} ends`, async () => {
      const { json } = await environment.call(`/v1/reconciliations/${id}`)
      return (json as Report).state !== 'running' && (json as Report)
    })
    const { json } = await environment.call(report.links.drift)
    return { report, drift: (json as { drift: Drift[] }).drift }
  }

  /** Students in training, with a graded homework and one of two lessons done. */
  async function makeLearners(count: number): Promise<Learner[]> {
    const students = await Promise.all(
      Array.from({ length: count }, () =>
        makeStudent(environment, { preferredCourseIntegration: course.courseIntegrationId }),
      ),
    )
    await environment.sweep()
    for (const studentId of students)
      await environment.reaches({ programId, studentId }, 'is enrolled', ({ flows }) =>
        flows.some(({ flow, closed }) => flow === 'enrollment' && closed),
      )
    const linked = await environment.direct.read(Student, students, ['partner'])
    const homework = new Map<number, number>()
    for (const { id, partner } of linked) {
      await learn(environment, partner ?? 0, course.lessons.slice(0, 1))
      homework.set(id, await makeGradedHomework(environment, id))
    }
    await environment.sweep()
    const made: Learner[] = []
    for (const { id: studentId, partner } of linked) {
      const partnerId = partner ?? 0
      const tracker = await waitFor(`the statuses of ${studentId} are in progress`, async () => {
        const [one] = await trackersOf(environment, studentId)
        const student = await oneRow(environment.direct.read(Student, [studentId], ['integrationStatus']))
        return student.integrationStatus === 'in_progress' && one?.status === 'in_progress' && one
      })
      const membership = await oneRow(
        environment.direct.searchRead(Membership, [['partner', '=', partnerId]], ['completion']),
      )
      made.push({
        application: { programId, studentId },
        studentId,
        partnerId,
        homeworkId: homework.get(studentId) ?? 0,
        trackerId: tracker.id,
        membershipId: membership.id,
      })
    }
    // The statuses that the workflows have written are no changes.
    await environment.sweep()
    await age()
    return made
  }

  let learners: Learner[]
  /** A learner whom no other test uses. */
  const nextLearner = (): Learner => {
    const learner = learners.pop()
    assert.ok(learner, 'there are enough learners')
    return learner
  }

  const found = (drift: readonly Drift[]) =>
    drift.map(({ class: name, model, recordId, state }) => `${name} ${model} ${recordId} ${state}`)

  const taskOf = (application: Application, text: string) =>
    environment.reaches(application, `has a task about “${text}”`, ({ flows }) =>
      flows.some(({ task }) => task?.instructions.includes(text) ?? false),
    )

  const overallOf = ({ progress }: Detail) => progress[0]?.overall
  const detail = ({ application }: Learner) => environment.detail(application)

  it('finds nothing where nothing has changed, and says how much it has compared', async () => {
    const first = await reconcile()
    assert.deepEqual(first.drift, [])
    const { report } = await reconcile()
    assert.deepEqual([report.state, report.accuracy, report.studentsConcerned], ['completed', 1, 0])
    const memberships = report.models.find(({ model }) => model === Membership.name)
    assert.ok(memberships?.fields.some(({ field, compared }) => field === 'completion' && compared > 0))
  })

  it('changes nothing in a dry run, and reports what it would do', async () => {
    const { studentId, homeworkId, trackerId } = nextLearner()
    await sql('delete from gr_homework_attempt where id = $1', [homeworkId])
    const tables = ['known_version', 'changed_student', 'progress_number', 'last_notified', 'alarm']
    const contents = () =>
      Promise.all(
        tables.map(
          async (table) =>
            (await environment.store.pool.query<object>(`select * from ${table} order by 1, 2`)).rows,
        ),
      )
    const before = await contents()
    const trackers = await trackersOf(environment, studentId)
    const { report, drift } = await reconcile(true)
    assert.equal(report.state, 'completed')
    assert.deepEqual(found(drift), [`deleted ${HomeworkAttempt.name} ${homeworkId} found`])
    assert.equal(drift[0]?.action, 'reread')
    assert.deepEqual(await contents(), before)
    assert.deepEqual(await trackersOf(environment, studentId), trackers)
    // The next run does it.
    await reconcile()
    const [tracker] = await trackersOf(environment, studentId)
    assert.deepEqual([tracker?.id, tracker?.homeworkSubmissions], [trackerId, 0])
  })

  it('notices a deleted homework, and measures it', async () => {
    const learner = nextLearner()
    const before = overallOf(await detail(learner)) ?? 0
    await sql('delete from gr_homework_attempt where id = $1', [learner.homeworkId])
    const { report, drift } = await reconcile()
    assert.deepEqual(found(drift), [`deleted ${HomeworkAttempt.name} ${learner.homeworkId} repaired`])
    assert.ok((overallOf(await detail(learner)) ?? 0) < before)
    assert.ok(report.accuracy !== null && report.accuracy < 1)
    const record = report.models
      .find(({ model }) => model === HomeworkAttempt.name)
      ?.fields.find(({ field }) => field === 'record')
    assert.equal(record?.mismatches, 1)
    assert.deepEqual((await reconcile()).drift, [])
  })

  it('notices a deleted membership, and a person is asked', async () => {
    const { application, membershipId } = nextLearner()
    await sql('delete from slide_channel_partner where id = $1', [membershipId])
    const { drift } = await reconcile()
    assert.deepEqual(found(drift), [`deleted ${Membership.name} ${membershipId} repaired`])
    await taskOf(application, 'lost access')
  })

  it('notices a deleted tracker, and a person is asked', async () => {
    const learner = nextLearner()
    await sql('delete from gr_progress_tracker where id = $1', [learner.trackerId])
    const { drift } = await reconcile()
    assert.deepEqual(found(drift), [`deleted ${ProgressTracker.name} ${learner.trackerId} repaired`])
    await taskOf(learner.application, 'progress tracker')
    assert.deepEqual((await detail(learner)).progress, [])
  })

  it('notices a deleted contact, and a person is asked', async () => {
    const { application, studentId, partnerId, membershipId } = nextLearner()
    await sql('update gr_student set x_partner_id = null where x_partner_id = $1', [partnerId])
    await sql('delete from slide_channel_partner where partner_id = $1', [partnerId])
    await sql('delete from res_partner where id = $1', [partnerId])
    const { drift } = await reconcile()
    assert.deepEqual(found(drift), [
      `stale ${Student.name} ${studentId} repaired`,
      `deleted ${Membership.name} ${membershipId} repaired`,
    ])
    assert.deepEqual(drift[0]?.fields, ['partner'])
    await taskOf(application, 'contact of the student was deleted')
  })

  it('hands an application over to a person when its student was deleted, once', async () => {
    const { application, studentId, homeworkId, trackerId } = nextLearner()
    await sql('delete from gr_homework_attempt where id = $1', [homeworkId])
    await sql('delete from gr_progress_tracker where id = $1', [trackerId])
    await sql('delete from gr_student where id = $1', [studentId])
    const { drift } = await reconcile()
    const row = drift.find(({ model }) => model === Student.name)
    assert.deepEqual(
      [row?.class, row?.recordId, row?.action, row?.state],
      ['workflow_without_student', studentId, 'person', 'handed_over'],
    )
    const { steps } = await taskOf(application, 'student was deleted')
    const again = await reconcile()
    assert.deepEqual(found(again.drift), [
      `workflow_without_student ${Student.name} ${studentId} handed_over`,
    ])
    assert.equal((await environment.detail(application)).steps.length, steps.length)
    await environment.call(`/v1/enrollments/${programId}-${studentId}/withdraw`, { reason: 'left' })
    await environment.reaches(application, 'is withdrawn', ({ flows }) => flows.every(({ closed }) => closed))
    assert.deepEqual((await reconcile()).drift, [])
  })

  it('follows a contact that was merged without a write date, two hours ago', async () => {
    const learner = nextLearner()
    const { studentId, partnerId, membershipId } = learner
    const merged = await makeContact(environment, 'merged@example.org')
    await sql('update gr_student set x_partner_id = $2 where x_partner_id = $1', [partnerId, merged])
    await sql('update slide_channel_partner set partner_id = $2 where partner_id = $1', [partnerId, merged])
    await sql('update slide_slide_partner set partner_id = $2 where partner_id = $1', [partnerId, merged])
    await sql('delete from res_partner where id = $1', [partnerId])
    const { drift } = await reconcile()
    assert.deepEqual(found(drift), [
      `merged_contact ${Student.name} ${studentId} repaired`,
      `merged_contact ${Membership.name} ${membershipId} repaired`,
    ])
    // The training goes on with the contact that is left, and the mailbox stays the student’s.
    await learn(environment, merged, course.lessons.slice(1))
    await environment.sweep()
    await environment.reaches(learner.application, 'has done every lesson', ({ progress }) =>
      progress.some(({ elearning }) => elearning === 100),
    )
    const claims = await environment.store.db
      .selectFrom('identity_claim')
      .select('student_id')
      .where('student_id', '=', studentId)
      .execute()
    assert.equal(claims.length, 1)
    assert.deepEqual((await reconcile()).drift, [])
  })

  it('asks whose progress it is when the contacts of two students were merged', async () => {
    const [one, other] = [nextLearner(), nextLearner()]
    await sql('delete from slide_channel_partner where id = $1', [one.membershipId])
    await sql('update gr_student set x_partner_id = $2 where x_partner_id = $1', [
      one.partnerId,
      other.partnerId,
    ])
    await sql('delete from res_partner where id = $1', [one.partnerId])
    const { drift } = await reconcile()
    assert.deepEqual(found(drift), [
      `merged_contact ${Student.name} ${one.studentId} repaired`,
      `deleted ${Membership.name} ${one.membershipId} repaired`,
    ])
    await taskOf(one.application, `student ${other.studentId}`)
    await taskOf(other.application, `student ${one.studentId}`)
    assert.deepEqual((await reconcile()).drift, [])
  })

  it('notices that a learner has left, and that access was granted again', async () => {
    const { application, membershipId } = nextLearner()
    await sql('update slide_channel_partner set active = false where id = $1', [membershipId])
    const left = await reconcile()
    assert.deepEqual(found(left.drift), [`archived_membership ${Membership.name} ${membershipId} repaired`])
    await taskOf(application, 'lost access')
    await sql('update slide_channel_partner set active = true where id = $1', [membershipId])
    const granted = await reconcile()
    assert.deepEqual(found(granted.drift), [`stale ${Membership.name} ${membershipId} repaired`])
    await environment.reaches(application, 'has no task', ({ task }) => task === null)
  })

  it('asks a person about a second tracker until one of them is deleted', async () => {
    const { application, studentId, trackerId } = nextLearner()
    const columns = await sql(
      `select column_name as name from information_schema.columns
       where table_schema = 'odoo' and table_name = 'gr_progress_tracker' and column_name <> 'id'`,
    )
    const names = columns.map(({ name }) => `"${String(name)}"`).join(', ')
    const [copy] = await sql(
      `insert into gr_progress_tracker (${names}) select ${names} from gr_progress_tracker where id = $1 returning id`,
      [trackerId],
    )
    const second = Number(copy?.id)
    const first = await reconcile()
    assert.deepEqual(found(first.drift), [`missing ${ProgressTracker.name} ${second} repaired`])
    await taskOf(application, 'more than one progress tracker')
    const again = await reconcile()
    assert.deepEqual(found(again.drift), [`duplicate_tracker ${ProgressTracker.name} ${second} handed_over`])
    assert.equal(again.drift[0]?.studentId, studentId)
    await sql('delete from gr_progress_tracker where id = $1', [second])
    const last = await reconcile()
    assert.deepEqual(found(last.drift), [`deleted ${ProgressTracker.name} ${second} repaired`])
    await environment.reaches(application, 'has no task', ({ task }) => task === null)
  })

  it('reads rows that were restored with old write dates', async () => {
    const learner = nextLearner()
    const before = overallOf(await detail(learner)) ?? 0
    const [row] = await sql(
      `insert into gr_homework_attempt (name, student_id, homework_title, due_date, state, write_date, create_date)
       values ('HW', $1, 'Restored', now(), 'graded', now() - interval '3 days', now() - interval '3 days') returning id`,
      [learner.studentId],
    )
    const { drift } = await reconcile()
    assert.deepEqual(found(drift), [`missing ${HomeworkAttempt.name} ${Number(row?.id)} repaired`])
    assert.ok((overallOf(await detail(learner)) ?? 0) > before)
  })

  it('reads rows whose values are others, and names the fields', async () => {
    const { studentId, homeworkId } = nextLearner()
    await sql("update gr_homework_attempt set state = 'pending' where id = $1", [homeworkId])
    const { drift, report } = await reconcile()
    assert.deepEqual(found(drift), [`stale ${HomeworkAttempt.name} ${homeworkId} repaired`])
    assert.deepEqual(drift[0]?.fields, ['state'])
    const [tracker] = await trackersOf(environment, studentId)
    assert.equal(tracker?.homeworkSubmissions, 0)
    const fields = report.models.find(({ model }) => model === HomeworkAttempt.name)?.fields
    assert.deepEqual(
      fields?.filter(({ mismatches }) => mismatches > 0).map(({ field }) => field),
      ['state'],
    )
  })

  it('has statuses set back that somebody changed without a write date', async () => {
    const { application, studentId, trackerId } = nextLearner()
    await sql("update gr_progress_tracker set status = 'not_started' where id = $1", [trackerId])
    await sql("update gr_student set state = 'draft' where id = $1", [studentId])
    const { drift } = await reconcile()
    assert.deepEqual(found(drift), [
      `status_set_by_hand ${Student.name} ${studentId} repaired`,
      `status_set_by_hand ${ProgressTracker.name} ${trackerId} repaired`,
    ])
    await environment.reaches(
      application,
      'has two corrections',
      ({ steps }) => steps.filter(({ message }) => message.includes('was set back')).length === 2,
    )
    const [tracker] = await trackersOf(environment, studentId)
    assert.equal(tracker?.status, 'in_progress')
  })

  it('forgets numbers of trackers that Odoo does not have', async () => {
    const { studentId } = nextLearner()
    await environment.store.pool.query(
      `insert into progress_number
         select 999999, program_id, student_id, course_integration_id, elearning, sessions, homework, assessments,
           overall, threshold, tracker_status, membership, now() - interval '1 day', source
         from progress_number where student_id = $1`,
      [studentId],
    )
    const { drift } = await reconcile()
    assert.deepEqual(found(drift), [`extra ${ProgressTracker.name} 999999 repaired`])
    const { rows } = await environment.store.pool.query(
      'select 1 from progress_number where tracker_id = 999999',
    )
    assert.equal(rows.length, 0)
  })

  it('starts a training again whose workflow was lost after the certificate was issued', async () => {
    const { application, studentId } = nextLearner()
    const handle = environment.client.workflow.getHandle(progressId(application))
    const { client } = environment
    await client.workflowService.deleteWorkflowExecution({
      namespace: client.options.namespace,
      workflowExecution: { workflowId: handle.workflowId },
    })
    await waitFor('the workflow is lost', () =>
      handle.describe().then(
        () => false,
        (error: unknown) => error instanceof WorkflowNotFoundError,
      ),
    )
    const { store } = environment
    await store.db
      .insertInto('certificate')
      .values({
        program_id: programId,
        student_id: studentId,
        person: 1,
        version: 1,
        number: exampleFacts().number,
        token: 'token-of-the-test',
        state_since: new Date(),
        revocation: null,
        facts: JSON.stringify(exampleFacts()),
        requirement_check: null,
        decision: null,
        pdf: null,
        sha256: null,
        issued_at: new Date(),
        valid_until: null,
        odoo_certificate_id: null,
        recorded_at: null,
        adopted_at: new Date(),
      })
      .execute()
    // The certificate is not new any more.
    await store.pool.query("update application set started_at = started_at - interval '2 days'")
    await store.pool.query("update certificate set issued_at = now() - interval '1 day'")
    const { drift } = await reconcile()
    assert.deepEqual(found(drift), [`certificate_without_workflow ${Certificate.name} 0 repaired`])
    assert.equal((await handle.describe()).status.name, 'RUNNING')
    assert.deepEqual((await reconcile()).drift, [])
  })

  it('stops before it repairs too much, and notifies the operator once', async () => {
    const students = await Promise.all(
      Array.from({ length: 25 }, () =>
        makeStudent(environment, { state: 'rejected', enrollmentType: 'manual' }),
      ),
    )
    await environment.sweep()
    await age()
    await reconcile()
    await sql('update gr_student set english_level = $2 where id = any($1)', [students, 'beginner'])
    const stopped = await reconcile()
    assert.equal(stopped.report.state, 'stopped')
    assert.deepEqual(
      new Set(stopped.drift.map(({ class: name, state }) => `${name} ${state}`)),
      new Set(['stale found']),
    )
    assert.equal(stopped.report.studentsConcerned, 25)
    const alarms = () => environment.mail.received.filter(({ envelope }) => envelope.to.includes(OPERATOR))
    await waitFor('the operator is notified', () => alarms().length > 0)
    assert.match(alarms()[0]?.parsed.text ?? '', new RegExp(`reconcile --confirm ${stopped.report.id}`))
    // The next one is stopped as well, and replaces it.
    const next = await reconcile()
    assert.equal(next.report.state, 'stopped')
    const outdated = await environment.call(`/v1/reconciliations/${stopped.report.id}/confirm`, {})
    assert.equal(outdated.status, 409)
    const { status } = await environment.call(`/v1/reconciliations/${next.report.id}/confirm`, {})
    assert.equal(status, 200)
    const { report, drift } = await ended(next.report.id)
    assert.equal(report.state, 'completed')
    assert.ok(drift.every(({ state }) => state === 'repaired'))
    assert.equal(alarms().length, 1)
    assert.deepEqual(
      (await openAlarms(environment.store)).map(({ key }) => key),
      [],
    )
    assert.deepEqual((await reconcile()).drift, [])
  })
})
