/**
 * `npm run safe-start` connects an Odoo with existing students, and says what that does to them:
 * calls that write to Odoo and emails before anybody has confirmed anything, and what differs in
 * Odoo after a wave and its undo. All must be 0. It uses the Odoo that the environment names, as
 * `npm run journey` does, or else the sandbox.
 *
 * `-- --students 2000 --wave 200 --json`. Of all students, 15 % have finished, 5 % are rejected,
 * 10 % are half-way and 2.5 % have a certificate from elsewhere.
 */
import assert from 'node:assert/strict'
import { isDeepStrictEqual, parseArgs } from 'node:util'
import { callerOfActivity } from '../../activities/caller.js'
import { CallQueue } from '../../src/odoo/call-queue/call-queue.js'
import { connectOdoo, odooClient, type Odoo } from '../../src/odoo/client/client.js'
import { ConnectedTransport } from '../../src/odoo/client/connect.js'
import { Certificate, Membership, Partner, ProgressTracker, Student } from '../../src/odoo/schema/index.js'
import { countedTransport } from '../support/counted-transport.js'
import { makeCourse, makeProgram, type MadeCourse } from '../support/odoo-records.js'
import { readyOdoo } from '../support/odoo.js'
import { setUp } from '../support/setup.js'
import { stopPostgres } from '../support/postgres.js'
import { waitFor } from '../support/wait-for.js'
import { bulkClient } from './bulk-client.js'
import { connectedSite } from './connected-site.js'
import { openEnvironment } from './environment.js'
import { dumpOdoo } from './odoo-dump.js'

const { values: options } = parseArgs({
  options: {
    students: { type: 'string', default: '2000' },
    wave: { type: 'string', default: '200' },
    json: { type: 'boolean', default: false },
  },
})
const STUDENTS = Number(options.students)
const WAVE = Number(options.wave)
/** For each wait: this is about what happens, not about how fast. Milliseconds. */
const LIMIT = 20 * 60_000

const startedAt = performance.now()
const say = (line: string) =>
  console.error(`${String(Math.round((performance.now() - startedAt) / 1000)).padStart(5)} s  ${line}`)

let writes = 0
const connected = connectedSite()
if (connected) await setUp(connected)
const sandbox = connected ? null : await readyOdoo({ data: 'empty' })
const site = connected ?? sandbox ?? assert.fail('There is no Odoo.')
const environment = await openEnvironment(
  site,
  'auto',
  (credentials) =>
    odooClient(
      new CallQueue(
        countedTransport(new ConnectedTransport(credentials), (call) => {
          if (!call.reads) writes += 1
        }),
        callerOfActivity,
      ),
    ),
  { INTAKE_DEFAULT: 'off' },
)
try {
  const staff = connectOdoo({
    ...{ url: site.url, db: site.db },
    ...{ login: site.admin.login, apiKey: site.admin.password },
  })
  const programId = await makeProgram({ direct: staff })
  const course = await makeCourse({ direct: staff }, programId)
  await makeStudents(staff, programId, course)
  say(`${STUDENTS} students are in Odoo`)
  const dump = () => dumpOdoo({ direct: staff, sandbox })
  const before = await dump()

  const bulk = bulkClient(environment, LIMIT)
  for (let sweep = 0; sweep < 3; sweep += 1) await environment.sweep()
  const parameters = { adopt: true }
  const everybody = await bulk.preview({ kind: 'enroll', filter: { programId }, parameters })
  say(`the preview of everybody: ${JSON.stringify(everybody.outcomes)}`)
  const wave = await bulk.preview({ kind: 'enroll', filter: { programId, size: WAVE }, parameters })
  const unasked = {
    writes,
    emails: environment.mail.received.length,
    differences: differing(before, await dump()),
  }
  say(`before any confirmation: ${JSON.stringify(unasked)}`)

  await bulk.confirm(wave, { accept: wave.guard.concerned })
  const done = await bulk.reaches(wave.id, 'completed')
  say(`the wave: ${JSON.stringify(done.outcomes)}`)
  await waitFor(
    'everybody of the wave is in training',
    async () => {
      const { rows } = await environment.store.pool.query<{ count: number }>(
        'select count(*)::integer as count from application where training_started_at is not null',
      )
      return rows[0]?.count === done.outcomes['done']
    },
    { limit: LIMIT },
  )
  say('everybody of the wave is in training')
  const undone = await bulk.undo(wave.id)
  await environment.sweep()
  say(`the undo: ${JSON.stringify(undone.outcomes)}`)
  const results = [
    { name: 'calls that write to Odoo before any confirmation', value: unasked.writes },
    { name: 'emails before any confirmation', value: unasked.emails },
    { name: 'records that differ before any confirmation', value: unasked.differences },
    { name: 'records that differ after a wave and its undo', value: differing(before, await dump()) },
  ]
  for (const { name, value } of results) console.log(`${name}: ${value} (limit 0)`)
  if (options.json)
    console.log(JSON.stringify({ bench: 'safe-start', students: STUDENTS, wave: WAVE, results }))
  process.exitCode = results.every(({ value }) => value === 0) ? 0 : 1
} finally {
  await environment.close()
  await site.close()
  await stopPostgres()
}

