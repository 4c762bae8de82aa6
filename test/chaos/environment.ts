import { callMethod } from '../../sandbox/odoo/protocol/call-method.js'
import type { Environment } from '../../sandbox/odoo/orm/environment.js'
import { create } from '../../sandbox/odoo/orm/records.js'

type Values = Readonly<Record<string, unknown>>

/** How a student must end. `either`: one of two who share a mailbox: whoever comes first is certified, the other goes to a person. */
export type Fate = 'certified' | 'review' | 'either'

export interface Applicant {
  readonly fate: Fate
  readonly email: string
  /** Contacts that Odoo has with her address before anything begins. */
  readonly contacts: number
  readonly birthYear: number
}

/** Every fiftieth applicant is the same kind of hard case. */
const PERIOD = 50

/** The applicants of the chaos world, the same ones for the same number; Odoo gives them rising ids in this order. */
export function applicants(count: number): Applicant[] {
  return Array.from({ length: count }, (_, place) => {
    const plain: Applicant = { fate: 'certified', email: emailOf(place), contacts: 0, birthYear: 1990 }
    switch (place % PERIOD) {
      case 3: // Already a contact, to be found.
        return { ...plain, contacts: 1 }
      case 13: // Two contacts: a person must say which.
        return { ...plain, fate: 'review', contacts: 2 }
      case 22: // Nobody can write to her.
        return { ...plain, fate: 'review', email: `unknown.${String(place)}@` }
      case 31: // Too young.
        return { ...plain, fate: 'review', birthYear: new Date().getFullYear() - 15 }
      case 38:
        return { ...plain, fate: 'either' }
      case 39: // The mailbox of the one before.
        return { ...plain, fate: 'either', email: emailOf(place - 1).toUpperCase() }
      case 45:
        return { ...plain, email: ` ${emailOf(place).replace('student', 'Student')} ` }
      default:
        return plain
    }
  })
}

const emailOf = (place: number) => `student.${String(place)}@example.org`

/**
 * Two courses, both enrolled automatically. The lessons are few and the thresholds low enough that also learners who lose interest
 * half-way (the sandbox has such) complete them: in this world everybody is certified who can be.
 */
const COURSES = [
  { name: 'Safety', enroll: 'public', visibility: 'public', lessons: 3, threshold: 60 },
  { name: 'Quality', enroll: 'invite', visibility: 'members', lessons: 1, threshold: 100 },
] as const

/** Fills an empty Odoo. `env` may do everything. */
export async function buildCentre(env: Environment, count: number): Promise<void> {
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
  Array.from({ length: contacts }, () => ({ name: 'Known already', email }))

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
