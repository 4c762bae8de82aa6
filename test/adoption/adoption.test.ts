import { Client } from '@temporalio/client'
import assert from 'node:assert/strict'
import { applyAdoption } from '../../src/adoption/apply.js'
import { planAdoption } from '../../src/adoption/plan.js'
import { UnknownRecords } from '../../src/adoption/unknown-records.js'
import { formatNumber } from '../../src/certificates/number.js'
import { certificateByNumber, certificateOf, pdfOf } from '../../src/certificates/register.js'
import { progressId, type Application, type ApplicationRun } from '../../src/contracts/application.js'
import { UNKNOWN_PERSON } from '../../src/domain/same-person.js'
import { FailureType } from '../../src/contracts/failures.js'
import { sha256 } from '../../src/hash.js'
import type { Values } from '../../src/odoo/schema/model.js'
import { Certificate, ProgressTracker } from '../../src/odoo/schema/index.js'
import { initialSearchAttributes } from '../../src/contracts/search-attributes.js'
import { enrollmentOptions, progressOptions } from '../../src/contracts/workflow-options.js'
import { ensureNamespace } from '../../src/temporal/namespace.js'
import { waitFor } from '../support/wait-for.js'
import { enterRun, latestRun } from '../../src/store/application-runs.js'
import { enrollLearner, openActivities, type ActivityFixture } from '../activities/activity-fixture.js'
import { makeCourse, makeProgram, makeStudent, unique, type MadeCourse } from '../support/odoo-records.js'
import { temporalServer } from '../support/temporal.js'

