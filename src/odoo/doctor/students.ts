import { isPlausibleBirthDate } from '../../domain/age.js'
import { dayIn } from '../../domain/calendar.js'
import { normaliseEmail } from '../../domain/email.js'
import { centerTimeZone } from '../center-time-zone.js'
import type { Odoo } from '../client/client.js'
import { Student, TrainingProgram } from '../schema/index.js'
import { counted, listed, note, type FindingDraft } from './finding.js'
import type { Check } from './check-context.js'

const PAGE_SIZE = 1_000
/** Number of students up to which each of them is checked. It takes five calls. */
const MAX_STUDENTS = 5_000

/** Students and programs, in numbers only. */
export const students: Check = {
  name: 'students',
  run: async ({ odoo, timeZone, now }) => {
    const models = [await odoo.resolve(Student), await odoo.resolve(TrainingProgram)]
    if (models.some(({ origin }) => origin === 'missing')) return []
    const [total, activePrograms] = await Promise.all([
      odoo.count(Student, []),
      odoo.count(TrainingProgram, [['status', '=', 'active']]),
    ])
    const rows = total > MAX_STUDENTS ? null : await readStudents(odoo)
    const today = dayIn((await centerTimeZone(odoo, timeZone)).name, now())
    return [
      ...(activePrograms === 0 ? [noProgram()] : []),
      ...(total === 0 ? [noStudents()] : []),
      ...(rows
        ? [...addressFindings(rows.map(({ email }) => email)), ...birthDateFindings(rows, today)]
        : [tooMany(total)]),
    ]
  },
}

interface CheckedStudent {
  readonly id: number
  readonly email: string | null
  readonly birthDate: string | null
}

async function readStudents(odoo: Odoo): Promise<CheckedStudent[]> {
  const rows: CheckedStudent[] = []
  for await (const page of odoo.pages(Student, [], ['email', 'birthDate'], { size: PAGE_SIZE }))
    rows.push(...page)
  return rows
}

const noProgram = () =>
  note({
    what: 'No training program is active.',
    why: 'Students can’t be trained or certified without one.',
    fix: 'Create a training program, add its course integrations and activate it.',
  })

const noStudents = () =>
  note({ what: 'Odoo has no students yet.', why: 'The orchestrator has nothing to do.' })

const tooMany = (total: number) =>
  note({
    what: `The email addresses and birth dates of ${total} students were not checked.`,
    why: `The doctor checks at most ${MAX_STUDENTS}.`,
  })

/**
 * Two students with one address are duplicates of one person, or a family. The product lets a
 * person decide each time.
 */
export function addressFindings(emails: readonly (string | null)[]): FindingDraft[] {
  const normalized = emails.map(normaliseEmail)
  const usable = normalized.flatMap((email) => (email.kind === 'usable' ? [email.address] : []))
  const without = normalized.length - usable.length
  const counts = new Map<string, number>()
  for (const address of usable) counts.set(address, (counts.get(address) ?? 0) + 1)
  const sharing = [...counts.values()].filter((count) => count > 1).reduce((sum, count) => sum + count, 0)
  return [
    ...(without > 0
      ? [
          note({
            what: `${counted(without, 'student')} ${without === 1 ? 'has' : 'have'} no usable email address.`,
            why: 'They can’t be enrolled; each of them waits for a person.',
            fix: 'Enter exactly one address for each of them.',
          }),
        ]
      : []),
    ...(sharing > 0
      ? [
          note({
            what: `${counted(sharing, 'student')} share an email address with another student.`,
            why: 'Their contacts can’t be distinguished by address, so a person decides for each of them.',
            fix: 'Give each person their own address, or merge duplicates.',
          }),
        ]
      : []),
  ]
}

/** Ids named in a finding. */
const NAMED = 10

/** A date in the future or of another calendar: no age follows from it. */
export function birthDateFindings(rows: readonly CheckedStudent[], today: string): FindingDraft[] {
  const ids = rows.flatMap(({ id, birthDate }) =>
    birthDate === null || isPlausibleBirthDate(birthDate, today) ? [] : [id],
  )
  if (ids.length === 0) return []
  const named = ids.slice(0, NAMED).map((id) => `#${id}`)
  const others = ids.length > NAMED ? [`${ids.length - NAMED} more`] : []
  return [
    note({
      what: `${counted(ids.length, 'student')} ${ids.length === 1 ? 'has' : 'have'} a date that is not a plausible birth date: ${listed([...named, ...others])}.`,
      why: 'Their age is unknown, so where a program has an age limit, each of them waits for a person.',
      fix: 'Correct the birth date of each of them. Odoo expects the Gregorian calendar.',
    }),
  ]
}
