import { certificateFonts } from '../../certificates/fonts.js'
import { namedCharacters } from '../../domain/character-names.js'
import { printedProgram, printedStudent, type PrintedName } from '../../domain/printed-text.js'
import type { Odoo } from '../client/client.js'
import { Student, TrainingProgram } from '../schema/index.js'
import type { Check } from './check-context.js'
import { counted, listed, note, warning, type FindingDraft } from './finding.js'

const PAGE_SIZE = 1_000
/** Number of students up to which their names are checked. It takes five calls. */
const MAX_STUDENTS = 5_000

/** Their certificate is issued, or they get none. */
const FINISHED = ['certified', 'rejected'] as const

/**
 * The names that certificates print: those of programs, and of students who are still on the way.
 * Names of courses are not printed.
 */
export const certificateNames: Check = {
  name: 'names on certificates',
  run: async ({ odoo }) => {
    const models = [await odoo.resolve(Student), await odoo.resolve(TrainingProgram)]
    if (models.some(({ origin }) => origin === 'missing')) return []
    const programs = await odoo.searchRead(TrainingProgram, [['status', '!=', 'archived']], ['name'])
    const total = await odoo.count(Student, [['state', 'not in', FINISHED]])
    const { families } = certificateFonts()
    return [
      ...nameFindings(
        'program',
        programs.map(({ id, name }) => ({ id, ...printedProgram(name, families) })),
      ),
      ...(total > MAX_STUDENTS
        ? [tooMany(total)]
        : nameFindings('student', await printedNames(odoo, families))),
    ]
  },
}

async function printedNames(
  odoo: Odoo,
  fonts: readonly ReadonlySet<number>[],
): Promise<(PrintedName & { readonly id: number })[]> {
  const names: (PrintedName & { readonly id: number })[] = []
  const pages = odoo.pages(Student, [['state', 'not in', FINISHED]], ['name', 'nameArabic', 'nameEnglish'], {
    size: PAGE_SIZE,
  })
  for await (const page of pages)
    names.push(...page.map((student) => ({ id: student.id, ...printedStudent(student, fonts) })))
  return names
}

const tooMany = (total: number) =>
  note({
    what: `The names of ${total} students were not compared with the fonts of the certificate.`,
    why: `The doctor checks at most ${MAX_STUDENTS}.`,
  })

/** Ids named in a finding. */
const NAMED = 10

/** One finding for names with letters that no font has, and one for names without any letters. */
function nameFindings(
  record: 'program' | 'student',
  names: readonly (PrintedName & { readonly id: number })[],
): FindingDraft[] {
  const lacking = names.filter(({ missing }) => missing.length > 0)
  const empty = names.filter(({ name }) => name === null)
  const characters = [...new Set(lacking.flatMap(({ missing }) => missing))].sort((a, b) => a - b)
  const [why, fix] =
    record === 'program'
      ? [
          'No certificate of it can be printed; each one waits for a person.',
          'Write the name in letters such as Latin or Arabic.',
        ]
      : [
          'Their certificate can’t be printed; it waits for a person.',
          'Write the name in letters such as Latin or Arabic, in “Name in English” or “Name in Arabic”.',
        ]
  return [
    ...(lacking.length > 0
      ? [
          warning({
            what: `${counted(lacking.length, record)} ${lacking.length === 1 ? 'has' : 'have'} a name with letters that no font of the certificate has: ${ids(lacking)}. The letters: ${namedCharacters(characters)}.`,
            why,
            fix,
          }),
        ]
      : []),
    ...(empty.length > 0
      ? [
          warning({
            what: `${counted(empty.length, record)} ${empty.length === 1 ? 'has' : 'have'} a name of which nothing can be printed: ${ids(empty)}.`,
            why,
            fix,
          }),
        ]
      : []),
  ]
}

function ids(records: readonly { readonly id: number }[]): string {
  const named = records.slice(0, NAMED).map(({ id }) => `#${id}`)
  const others = records.length > NAMED ? [`${records.length - NAMED} more`] : []
  return listed([...named, ...others])
}
