import assert from 'node:assert/strict'
import pg from 'pg'
import { CourseSession, Membership, ProgressTracker, Student } from '../../../src/odoo/schema/index.js'
import { readClockBehind } from '../../../src/store/odoo-clock.js'
import { enrollLearner, openActivities, type ActivityFixture } from '../activity-fixture.js'
import {
  learn,
  makeCourse,
  makeHeldSession,
  makeProgram,
  makeStudent,
  type MadeCourse,
} from '../../support/odoo-records.js'
import { temporalServer } from '../../support/temporal.js'
import { sweepOnce } from './sweeping.js'

type Learner = Awaited<ReturnType<typeof enrollLearner>>

for (const version of [18, 19] as const)
  describe(`Clocks and late commits (Odoo ${version})`, function () {
    this.timeout(120_000)
    let world: ActivityFixture
    let course: MadeCourse
    let programId: number
    let learner: Learner
    let learners: Learner[]

    before(async () => {
      world = await openActivities({ temporal: await temporalServer(), version })
      programId = await makeProgram(world, { status: 'draft' })
      course = await makeCourse(world, programId, { lessons: 4 })
      learner = await enrollLearner(world, programId, [course])
      learners = [await enrollLearner(world, programId, [course])]
      await sweep()
      await sweep()
    })
    after(() => world.close())

    const sweep = () => sweepOnce(world)
    const sql = (query: string, parameters: readonly unknown[] = []) => world.sql?.(query, parameters)
    const positions = async () =>
      (await world.store.db.selectFrom('sync_cursor').select('position').execute()).map(({ position }) =>
        Number(position),
      )
    /** Moves what our cursors remember: so much time has passed since the last search. */
    const pass = (interval: string) =>
      world.store.pool.query(
        `update sync_cursor set position = position - interval '${interval}',
           searched_at = searched_at - interval '${interval}',
           witness_written_at = witness_written_at - interval '${interval}'`,
      )

    it('finds two changes within one second, also with a cursor in the middle of that second', async () => {
      const session = await makeHeldSession(world, learner.studentId)
      assert.deepEqual(await sweep(), [learner.studentId])
      await world.direct.write(CourseSession, [session], { state: 'cancelled' })
      const [row] = await world.direct.read(CourseSession, [session], ['writeDate'])
      // The window begins within the second in which the row was written.
      const position = new Date(Date.parse(row?.writeDate ?? '') + 999 + 300_000)
      await world.store.db.updateTable('sync_cursor').set({ position, searched_at: new Date() }).execute()
      await sql(
        `UPDATE gr_course_session SET write_date = date_trunc('second', write_date) + interval '0.3 s' WHERE id = $1`,
        [session],
      )
      assert.deepEqual(await sweep(), [learner.studentId])
    })

    it('finds a row of a transaction that began before the last search and was committed after it', async () => {
      await sweep()
      const odoo = await openTransaction(world)
      try {
        await odoo.query('BEGIN')
        await odoo.query(
          "UPDATE gr_course_session SET state = 'completed', write_date = now() at time zone 'UTC' WHERE student_id = $1",
          [learner.studentId],
        )
        assert.deepEqual(await sweep(), [])
        await pass('4 minutes')
        assert.deepEqual(await sweep(), [])
        await odoo.query('COMMIT')
      } finally {
        await odoo.end()
      }
      assert.deepEqual(await sweep(), [learner.studentId])
    })

    it('finds rows that were restored with an old write date', async () => {
      await sweep()
      const { studentId } = learners[0] ?? learner
      await sql(
        `INSERT INTO gr_course_session (student_id, name, session_date, state, write_date, create_date)
         VALUES ($1, 'Restored', '2020-01-01', 'completed', '2020-01-01', '2020-01-01')`,
        [studentId],
      )
      assert.deepEqual(await sweep(), [studentId])
      assert.deepEqual(await sweep(), [])
    })

    it('takes neither a deleted row nor a clock that was set back for a restored copy', async () => {
      await learn(world, learner.partnerId, course.lessons.slice(2, 3))
      await sweep()
      await sweep()
      const students = await world.direct.searchRead(Student, [], [])
      await makeStudent(world)
      await sweep()
      const added = (await world.direct.searchRead(Student, [], [])).filter(
        ({ id }) => !students.some((one) => one.id === id),
      )
      await sql('DELETE FROM gr_student WHERE id = ANY($1)', [added.map(({ id }) => id)])
      assert.deepEqual(await sweep(), [])
      const [membership] = await world.direct.searchRead(
        Membership,
        [['partner', '=', learner.partnerId]],
        [],
      )
      await sql(
        "UPDATE slide_channel_partner SET write_date = write_date + interval '1 hour' WHERE id = $1",
        [membership?.id],
      )
      await sweep()
      await sql(
        "UPDATE slide_channel_partner SET write_date = write_date - interval '1 hour' WHERE id = $1",
        [membership?.id],
      )
      await sweep()
      const alarms = await world.store.db.selectFrom('alarm').select('key').execute()
      assert.deepEqual(alarms, [])
      assert.equal((await positions()).length > 0, true)
    })

    it('measures that the clock of Odoo’s database is 10 minutes behind, and finds what it stamps', async () => {
      await sql(`CREATE FUNCTION slow_clock() RETURNS trigger AS $$
        BEGIN NEW.write_date := NEW.write_date - interval '10 minutes'; RETURN NEW; END $$ LANGUAGE plpgsql`)
      const tables = ['slide_channel_partner', 'slide_slide_partner', 'gr_progress_tracker', 'gr_student']
      for (const table of tables)
        await sql(
          `CREATE TRIGGER slow_clock BEFORE INSERT OR UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION slow_clock()`,
        )
      try {
        // A webhook leads to the first student. Writing their numbers shows what the clock is like.
        await learn(world, learner.partnerId, course.lessons.slice(0, 1))
        await world.run((activities) => activities.syncPage({ pageSize: 10 }))
        await world.store.db
          .insertInto('changed_student')
          .values({ student_id: learner.studentId, source: 'webhook', claim: null, claimed_until: null })
          .onConflict((row) => row.doNothing())
          .execute()
        await world.store.pool.query("update odoo_clock set measured_at = measured_at - interval '2 hours'")
        await world.run((activities) => activities.syncPage({ pageSize: 10 }))
        const behind = await readClockBehind(world.store)
        assert.ok(behind >= 598 && behind <= 605, `${behind} s`)

        await pass('1 minute')
        await sweep()
        const restored = await world.store.db.selectFrom('alarm').select('key').execute()
        assert.deepEqual(restored, [])
        const second = learners[0] ?? learner
        await learn(world, second.partnerId, course.lessons.slice(0, 2))
        assert.ok((await sweep()).includes(second.studentId))
        const [tracker] = await world.direct.read(ProgressTracker, second.trackerIds, ['elearningProgress'])
        assert.equal(tracker?.elearningProgress, 50)
      } finally {
        for (const table of tables) await sql(`DROP TRIGGER slow_clock ON ${table}`)
        await sql('DROP FUNCTION slow_clock')
        await world.store.db.deleteFrom('odoo_clock').execute()
      }
    })

    it('loses nothing when Odoo’s clock was an hour ahead and is set back while nobody reads', async () => {
      await sweep()
      // Our cursors are an hour ahead of the present clock, and 40 minutes pass without a search.
      await world.store.pool.query(
        "update sync_cursor set position = position + interval '1 hour', searched_at = searched_at - interval '40 minutes'",
      )
      await sql(
        "UPDATE gr_course_session SET state = 'cancelled', write_date = (now() at time zone 'UTC') - interval '35 minutes' WHERE student_id = $1",
        [learner.studentId],
      )
      assert.ok((await sweep()).includes(learner.studentId))
      for (const position of await positions()) assert.ok(Math.abs(position - Date.now()) < 60_000)
      await world.direct.write(Student, [learner.studentId], { englishLevel: 'advanced' })
      assert.deepEqual(await sweep(), [learner.studentId])
    })
  })

/** A connection of its own to the sandbox's database. */
async function openTransaction(world: ActivityFixture): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: world.odooDatabaseUrl ?? '',
    options: '-c search_path=odoo -c timezone=UTC',
  })
  await client.connect()
  return client
}
