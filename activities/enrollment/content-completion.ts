import type { ElearningActivities } from '../../src/contracts/activities.js'
import { FailureType } from '../../src/contracts/failures.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { CourseIntegration, Membership, Slide, SlideProgress, Student } from '../../src/odoo/schema/index.js'
import { failure } from '../failures.js'
import { PERSON_FIELDS, type PersonCheck } from '../person-check.js'
import { membershipState } from '../sync/memberships.js'

/**
 * Marks lessons as completed on behalf of a learner. Odoo recomputes the membership in the same
 * transaction. A certification can only be passed by its survey: `all` leaves it out, and its id is
 * rejected. Returns how many of the lessons are completed now, so a repeated call returns the same.
 * Throws `BadCommand` for a lesson of another course or a student without access.
 */
export async function markContentCompleted(
  odoo: Odoo,
  people: PersonCheck,
  {
    studentId,
    programId,
    courseIntegrationId,
    slideIds,
  }: Parameters<ElearningActivities['markContentCompleted']>[0],
): Promise<{ marked: number }> {
  const [[student], [course]] = await Promise.all([
    odoo.read(Student, [studentId], ['partner', ...PERSON_FIELDS]),
    odoo.read(CourseIntegration, [courseIntegrationId], ['elearningCourse', 'trainingProgram']),
  ])
  if (!student) throw failure(FailureType.OdooMissing, 'The student no longer exists in Odoo.', { studentId })
  await people.confirmLatest({ programId, studentId }, student)
  if (course?.trainingProgram !== programId) {
    throw failure(FailureType.BadCommand, 'This course integration does not belong to the program.', {
      courseIntegrationId,
    })
  }
  const channel = course.elearningCourse
  const partner = student.partner ?? 0
  const [slides, [membership]] = await Promise.all([
    odoo.searchRead(
      Slide,
      [
        ['channel', '=', channel],
        ['isCategory', '=', false],
        ['isPublished', '=', true],
      ],
      ['slideCategory'],
      { order: 'id' },
    ),
    odoo.searchRead(
      Membership,
      [
        ['channel', '=', channel],
        ['partner', '=', partner],
      ],
      ['active', 'memberStatus'],
    ),
  ])
  if (membershipState(membership) !== 'active') {
    throw failure(FailureType.BadCommand, 'The student has no access to this course.', {
      courseIntegrationId,
    })
  }
  const lessons = slides.filter(({ slideCategory }) => slideCategory !== 'certification').map(({ id }) => id)
  const wanted = slideIds === 'all' ? lessons : [...new Set(slideIds)]
  const invalid = wanted.filter((id) => !lessons.includes(id))
  if (invalid.length > 0) {
    const message =
      'These are not published lessons of this course. A certification can only be passed by its survey.'
    throw failure(FailureType.BadCommand, message, { slideIds: invalid })
  }
  await completeLessons(odoo, partner, wanted)
  const rows = await progressOn(odoo, partner, wanted)
  return { marked: rows.filter(({ completed }) => completed).length }
}

async function completeLessons(odoo: Odoo, partner: number, lessons: readonly number[]): Promise<void> {
  const rows = await progressOn(odoo, partner, lessons)
  // A lesson that the learner has opened already has a row, not completed.
  const opened = rows.filter(({ completed }) => !completed).map(({ id }) => id)
  const unseen = lessons.filter((id) => rows.every(({ slide }) => slide !== id))
  await odoo.write(SlideProgress, opened, { completed: true })
  await odoo.load(
    SlideProgress,
    unseen.map((slide) => ({
      externalId: `slide_progress_${slide}_${partner}`,
      slide,
      partner,
      completed: true,
    })),
  )
}

const progressOn = (odoo: Odoo, partner: number, lessons: readonly number[]) =>
  odoo.searchRead(
    SlideProgress,
    [
      ['partner', '=', partner],
      ['slide', 'in', lessons],
    ],
    ['slide', 'completed'],
  )
