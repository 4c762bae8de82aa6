import { migrationPlan } from '../../activities/migration/migration-plan.js'
import { MIGRATION_OUTCOMES, type MigrationOutcome } from '../domain/migration-plan.js'
import { storedInEnglish } from '../domain/sentences/sentence.js'
import { centerTimeZone } from '../odoo/center-time-zone.js'
import { type NamesNow, studentNames } from '../odoo/student-names.js'
import type { PlannedStudent } from '../store/migration-plans.js'
import { readVariables } from '../variables.js'
import { PLAN_VARIABLES } from './command-variables.js'
import { CommandError } from './failure.js'
import { programOf } from './program-argument.js'
import { withOdooAndStore } from './odoo-and-store.js'

const TITLES: Readonly<Record<MigrationOutcome, string>> = {
  enroll: 'Would be enrolled',
  adopt: 'In training, would be adopted',
  finished: 'Have finished',
  certified: 'Have a certificate',
  person: 'Need a person',
  cannot: 'Cannot',
}

interface NamedStudent extends Omit<PlannedStudent, 'reasons'>, NamesNow {
  /** In English. */
  readonly reasons: readonly string[]
}

/** `migrate plan`: what would happen to the students of a program. Changes nothing. */
export async function planCommand(
  program: string,
  { json = false }: { readonly json?: boolean },
): Promise<void> {
  const programId = programOf(program)
  const { TIME_ZONE } = readVariables(PLAN_VARIABLES, process.env)
  await withOdooAndStore(async ({ odoo, store }) => {
    const { name: timeZone } = await centerTimeZone(odoo, TIME_ZONE)
    const now = { instant: odoo.serverTime() ?? new Date(), timeZone }
    const planned = await migrationPlan({ odoo, store, now }, programId)
    if (planned === null)
      throw new CommandError(
        `Odoo has no program ${programId}, or a course of it cannot be read: run the doctor.`,
      )
    const namesOf = await studentNames(
      odoo,
      planned.map(({ studentId }) => studentId),
    )
    const students = planned.map(({ reasons, ...student }) => ({
      ...student,
      reasons: reasons.map(storedInEnglish),
      ...namesOf(student.studentId),
    }))
    console.log(json ? JSON.stringify(report(programId, students), null, 2) : described(students))
  })
}

const countsOf = (students: readonly NamedStudent[]) =>
  Object.fromEntries(
    MIGRATION_OUTCOMES.map((outcome) => [outcome, students.filter((one) => one.outcome === outcome).length]),
  ) as Record<MigrationOutcome, number>

const report = (programId: number, students: readonly NamedStudent[]) => ({
  programId,
  counts: countsOf(students),
  students,
})

function described(students: readonly NamedStudent[]): string {
  const counts = countsOf(students)
  const lines = MIGRATION_OUTCOMES.map((outcome) => `${TITLES[outcome]}: ${counts[outcome]}`)
  for (const outcome of MIGRATION_OUTCOMES) {
    if (counts[outcome] === 0) continue
    lines.push('', `${TITLES[outcome]}:`)
    for (const { studentId, name, reasons } of students.filter((one) => one.outcome === outcome))
      lines.push(
        `  ${name ?? 'student'} (${studentId})${reasons.length === 0 ? '' : `: ${reasons.join(' ')}`}`,
      )
  }
  lines.push('', `${students.length} students; nothing was changed.`)
  return lines.join('\n')
}
