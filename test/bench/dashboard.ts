/**
 * `npm run bench:dashboard` asks the lists, searches and numbers of the staff app for a center with
 * many applications, through the API: the time of a response, 95th percentile.
 *
 * `-- --size 1000000`: applications. `-- --json`.
 */
import assert from 'node:assert/strict'
import { parseArgs } from 'node:util'
import { wordsToFind } from '../../src/domain/folded-name.js'
import { rebuildReadModel } from '../../src/store/transitions.js'
import { openApi } from '../api/api-fixture.js'
import { stopPostgres } from '../support/postgres.js'
import { stopTemporal } from '../support/temporal.js'

const { values: options } = parseArgs({
  options: { size: { type: 'string', default: '100000' }, json: { type: 'boolean', default: false } },
})
const SIZE = Number(options.size)

/** Milliseconds. */
const LIMIT = SIZE > 100_000 ? 100 : 50

const REPETITIONS = 40

const FIRST = ['Mohamed', 'Ahmad', 'Sara', 'Fatima', 'Omar', 'Layla', 'Yusuf', 'Huda', 'Élodie', 'Zoë']
const FIRST_ARABIC = ['محمد', 'أحمد', 'سارة', 'فاطمة', 'عمر', 'ليلى', 'يوسف', 'هدى', 'إيلودي', 'زوي']

const REQUESTS: Readonly<Record<string, string>> = {
  'students by name': '/v1/students',
  'students of an agent': '/v1/students?agentId=7',
  'students in review': '/v1/students?stage=review',
  'students of a program, last change first': '/v1/students?programId=3&sort=recent',
  'students who wait longest': '/v1/students?sort=waiting',
  'search for a common name': '/v1/students?search=mohamed',
  'search for a common name in Arabic': `/v1/students?search=${encodeURIComponent('احمد')}`,
  'search for a rare name': '/v1/search?q=family4711',
  'search for an email': '/v1/search?q=student4711%40example.org',
  'one student': '/v1/students/4711',
  'what waits for a person': '/v1/reviews',
  'what waits for an agent': '/v1/reviews?agentId=7',
  overview: '/v1/overview',
  'overview of an agent': '/v1/overview?agentId=7',
}

const world = await openApi()
const results: { name: string; value: number; unit: string; limit: number }[] = []
try {
  await generate()
  for (const [name, url] of Object.entries(REQUESTS)) {
    const times: number[] = []
    for (let one = 0; one < REPETITIONS + 2; one += 1) {
      const begun = performance.now()
      const response = await world.call('GET', url)
      // The first ones fill caches.
      if (one >= 2) times.push(performance.now() - begun)
      assert.equal(response.statusCode, 200, response.body)
    }
    times.sort((a, b) => a - b)
    const p95 = times[Math.ceil(REPETITIONS * 0.95) - 1] ?? 0
    results.push({ name: `${name}, p95`, value: Math.round(p95 * 10) / 10, unit: 'ms', limit: LIMIT })
  }
} finally {
  await world.close()
  await stopTemporal()
  await stopPostgres()
}
if (options.json) console.log(JSON.stringify({ size: SIZE, results }, null, 2))
else for (const { name, value, limit } of results) console.log(`${name}: ${value} ms (at most ${limit})`)
if (results.some(({ value, limit }) => value > limit)) process.exitCode = 1

/** Every student has one application: one in a hundred waits for a person. */
async function generate(): Promise<void> {
  const { pool } = world.store
  // Nobody listens, and a row of events for each would be no part of what is measured.
  const tables = ['application_status', 'person', 'progress_number']
  for (const table of tables) await pool.query(`alter table ${table} disable trigger user`)
  const firstWords = FIRST.map((name, at) =>
    wordsToFind({ names: [name, FIRST_ARABIC[at] ?? null], email: null, studentId: 1 }).filter(
      (word) => word !== '1',
    ),
  )
  await pool.query(
    `insert into agent (agent_id, name) select id, 'Agent ' || id from generate_series(1, 40) as id`,
  )
  await pool.query(
    `insert into person (
       student_id, name, name_arabic, language, email, agent_id, sort_name, sort_name_arabic, words, updated_at)
     select id, first.name || ' Family' || id, first.arabic, 'ar', 'student' || id || '@example.org', 1 + id % 40,
       lower(first.name) || ' family' || id, first.arabic,
       array_to_tsvector(
         string_to_array(first.words, ' ') || array['family' || id, 'student' || id, 'example', 'org', id::text]),
       now()
     from generate_series(1, $1::integer) as id
     join unnest($2::text[], $3::text[], $4::text[]) with ordinality as first (name, arabic, words, place)
       on place = 1 + id % 10`,
    [SIZE, FIRST, FIRST_ARABIC, firstWords.map((words) => words.join(' '))],
  )
  const task = JSON.stringify({
    kind: 'eligibility',
    instructions: 'x',
    decisions: ['approve'],
    reminders: 0,
    escalated: false,
  })
  await pool.query(
    `insert into transition (
       workflow_id, run_epoch, seq, program_id, student_id, run, flow, version, stage, message, task, closed, facts, at)
     select 'enrollment/' || program || '/' || id, 1, 1, program, id, 1, 'enrollment', 1,
       case when waits then 'review' when id % 3 = 0 then 'training_started' else 'awaiting_agent' end, 'A step.',
       case when waits then $2::jsonb || jsonb_build_object('since', to_char(begun, 'YYYY-MM-DD"T"HH24:MI:SS.000"Z"')) end,
       id % 3 = 0 and not waits, '{}', begun
     from (
       select id, 1 + id % 8 as program, id % 100 = 1 as waits, now() - (id % 700) * interval '1 day' as begun
       from generate_series(1, $1::integer) as id
     ) as students`,
    [SIZE, task],
  )
  await pool.query(
    `insert into application (program_id, student_id, run, started_at, policy_version, training_started_at, ended_at, ended_stage)
     select program_id, student_id, 1, at, 0, case when closed then at end,
       case when closed and student_id % 2 = 0 then at + (student_id % 90) * interval '1 day' end,
       case when closed and student_id % 2 = 0 then 'certified' end
     from transition`,
  )
  await pool.query(
    `insert into progress_number (
       tracker_id, program_id, student_id, course_integration_id, overall, threshold, tracker_status, membership,
       read_at, source)
     select student_id, program_id, student_id, 1, student_id % 100, 80, 'in_progress', 'active', now(), 'sweep'
     from transition`,
  )
  await rebuildReadModel(world.store)
  for (const table of tables) await pool.query(`alter table ${table} enable trigger user`)
  await pool.query('vacuum analyze')
}
