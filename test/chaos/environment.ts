import { callMethod } from '../../sandbox/odoo/protocol/call-method.js'
import type { Environment } from '../../sandbox/odoo/orm/environment.js'
import { create } from '../../sandbox/odoo/orm/records.js'

type Values = Readonly<Record<string, unknown>>

/**
 * How a student must end. `either`: one of two who share a mailbox; the first one is certified, and
 * a person reviews the other.
 */
export type Outcome = 'certified' | 'review' | 'either'

export interface Applicant {
  readonly outcome: Outcome
  readonly email: string
  /** Contacts with the student's address that Odoo has at the start. */
  readonly contacts: number
  readonly birthYear: number
}

/** Every fiftieth applicant is the same kind of hard case. */
const PERIOD = 50

/**
 * Returns the applicants, always the same ones for the same number. Odoo gives them rising ids in
 * this order.
 */
export function applicants(count: number): Applicant[] {
  return Array.from({ length: count }, (_, place) => {
    const plain: Applicant = { outcome: 'certified', email: emailOf(place), contacts: 0, birthYear: 1990 }
    switch (place % PERIOD) {
      case 3: // Already has a contact, which must be found.
        return { ...plain, contacts: 1 }
      case 13: // Has two contacts: a person must choose one.
        return { ...plain, outcome: 'review', contacts: 2 }
      case 22: // Has no usable address.
        return { ...plain, outcome: 'review', email: `unknown.${String(place)}@` }
      case 31: // Too young.
        return { ...plain, outcome: 'review', birthYear: new Date().getFullYear() - 15 }
      case 38:
        return { ...plain, outcome: 'either' }
      case 39: // Shares the mailbox of the previous one.
        return { ...plain, outcome: 'either', email: emailOf(place - 1).toUpperCase() }
      case 45:
        return { ...plain, email: ` ${emailOf(place).replace('student', 'Student')} ` }
      default:
        return plain
    }
  })
}

const emailOf = (place: number) => `student.${String(place)}@example.org`

/**
 * Two courses with automatic enrollment. The lessons are few and the thresholds low, so that even
 * the sandbox's learners who lose interest half-way complete them: everybody who can be certified
 * is certified.
 */
const COURSES = [
  { name: 'Safety', enroll: 'public', visibility: 'public', lessons: 3, threshold: 60 },
  { name: 'Quality', enroll: 'invite', visibility: 'members', lessons: 1, threshold: 100 },
] as const

/** Fills an empty Odoo. `env` may do everything. */
export async function createRecords(env: Environment, count: number): Promise<void> {
  const programs = await create(env, 'gr.training.program', [{ name: 'Chaos', duration_weeks: 12 }])
  await callMethod(env, 'gr.training.program', 'action_activate', [programs], {})
  const channels = await create(
    env,
    'slide.channel',
    COURSES.map(({ name, enroll, visibility }) => ({
      name,
      enroll,
      visibility,
      channel_type: 'training',
      is_published: true,
    })),
  )
  await create(
    env,
    'slide.slide',
    COURSES.flatMap(({ lessons }, course) =>
      Array.from({ length: lessons }, (_, place): Values => ({
        name: `Lesson ${String(place + 1)}`,
        slide_category: 'article',
        channel_id: channels[course],
        sequence: place + 1,
        is_published: true,
      })),
    ),
  )
  const integrations = await create(
    env,
    'gr.course.integration',
    COURSES.map(({ name, threshold }, course) => ({
      name,
      elearning_course_id: channels[course],
      training_program_id: programs[0],
      completion_threshold: threshold,
      min_elearning_progress: threshold,
    })),
  )
  await callMethod(env, 'gr.course.integration', 'action_activate', [integrations], {})
  const people = applicants(count)
  await create(env, 'res.partner', people.flatMap(contactsOf))
  await create(env, 'gr.student', people.map(studentOf))
}

const contactsOf = ({ email, contacts }: Applicant): Values[] =>
  Array.from({ length: contacts }, () => ({ name: 'Already known', email }))

const studentOf = ({ email, birthYear }: Applicant, place: number): Values => ({
  name: `Student ${String(place)}`,
  name_english: `Student ${String(place)}`,
  name_arabic: `طالبة ${String(place)}`,
  email,
  native_language: place % 2 === 0 ? 'Arabic' : 'English',
  birth_date: `${String(birthYear)}-05-17`,
  english_level: 'advanced',
  has_certificate: true,
})
