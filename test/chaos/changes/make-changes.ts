import pg from 'pg'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Odoo } from '../../../src/odoo/client/client.js'
import { CourseSession } from '../../../src/odoo/schema/index.js'
import type { Learner } from '../../bench/sync/learners.js'
import { learn, makeGradedHomework, makeHeldSession } from '../../support/odoo-records.js'

/** Changes in flight at once. */
const AT_ONCE = 6
/** Share of the changes that are committed late. */
const LATE = 0.05
/** The longest time until a late commit, well below the overlap of the search. Milliseconds. */
const LATEST = 40_000

interface Course {
  readonly learners: readonly Learner[]
  readonly lessons: readonly number[]
}

/**
 * Makes so many changes of learners who are chosen at random: lessons, sessions and homework. Some
 * are committed long after Odoo has stamped them, without a webhook. Returns the student of each
 * change when all of them are in Odoo.
 */
export async function makeChanges(
  odoo: { readonly direct: Odoo; readonly databaseUrl: string },
  { learners, lessons }: Course,
  count: number,
  random: () => number,
): Promise<number[]> {
  const students: number[] = []
  const nextLesson = new Map<number, number>()
  const late: Promise<void>[] = []
  const makeOne = async () => {
    const learner = learners[Math.floor(random() * learners.length)]
    if (!learner) throw new Error('There are no learners')
    const { studentId, partnerId } = learner
    students.push(studentId)
    const kind = random()
    const lesson = nextLesson.get(partnerId) ?? 0
    if (kind < LATE) late.push(holdSessionLate(odoo, studentId, random() * LATEST).catch(() => undefined))
    else if (kind < 0.2) await makeHeldSession(odoo, studentId)
    else if (kind < 0.3 || lesson === lessons.length) await makeGradedHomework(odoo, studentId)
    else {
      nextLesson.set(partnerId, lesson + 1)
      await learn(odoo, partnerId, lessons.slice(lesson, lesson + 1))
    }
  }
  let left = count
  const maker = async () => {
    while (left > 0) {
      left -= 1
      // A fault of Odoo met this call. Whether the change was made or not, the checker sees it.
      await makeOne().catch(() => undefined)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, maker))
  await Promise.all(late)
  return students
}

/** A transaction that changes a session at once and commits after a while. */
async function holdSessionLate(
  { direct, databaseUrl }: { readonly direct: Odoo; readonly databaseUrl: string },
  student: number,
  delay: number,
): Promise<void> {
  const session = await direct.create(CourseSession, {
    student,
    name: 'Live session',
    sessionDate: new Date().toISOString(),
    state: 'scheduled',
  })
  const client = new pg.Client({ connectionString: databaseUrl, options: '-c search_path=odoo' })
  await client.connect()
  try {
    await client.query('begin')
    await client.query(
      `update gr_course_session
       set state = 'completed', attendance_status = 'present', write_date = now() at time zone 'UTC'
       where id = $1`,
      [session],
    )
    await sleep(delay)
    await client.query('commit')
  } finally {
    await client.end()
  }
}
