import type { CourseRuleChange } from '../domain/course-rules.js'
import { courseRulesReport, type CourseRulesReport } from '../rules/course-rules-report.js'
import { decideCourseRules } from '../store/course-rules.js'
import { dryRunById } from '../store/dry-runs.js'
import { policyOf } from '../store/policies.js'
import { startDryRun } from '../temporal/start-dry-run.js'
import { commandLineAuthor } from './author.js'
import { showDryRun } from './dry-run-output.js'
import { CommandError } from './failure.js'
import { withOdooAndStore } from './odoo-and-store.js'
import { programOf, requireProgram } from './program-argument.js'
import { withWorker } from './with-worker.js'

export interface DecideOptions {
  readonly basedOn: number
  readonly dryRun?: number
  readonly reason: string
}

/** `course-rules show`: what was changed in Odoo, and which trainings do not follow it. */
export async function showCourseRules(program: string, { json = false }: { readonly json?: boolean }) {
  const programId = programOf(program)
  await withOdooAndStore(async ({ odoo, store }) => {
    await requireProgram(odoo, programId)
    const report = await courseRulesReport(store, programId)
    console.log(json ? JSON.stringify(report, null, 2) : described(report).join('\n'))
  })
}

/** `course-rules diff`: whom it would concern if all trainings followed the newest version. */
export async function diffCourseRules(program: string, { json = false }: { readonly json?: boolean }) {
  const programId = programOf(program)
  await withWorker(async ({ odoo, store, temporal }) => {
    await requireProgram(odoo, programId)
    const { version } = await courseRulesReport(store, programId)
    if (version === 0) throw new CommandError(`The courses of program ${programId} were not read yet.`)
    const { version: basedOn } = await policyOf(store, programId)
    const id = await startDryRun(
      { store, temporal },
      {
        ...{ programId, basedOn, policy: null, courses: [], courseRulesVersion: version },
        author: commandLineAuthor(),
      },
    )
    await showDryRun({ odoo, store, temporal }, id, json)
  })
}

/** `course-rules apply` and `course-rules keep`. */
export async function decideCourseRulesCommand(
  program: string,
  decision: 'applied' | 'new_only',
  { basedOn: version, dryRun, reason }: DecideOptions,
): Promise<void> {
  const programId = programOf(program)
  if (reason.trim() === '') throw new CommandError('--reason must say why.')
  await withOdooAndStore(async ({ store }) => {
    const run = dryRun === undefined ? undefined : await dryRunById(store, dryRun)
    const isOfVersion =
      run?.programId === programId && run.courseRulesVersion === version && run.state === 'completed'
    if (decision === 'applied' && !isOfVersion)
      throw new CommandError(
        `Name a completed dry run of version ${version} with --dry-run: make one with “course-rules diff ${programId}” and look at what it finds.`,
      )
    const answer = { programId, version, decision, author: commandLineAuthor(), reason: reason.trim() }
    const outcome = await decideCourseRules(store, answer)
    if (outcome === 'stale')
      throw new CommandError(
        `Version ${version} is not the newest one. Look at it with “course-rules show ${programId}”.`,
      )
    if (outcome === 'decided')
      throw new CommandError('There is nothing to decide: no training waits for this.')
    console.log(
      decision === 'applied'
        ? `${outcome} trainings follow version ${version} from now on.`
        : `Version ${version} counts for students whose training begins later.`,
    )
  })
}

function described({ programId, version, open, held, history }: CourseRulesReport): string[] {
  if (version === 0) return [`The courses of program ${programId} were not read yet.`]
  const lines = [
    `Program ${programId}, version ${version} of the course rules${open ? ': a person must decide' : ''}.`,
  ]
  for (const { version: under, trainings, changes } of held)
    lines.push(
      `${trainings} trainings are under version ${under}. For them would change:`,
      ...listed(changes),
    )
  for (const { version: of, noticedAt, decision, decidedBy, reason, changes } of history) {
    const by = decidedBy === null ? '' : ` by ${decidedBy}: ${reason ?? ''}`
    lines.push(`Version ${of}, noticed ${noticedAt}, ${decision.replace('_', ' ')}${by}`, ...listed(changes))
  }
  return lines
}

const listed = (changes: readonly CourseRuleChange[]) =>
  changes.map(
    ({ course, setting, before, after }) =>
      `  ${course}: ${setting} ${before ?? 'none'} → ${after ?? 'none'}`,
  )
