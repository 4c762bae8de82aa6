import { connectOdoo, type Odoo } from '../../../src/odoo/client/client.js'
import { Membership, Partner, ProgressTracker, Student } from '../../../src/odoo/schema/index.js'
import { makeCourse, makeProgram, unique } from '../../support/odoo-records.js'
import type { OdooServer } from '../odoo-server.js'

export interface Learner {
  readonly studentId: number
  readonly partnerId: number
  readonly membershipId: number
  readonly trackerId: number
}

/** Learners in one course of a program that is not open: nobody is enrolled. */
export interface Population {
  readonly programId: number
  readonly courseIntegrationId: number
  readonly lessons: readonly number[]
  readonly learners: readonly Learner[]
}

/** So many that the changes of the benchmark reach neither a milestone nor the threshold. */
export const LESSONS = 40

const BATCH = 500

/** For making and checking records: calls that are not counted. */
export const directClient = ({ url, db, bot }: OdooServer): Odoo =>
  connectOdoo({ url, db, login: bot.login, apiKey: bot.password })

/** `done`: how many lessons each learner has done. */
export async function makePopulation(direct: Odoo, size: number, done = 1): Promise<Population> {
  const programId = await makeProgram({ direct }, { status: 'draft' })
  const course = await makeCourse({ direct }, programId, { lessons: LESSONS })
  const mark = unique()
  const learners: Learner[] = []
  while (learners.length < size) {
    const numbers = Array.from({ length: Math.min(BATCH, size - learners.length) }, (_, at) => ({
      externalId: `bench_${mark}_${learners.length + at}`,
      name: `Learner ${learners.length + at}`,
      email: `learner.${mark}.${learners.length + at}@example.org`,
    }))
    const partners = await direct.load(Partner, numbers)
    const students = await direct.load(
      Student,
      numbers.map((person, at) => ({
        ...person,
        externalId: `${person.externalId}_student`,
        nameEnglish: person.name,
        nameArabic: person.name,
        partner: partners[at] ?? 0,
      })),
    )
    const memberships = await direct.load(
      Membership,
      numbers.map(({ externalId }, at) => ({
        externalId: `${externalId}_membership`,
        channel: course.channelId,
        partner: partners[at] ?? 0,
        ...lessonsDone(done),
      })),
    )
    const trackers = await direct.load(
      ProgressTracker,
      numbers.map(({ externalId }, at) => ({
        externalId: `${externalId}_tracker`,
        student: students[at] ?? 0,
        courseIntegration: course.courseIntegrationId,
        elearningEnrollment: memberships[at] ?? 0,
        status: 'in_progress' as const,
      })),
    )
    for (const [at, studentId] of students.entries())
      learners.push({
        studentId,
        partnerId: partners[at] ?? 0,
        membershipId: memberships[at] ?? 0,
        trackerId: trackers[at] ?? 0,
      })
  }
  const { courseIntegrationId, lessons } = course
  return { programId, courseIntegrationId, lessons, learners }
}

/** What Odoo stores when a learner has done so many lessons. */
const lessonsDone = (done: number) => ({
  completedSlidesCount: done,
  completion: Math.round((100 * done) / LESSONS),
  memberStatus: 'ongoing' as const,
})

/** From 1 to 9 lessons, others in each round and for each learner. */
const lessonsIn = (round: number, learner: number) => 1 + ((learner + round) % 9)

/** Changes every membership. */
export async function changeMemberships(direct: Odoo, learners: readonly Learner[], round: number) {
  for (let start = 0; start < learners.length; start += BATCH)
    await direct.load(
      Membership,
      learners
        .slice(start, start + BATCH)
        .map(({ membershipId }, at) => ({ id: membershipId, ...lessonsDone(lessonsIn(round, start + at)) })),
    )
}

/**
 * Returns how many trackers are not as the memberships of this round ask for. `wholePercents`: the
 * suite's job writes the rounded percentage, and knows no overall progress of ours.
 */
export async function wrongTrackers(
  direct: Odoo,
  learners: readonly Learner[],
  round: number,
  { wholePercents = false } = {},
): Promise<number> {
  let wrong = 0
  for (let start = 0; start < learners.length; start += BATCH) {
    const batch = learners.slice(start, start + BATCH)
    const ids = batch.map(({ trackerId }) => trackerId)
    const rows = await direct.read(ProgressTracker, ids, ['elearningProgress', 'overallProgress'])
    const trackers = new Map(rows.map((row) => [row.id, row]))
    wrong += batch.filter(({ trackerId }, at) => {
      const expected = (100 * lessonsIn(round, start + at)) / LESSONS
      const { elearningProgress, overallProgress } = trackers.get(trackerId) ?? {}
      return wholePercents
        ? elearningProgress !== Math.round(expected)
        : elearningProgress !== expected || overallProgress !== expected
    }).length
  }
  return wrong
}
