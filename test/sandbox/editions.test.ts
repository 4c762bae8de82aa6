import { strict as assert } from 'node:assert'
import { connectOdoo } from '../../src/odoo/client/client.js'
import { Student, TrainingProgram } from '../../src/odoo/schema/index.js'
import { applySetup } from '../../src/odoo/setup/apply.js'
import { startLearners } from '../../sandbox/learners/learners.js'
import { startSandboxOdoo } from '../../sandbox/odoo/start.js'
import { SANDBOX_VERSIONS } from '../../sandbox/odoo/version.js'
import { waitFor } from '../support/wait-for.js'
import { sandboxOdoo, type TestOdoo } from '../support/odoo.js'

describe('editions of the sandbox', () => {
  for (const version of SANDBOX_VERSIONS)
    describe(`Odoo ${version} without the suite`, function () {
      this.timeout(60_000)
      let odoo: TestOdoo
      before(async () => {
        odoo = await sandboxOdoo({ version, suite: false })
      })
      after(() => odoo.close())

      it('has courses from the start, and students after setup has created their models', async () => {
        const connected = () => connectOdoo({ ...odoo, login: odoo.admin.login, apiKey: odoo.admin.password })
        await odoo.seed()
        assert.equal((await connected().resolve(Student)).origin, 'missing')
        await applySetup(connected(), {
          adminLogin: odoo.admin.login,
          botLogin: odoo.bot.login,
          webhooks: null,
          appUrl: null,
        })
        await odoo.seed()
        await odoo.seed()
        const bot = connectOdoo({ ...odoo, login: odoo.bot.login, apiKey: odoo.bot.password })
        assert.equal((await bot.searchRead(Student, [], ['state'])).length, 40)
        const programs = await bot.searchRead(TrainingProgram, [], ['status'])
        assert.deepEqual(
          programs.map(({ status }) => status),
          ['active', 'active'],
        )
      })

      it('has teachers who hold the sessions that a course requires', async () => {
        const held = `SELECT count(*)::int AS held FROM x_gr_course_session s JOIN x_gr_progress_tracker t
          ON t.x_student_id = s.x_student_id JOIN x_gr_course_integration c ON c.id = t.x_course_integration_id
          WHERE s.x_state = 'completed' AND c.x_min_sessions_required > 0`
        await odoo.sql(`INSERT INTO x_gr_progress_tracker (x_student_id, x_course_integration_id, x_status, create_date)
          SELECT 20, id, 'in_progress', now() - interval '1 day' FROM x_gr_course_integration WHERE x_min_sessions_required = 2`)
        const failures: unknown[] = []
        const learners = startLearners({
          sandbox: odoo,
          secondsPerLesson: 0.1,
          onError: (error) => failures.push(error),
        })
        try {
          await waitFor('two members', async () => (await odoo.sql<{ held: number }>(held))[0]?.held === 2)
        } finally {
          await learners.close()
        }
        assert.deepEqual(failures, [])
      })
    })

  it('cannot share a database', async () => {
    const odoo = await sandboxOdoo({ version: 17, data: 'empty' })
    try {
      await assert.rejects(
        startSandboxOdoo({ databaseUrl: odoo.databaseUrl, port: 0, data: 'empty', version: 18 }),
        /holds a sandbox of Odoo 17 with the suite, not of Odoo 18 with the suite/,
      )
    } finally {
      await odoo.close()
    }
  })
})