/** How many rows are not in both dumps. */
function differing(one: Awaited<ReturnType<typeof dumpOdoo>>, other: typeof one): number {
  if (isDeepStrictEqual(one, other)) return 0
  const rowsOf = (dump: typeof one) =>
    Object.entries(dump).flatMap(([table, rows]) => rows.map((row) => `${table} ${JSON.stringify(row)}`))
  const [first, second] = [new Set(rowsOf(one)), new Set(rowsOf(other))]
  const only = [
    ...[...first].filter((row) => !second.has(row)),
    ...[...second].filter((row) => !first.has(row)),
  ]
  for (const row of only.slice(0, 20)) console.error(`differs: ${row}`)
  return only.length
}

async function makeStudents(staff: Odoo, programId: number, course: MadeCourse): Promise<void> {
  const BATCH = 500
  for (let start = 0; start < STUDENTS; start += BATCH) {
    const places = Array.from({ length: Math.min(BATCH, STUDENTS - start) }, (_, at) => start + at)
    // Of forty, six have finished, two are rejected, four are half-way and one has a certificate.
    const kindOf = (place: number) => {
      const part = place % 40
      return part < 6
        ? 'finished'
        : part < 8
          ? 'rejected'
          : part < 12
            ? 'halfway'
            : part < 13
              ? 'certified'
              : 'fresh'
    }
    const learning = places.filter((place) => ['finished', 'halfway'].includes(kindOf(place)))
    const person = (place: number) => ({ name: `Learner ${place}`, email: `learner.${place}@example.org` })
    const partners = await staff.load(
      Partner,
      learning.map((place) => ({ externalId: `safe_start_${place}`, ...person(place) })),
    )
    const partnerOf = new Map(learning.map((place, at) => [place, partners[at] ?? 0]))
    const students = await staff.load(
      Student,
      places.map((place) => ({
        externalId: `safe_start_student_${place}`,
        ...person(place),
        nameEnglish: `Learner ${place}`,
        nameArabic: `متعلم ${place}`,
        birthDate: '1996-03-01',
        englishLevel: 'intermediate' as const,
        hasCertificate: true,
        enrollmentType: 'auto' as const,
        preferredCourseIntegration: course.courseIntegrationId,
        partner: partnerOf.get(place) ?? null,
        state: kindOf(place) === 'rejected' ? ('rejected' as const) : ('eligible' as const),
      })),
    )
    const studentOf = new Map(places.map((place, at) => [place, students[at] ?? 0]))
    const memberships = await staff.load(
      Membership,
      learning.map((place) => ({
        externalId: `safe_start_membership_${place}`,
        channel: course.channelId,
        partner: partnerOf.get(place) ?? 0,
        completion: kindOf(place) === 'finished' ? 100 : 50,
        completedSlidesCount: kindOf(place) === 'finished' ? 2 : 1,
        memberStatus: kindOf(place) === 'finished' ? ('completed' as const) : ('ongoing' as const),
      })),
    )
    await staff.load(
      ProgressTracker,
      learning.map((place, at) => ({
        externalId: `safe_start_tracker_${place}`,
        student: studentOf.get(place) ?? 0,
        courseIntegration: course.courseIntegrationId,
        elearningEnrollment: memberships[at] ?? 0,
        status: kindOf(place) === 'finished' ? ('completed' as const) : ('in_progress' as const),
      })),
    )
    for (const place of places.filter((one) => kindOf(one) === 'certified'))
      await staff.create(Certificate, {
        student: studentOf.get(place) ?? 0,
        trainingProgram: programId,
        certificateType: 'completion',
        certificateTitle: 'Orchard keeping',
        state: 'issued',
      })
  }
}
