import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { progressId, type Application } from '../../src/contracts/application.js'
import { CourseIntegration, Student } from '../../src/odoo/schema/index.js'
import {
  learn,
  makeCourse,
  makeProgram,
  makeStudent,
  oneRow,
  type MadeCourse,
} from '../support/odoo-records.js'
import { readyOdoo, type TestOdoo } from '../support/odoo.js'
import { SETTINGS } from '../support/product-fixture.js'
import { MAIN } from '../support/service-process.js'
import { openEnvironment, type Environment } from './environment.js'

describe('A threshold that is changed in Odoo, end to end', function () {
  this.timeout(300_000)

  let sandbox: TestOdoo
  let environment: Environment
  let programId: number
  let course: MadeCourse
  before(async () => {
    sandbox = await readyOdoo({ data: 'empty' })
    environment = await openEnvironment(sandbox, 'auto', undefined, { COURSE_CHANGES: 'hold' })
    programId = await makeProgram(environment)
    course = await makeCourse(environment, programId, {
      lessons: 10,
      integration: { minElearningProgress: 50 },
    })
  })
  after(async () => {
    await environment.close()
    await sandbox.close()
  })

  /** A student in training who has completed seven of ten lessons. */
  async function learner(): Promise<Application> {
    const studentId = await makeStudent(environment, {
      preferredCourseIntegration: course.courseIntegrationId,
    })
    const application = { programId, studentId }
    await environment.sweep()
    await environment.reaches(application, 'is in training', ({ flow }) => flow === 'progress')
    const { partner } = await oneRow(environment.direct.read(Student, [studentId], ['partner']))
    await learn(environment, partner ?? 0, course.lessons.slice(0, 7))
    await environment.sweep()
    return application
  }
  const isCertified = (application: Application) =>
    environment.client.workflow.getHandle(progressId(application)).result()

  /** Not synchronous: the workers run in this process. */
  function cli(...args: readonly (string | number)[]) {
    const { odoo, databaseUrl, temporal } = environment.config
    const env = {
      ...{ PATH: process.env['PATH'], USER: 'olga', ...SETTINGS },
      ...{ DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: temporal.address },
      ...{ ODOO_URL: odoo.url, ODOO_DB: odoo.db, ODOO_LOGIN: odoo.login, ODOO_API_KEY: odoo.apiKey },
    }
    const command = ['--import', 'tsx', MAIN, 'course-rules', ...args.map(String)]
    return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const child = execFile(process.execPath, command, { env }, (_error, stdout, stderr) => {
        resolve({ code: child.exitCode ?? -1, stdout: stdout.trim(), stderr: stderr.trim() })
      })
    })
  }

  it('certifies new students by it, and those in training once a person has applied it', async () => {
    const running = await learner()
    await environment.reaches(running, 'has 70 %', ({ progress }) => progress[0]?.overall === 70)
    await environment.direct.write(CourseIntegration, [course.courseIntegrationId], {
      completionThreshold: 60,
    })
    await environment.sweep()
    const { json } = await environment.call('/v1/programs')
    assert.match(JSON.stringify(json), /"courseChange":true/)

    const later = await learner()
    await isCertified(later)
    const { certificates, steps } = await environment.detail(running)
    assert.deepEqual(certificates, [])
    assert.ok(steps.every(({ stage }) => stage !== 'certificate_pending'))

    const shown = await cli('show', programId)
    assert.match(shown.stdout, /1 trainings are under version 1/)
    assert.match(shown.stdout, /completionThreshold 75 → 60/)
    const reason = ['--reason', 'The threshold was a mistake'] as const
    const unseen = await cli('apply', programId, '--based-on', 2, ...reason)
    assert.equal(unseen.code, 1)
    assert.match(unseen.stderr, /course-rules diff/)
    const diff = await cli('diff', programId, '--json')
    const found = JSON.parse(diff.stdout) as { id: number; counts: Record<string, number> }
    assert.deepEqual([found.counts['course_complete'], found.counts['certificate_due']], [1, 1])
    const applied = await cli('apply', programId, '--based-on', 2, '--dry-run', found.id, ...reason)
    assert.equal(applied.code, 0, applied.stderr)
    assert.match(applied.stdout, /^1 trainings follow version 2/)
    await environment.sweep()
    await isCertified(running)
    assert.equal((await environment.detail(running)).certificates.length, 1)
  })
})