describe('Records of ours in Odoo that the register does not know', function () {
  this.timeout(120_000)

  const YEAR = new Date().getUTCFullYear()
  const PDF = Buffer.from('%PDF-1.7 as issued')

  let fixture: ActivityFixture
  let temporal: Client
  let programId: number
  let course: MadeCourse

  before(async () => {
    temporal = await emptyTemporal()
  })
  beforeEach(async () => {
    fixture = await openActivities()
    programId = await makeProgram(fixture)
    course = await makeCourse(fixture, programId)
  })
  afterEach(() => fixture.close())

  const numberOf = (serial: number) => formatNumber({ code: 'TC', year: YEAR, serial })
  const unknown = () => new UnknownRecords(fixture.direct, fixture.store).count()
  const plan = () => planAdoption({ odoo: fixture.direct, store: fixture.store, temporal })
  /** A namespace in which no workflow has run. */
  async function emptyTemporal(): Promise<Client> {
    const { client, connection } = await temporalServer()
    const namespace = `adoption-${unique()}`
    await ensureNamespace(connection, namespace)
    return new Client({ connection: client.connection, namespace })
  }
  const adopt = async () => {
    const planned = await plan()
    await applyAdoption({ ...fixture, odoo: fixture.direct, timeZone: 'UTC' }, planned, new Date())
    return planned
  }
  /** A certificate as an earlier installation left it in Odoo. */
  async function makeCertificate(
    { studentId }: Pick<Application, 'studentId'>,
    serial: number,
    changes: Partial<Values<typeof Certificate>> = {},
  ): Promise<number> {
    return fixture.direct.create(Certificate, {
      name: numberOf(serial),
      orchestratorKey: `${programId}_${studentId}_v1`,
      student: studentId,
      trainingProgram: programId,
      certificateType: 'program_completion',
      certificateTitle: 'Certificate of Completion',
      courseName: 'Orchards, Bees',
      completionDate: '2026-03-10',
      issueDate: '2026-03-12',
      validUntil: null,
      state: 'delivered',
      verificationCode: unique(),
      verificationUrl: 'https://old.example/v/token',
      certificateFile: PDF.toString('base64'),
      notes: `Certificate, SHA-256 of the PDF ${sha256(PDF).toString('hex')}`,
      ...changes,
    })
  }
  const issue = (application: Application) =>
    fixture.run((activities) =>
      activities.issueCertificate({
        ...application,
        run: 1,
        version: 1,
        validMonths: null,
        check: { met: true, requirements: [] },
      }),
    )

  const register = (run: ApplicationRun) =>
    enterRun(fixture.store, { ...run, origin: 'sweep', person: UNKNOWN_PERSON, previous: undefined })

  it('are none in an Odoo without records of ours, whatever staff and other installations have made', async () => {
    const studentId = await makeStudent(fixture)
    const tracker = await fixture.direct.create(ProgressTracker, {
      student: studentId,
      courseIntegration: course.courseIntegrationId,
    })
    await fixture.sql?.(
      `INSERT INTO ir_model_data (module, name, model, res_id) VALUES ('__other__', $1, 'gr.progress.tracker', $2)`,
      [`tracker_${studentId}_${course.courseIntegrationId}`, tracker],
    )
    await makeCertificate({ studentId }, 1, { orchestratorKey: null })
    assert.deepEqual(await unknown(), { trackers: 0, certificates: 0 })
    assert.deepEqual((await plan()).applications, [])
  })

  it('are none where every run is registered', async () => {
    const { studentId } = await enrollLearner(fixture, programId, [course])
    await register({ programId, studentId, run: 1 })
    await issue({ programId, studentId })
    await fixture.run((activities) =>
      activities.recordCertificate({ programId, studentId, run: 1, version: 1 }),
    )
    assert.deepEqual(await unknown(), { trackers: 0, certificates: 0 })
  })

  it('do not include a tracker that staff moved to another student', async () => {
    const { trackerIds } = await enrollLearner(fixture, programId, [course])
    await fixture.direct.write(ProgressTracker, trackerIds, { student: await makeStudent(fixture) })
    assert.deepEqual(await unknown(), { trackers: 0, certificates: 0 })
  })

  it('are found where only trackers remain, and adopted as trainings', async () => {
    const { studentId } = await enrollLearner(fixture, programId, [course])
    assert.deepEqual(await unknown(), { trackers: 1, certificates: 0 })
    await adopt()
    assert.deepEqual(await unknown(), { trackers: 0, certificates: 0 })
    const run = await latestRun(fixture.store, { programId, studentId })
    assert.deepEqual([run?.trainingStarted, run?.endedStage], [true, null])
  })

  it('are found where only certificates remain, and adopted as ended applications', async () => {
    const application = { programId, studentId: await makeStudent(fixture) }
    await makeCertificate(application, 7)
    assert.deepEqual(await unknown(), { trackers: 0, certificates: 1 })
    await adopt()
    assert.deepEqual(await unknown(), { trackers: 0, certificates: 0 })
    assert.equal((await latestRun(fixture.store, application))?.endedStage, 'certified')
    const certificate = await certificateOf(fixture.store, { ...application, run: 1 })
    assert.deepEqual(
      [certificate?.number, certificate?.facts.courses, certificate?.facts.verificationUrl],
      [numberOf(7), ['Orchards', 'Bees'], 'https://old.example/v/token'],
    )
    assert.deepEqual(await pdfOf(fixture.store, numberOf(7)), PDF)
  })

  it('are found in a register that was restored to an older state', async () => {
    const known = await enrollLearner(fixture, programId, [course])
    const application = { programId, studentId: known.studentId }
    await register({ ...application, run: 2 })
    await fixture.direct.write(ProgressTracker, known.trackerIds, { status: 'certified' })
    await makeCertificate(application, 12)
    assert.deepEqual(await unknown(), { trackers: 0, certificates: 1 })
    await adopt()
    const run = await latestRun(fixture.store, application)
    assert.deepEqual([run?.run, run?.endedStage], [2, 'certified'])
    assert.deepEqual(await unknown(), { trackers: 0, certificates: 0 })
  })

  it('do not get the emails again that were sent after the backup of a restored register', async () => {
    const { studentId, trackerIds } = await enrollLearner(fixture, programId, [course])
    const application = { programId, studentId }
    await register({ ...application, run: 1 })
    await fixture.store.db.updateTable('application').set({ training_started_at: new Date() }).execute()
    await fixture.direct.write(ProgressTracker, trackerIds, { status: 'completed' })
    const { applications } = await adopt()
    assert.deepEqual(
      applications.map(({ isRegistered, adoption }) => [isRegistered, adoption.emails.length]),
      // The welcome, the completion and four milestones.
      [[true, 6]],
    )
    assert.equal((await latestRun(fixture.store, application))?.endedStage, null)
    assert.deepEqual((await adopt()).applications, [])
  })

  it('change nothing when they are adopted twice', async () => {
    await enrollLearner(fixture, programId, [course])
    await adopt()
    const again = await adopt()
    assert.deepEqual([again.applications, again.certificates, again.leftOut], [[], [], []])
  })

  it('do not let a number be used twice, whoever made the certificate in Odoo', async () => {
    await makeCertificate({ studentId: await makeStudent(fixture) }, 40, { orchestratorKey: null })
    await makeCertificate({ studentId: await makeStudent(fixture) }, 41, {
      orchestratorKey: null,
      // Typed by somebody, with a wrong check character.
      name: numberOf(41).replace(/.$/, (right) => (right === 'A' ? 'B' : 'A')),
    })
    await makeCertificate({ studentId: await makeStudent(fixture) }, 1, {
      orchestratorKey: null,
      name: `TC-${YEAR}-COPIED-X`,
    })
    const { certificateNumber } = await issue({ programId, studentId: await makeStudent(fixture) })
    assert.equal(certificateNumber, numberOf(42))
  })

  it('continue with seven digits after the last number with six', async () => {
    await makeCertificate({ studentId: await makeStudent(fixture) }, 999_999, { orchestratorKey: null })
    await makeCertificate({ studentId: await makeStudent(fixture) }, 1_000_000, { orchestratorKey: null })
    const { certificateNumber } = await issue({ programId, studentId: await makeStudent(fixture) })
    assert.equal(certificateNumber, numberOf(1_000_001))
  })

  it('keep an unknown certificate from being issued again and overwritten', async () => {
    const application = { programId, studentId: await makeStudent(fixture) }
    await makeCertificate(application, 3)
    await assert.rejects(issue(application), { type: FailureType.RecordsUnknown, nonRetryable: false })
    await adopt()
    assert.deepEqual(await issue(application), { certificateNumber: numberOf(3) })
  })

  it('are left out of the register where two have the same number, and the others are adopted', async () => {
    const first = { programId, studentId: await makeStudent(fixture) }
    const second = { programId, studentId: await makeStudent(fixture) }
    await makeCertificate(first, 1)
    const twice = await makeCertificate(second, 1)
    const { leftOut } = await adopt()
    assert.deepEqual(
      leftOut.map(({ id }) => id),
      [twice],
    )
    assert.equal((await certificateByNumber(fixture.store, numberOf(1)))?.studentId, first.studentId)
    assert.equal((await latestRun(fixture.store, second))?.endedStage, 'certified')
    assert.deepEqual(await unknown(), { trackers: 0, certificates: 0 })
    await assert.rejects(issue(second), { type: FailureType.OdooRejected, nonRetryable: true })
  })

  it('serve no file that is not the one of the recorded hash', async () => {
    const [replaced, removed] = [await makeStudent(fixture), await makeStudent(fixture)]
    await makeCertificate({ studentId: replaced }, 1, {
      certificateFile: Buffer.from('%PDF another').toString('base64'),
    })
    await makeCertificate({ studentId: removed }, 2, { certificateFile: null, notes: null })
    await adopt()
    assert.equal(await pdfOf(fixture.store, numberOf(1)), undefined)
    const kept = await certificateByNumber(fixture.store, numberOf(1))
    assert.equal(kept?.sha256, sha256(PDF).toString('hex'))
    assert.equal((await certificateByNumber(fixture.store, numberOf(2)))?.sha256, null)
  })

  it('keep the state of a revoked and of a replaced certificate', async () => {
    const [revoked, renewed] = [await makeStudent(fixture), await makeStudent(fixture)]
    await makeCertificate({ studentId: revoked }, 1, { state: 'revoked' })
    await makeCertificate({ studentId: renewed }, 2)
    await makeCertificate({ studentId: renewed }, 3, { orchestratorKey: `${programId}_${renewed}_v2` })
    await adopt()
    const states = await Promise.all(
      [1, 2, 3].map(async (serial) => (await certificateByNumber(fixture.store, numberOf(serial)))?.state),
    )
    assert.deepEqual(states, ['revoked', 'superseded', 'valid'])
  })

  describe('where Temporal still knows the workflows', () => {
    const titles = { programName: null }

    before(async () => {
      temporal = await emptyTemporal()
    })
    /** Nothing runs them: they stay as they are started. */
    const start = (application: Application, stage: string, run: number) => {
      const { workflowId, ...options } = progressOptions({ ...application, run }, titles, 'bulk')
      const typedSearchAttributes = initialSearchAttributes(application, stage)
      return temporal.workflow.start('progress', { ...options, workflowId, typedSearchAttributes })
    }
    const isListed = (workflowIds: readonly string[], isOpen: (id: string) => boolean) =>
      waitFor('the list of workflows', async () => {
        const open = new Map<string, boolean>()
        for await (const { workflowId, status } of temporal.workflow.list())
          open.set(workflowId, status.name === 'RUNNING')
        return workflowIds.every((id) => open.get(id) === isOpen(id))
      })

    it('are adopted as Temporal knows them: open, withdrawn, terminated, or waiting for a review', async () => {
      const enroll = async () => {
        const { studentId } = await enrollLearner(fixture, programId, [course])
        return { programId, studentId }
      }
      const [open, withdrawn, terminated] = [await enroll(), await enroll(), await enroll()]
      const inReview = { programId, studentId: await makeStudent(fixture) }
      await start(open, 'in_progress', 3)
      await (await start(withdrawn, 'withdrawn', 1)).terminate()
      await (await start(terminated, 'in_progress', 1)).terminate()
      const { workflowId, ...options } = enrollmentOptions({ ...inReview, run: 2, origin: 'api' }, titles)
      await temporal.workflow.start('enrollment', { ...options, workflowId })
      const ids = [...[open, withdrawn, terminated].map(progressId), workflowId]
      await isListed(ids, (id) => id === progressId(open) || id === workflowId)

      await adopt()
      const runs = await Promise.all(
        [open, withdrawn, terminated, inReview].map(async (application) => {
          const run = await latestRun(fixture.store, application)
          return [run?.run, run?.trainingStarted, run?.endedStage]
        }),
      )
      assert.deepEqual(runs, [
        [3, true, null],
        [1, true, 'withdrawn'],
        [1, true, 'terminated'],
        [2, false, null],
      ])
    })
  })
})
