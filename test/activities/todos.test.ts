import assert from 'node:assert/strict'
import type { Task } from '../../src/contracts/tasks.js'
import type { Transition } from '../../src/contracts/transitions.js'
import { char, html, integer } from '../../src/odoo/schema/fields.js'
import { model } from '../../src/odoo/schema/model.js'
import { RecordActivity } from '../../src/odoo/schema/todos.js'
import { Student, User } from '../../src/odoo/schema/index.js'
import { savePeople } from '../../src/store/people.js'
import { recordTransitions } from '../../src/store/transitions.js'
import { makeProgram, makeStudent, oneRow } from '../support/odoo-records.js'
import { openActivities, type ActivityFixture } from './activity-fixture.js'

/** What Odoo notes on a record. */
const Message = model(
  'mail.message',
  { origin: 'odoo', app: 'mail' },
  { body: html(), record: integer({ as: 'res_id' }), on: char({ as: 'model' }) },
)

const OPENED = '2026-06-01T08:00:00.000Z'

for (const [title, options] of [
  ['Odoo 18', { version: 18 }],
  ['Odoo 19', { version: 19 }],
  ['an Odoo without the suite', { contents: 'without suite' }],
] as const)
  describe(`Open tasks in ${title}`, () => {
    let world: ActivityFixture
    let programId: number
    let agents: readonly number[]
    /** Of the first agent. */
    let texts: (typeof TEXTS)['en' | 'ar']
    before(async () => {
      world = await openActivities({ ...options, env: { TODOS_IN_ODOO: 'true' } })
      programId = await makeProgram(world, { name: 'برنامج الجاهزية – Job Readiness' })
      const users = await world.direct.searchRead(User, [], ['share', 'lang'], {
        order: 'id',
      })
      const staff = users.filter(({ share }) => !share)
      agents = staff.map(({ id }) => id)
      texts = TEXTS[staff[0]?.lang?.startsWith('ar') === true ? 'ar' : 'en']
    })
    after(() => world.close())
    beforeEach(() => (world.calls.length = 0))

    const deliver = () => world.run((activities) => activities.writeDueTodos())

    /** A student of an agent, and what their application waits for. */
    async function waitingStudent() {
      const studentId = await makeStudent(world)
      let seq = 0
      const assign = (agent: number | null) =>
        savePeople(world.store.db, [
          { studentId, name: 'Sara', nameArabic: null, language: 'en', email: null, agentId: agent },
        ])
      const step = async (task: Task | null, facts: Record<string, unknown> = {}) => {
        seq += 1
        const transition: Transition = {
          workflowId: `enrollment/${programId}/${studentId}`,
          runEpoch: 1,
          seq,
          application: { programId, studentId, run: 1 },
          flow: 'enrollment',
          stage: task === null ? 'enrolled' : 'review',
          message: 'A step.',
          at: new Date(Date.parse(OPENED) + seq * 60_000).toISOString(),
          task,
          closed: false,
          facts,
        }
        await recordTransitions(world.store, [transition])
      }
      await assign(agents[0]!)
      await step(TASK)
      const inOdoo = () =>
        world.direct.searchRead(
          RecordActivity,
          [['record', '=', studentId]],
          ['summary', 'note', 'deadline', 'user'],
        )
      const messages = () =>
        world.direct.searchRead(
          Message,
          [
            ['record', '=', studentId],
            ['on', 'ilike', 'student'],
          ],
          ['body'],
          { order: 'id' },
        )
      return { studentId, assign, step, inOdoo, messages }
    }

    it('are activities of the agent on the student, in their language, with the way to the task', async () => {
      const { studentId, inOdoo } = await waitingStudent()
      assert.deepEqual(await deliver(), { delivered: 1, waiting: 0, nextInMs: null })
      const activity = await oneRow(inOdoo())
      assert.equal(activity.user, agents[0])
      assert.equal(activity.summary, texts.summary)
      assert.equal(activity.deadline, '2026-06-06')
      assert.match(activity.note ?? '', texts.program)
      assert.match(activity.note ?? '', /Check the date of birth/)
      assert.ok(
        activity.note?.includes(`http://verify.example.org/app/work/${programId}-${studentId}-enrollment`),
      )
    })

    it('are made once for many students, in a number of calls that does not grow with them', async () => {
      const students = await Promise.all(Array.from({ length: 5 }, () => waitingStudent()))
      await deliver()
      const calls = world.calls.length
      for (const { inOdoo } of students) assert.equal((await inOdoo()).length, 1)
      assert.ok(calls <= 9, `${calls} calls`)
      world.calls.length = 0
      await deliver()
      assert.deepEqual(world.calls, [])
    })

    it('are not made twice when the process was killed before it could note them', async () => {
      const { studentId, inOdoo } = await waitingStudent()
      await deliver()
      await world.store.db
        .updateTable('todo')
        .set({ version: null })
        .where('student_id', '=', studentId)
        .execute()
      await deliver()
      assert.equal((await inOdoo()).length, 1)
    })

    it('are completed with the decision when the task is decided', async () => {
      const { step, inOdoo, messages } = await waitingStudent()
      await deliver()
      await step(null, { decision: { decision: 'approve', by: 'user:7' } })
      await deliver()
      assert.deepEqual(await inOdoo(), [])
      assert.match((await messages()).at(-1)?.body ?? '', texts.approved)
    })

    it('go to the new agent when the student is given to another one', async () => {
      const { assign, inOdoo } = await waitingStudent()
      await deliver()
      await assign(agents[1]!)
      await deliver()
      assert.deepEqual(
        (await inOdoo()).map(({ user }) => user),
        [agents[1]],
      )
    })

    it('go to the colleague to whom the task was given', async () => {
      const { studentId, inOdoo } = await waitingStudent()
      await world.store.db
        .insertInto('task_handling')
        .values({
          workflow_id: `enrollment/${programId}/${studentId}`,
          since: new Date(OPENED),
          program_id: programId,
          student_id: studentId,
          assignee_id: agents[1]!,
          snoozed_until: null,
          changed_by: 'user:1',
        })
        .execute()
      await deliver()
      assert.deepEqual(
        (await inOdoo()).map(({ user }) => user),
        [agents[1]],
      )
    })

    it('go away without a word when the student has no agent any more', async () => {
      const { assign, inOdoo, messages } = await waitingStudent()
      await deliver()
      const before = (await messages()).length
      await assign(null)
      await deliver()
      assert.deepEqual(await inOdoo(), [])
      assert.equal((await messages()).length, before)
    })

    it('stay away when somebody marks them as done in Odoo, until the next reminder', async () => {
      const { assign, step, inOdoo } = await waitingStudent()
      await deliver()
      const { id } = await oneRow(inOdoo())
      await world.direct.call(RecordActivity, 'action_feedback', [id], {}, { feedback: 'Later.' })
      await assign(agents[1]!)
      await deliver()
      assert.deepEqual(await inOdoo(), [])
      await step({ ...TASK, reminders: 1 })
      await deliver()
      assert.equal((await inOdoo()).length, 1)
    })

    it('do not hold up the others when Odoo refuses one of them', async () => {
      const gone = await waitingStudent()
      const fine = await waitingStudent()
      await world.direct.call(Student, 'unlink', [gone.studentId])
      const { waiting, nextInMs } = await deliver()
      assert.equal((await fine.inOdoo()).length, 1)
      assert.equal(waiting, 1)
      assert.ok(nextInMs !== null && nextInMs > 60_000)
      await gone.step(null)
    })
  })

const TEXTS = {
  en: { summary: 'Eligibility review needed', program: /Job Readiness/, approved: /approved/ },
  ar: { summary: 'أهلية تحتاج إلى مراجعة', program: /برنامج الجاهزية/, approved: /القبول/ },
}

const TASK: Task = {
  kind: 'eligibility',
  instructions: 'Check the date of birth.',
  decisions: ['approve', 'reject'],
  since: OPENED,
  reminders: 0,
  escalated: false,
}
