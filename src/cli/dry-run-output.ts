import type { Client } from '@temporalio/client'
import { RULE_CHANGES } from '../domain/rule-change.js'
import type { Odoo } from '../odoo/client/client.js'
import { type NamesNow, studentNames } from '../odoo/student-names.js'
import { dryRunReport, type DryRunReport } from '../rules/dry-run-report.js'
import { listRuleChanges, type ChangePosition, type StudentRuleChange } from '../store/dry-runs.js'
import type { Store } from '../store/store.js'
import { awaitDryRun } from '../temporal/start-dry-run.js'
import { CommandError } from './failure.js'

interface Services {
  readonly odoo: Odoo
  readonly store: Store
  readonly temporal: Client
}

/** Waits for the end of a dry run and prints it. Exit code 1: it could not compare. */
export async function showDryRun(
  { odoo, store, temporal }: Services,
  id: number,
  json: boolean,
): Promise<void> {
  const run = await awaitDryRun({ store, temporal }, id, LIMIT)
  if (!run) throw new CommandError(`Dry run ${id} is no longer kept.`)
  const report = await dryRunReport(store, run)
  if (json) console.log(JSON.stringify({ ...report, changes: await everyChange(odoo, store, id) }, null, 2))
  else for await (const line of described(odoo, store, report)) console.log(line)
  if (report.state !== 'completed') process.exitCode = 1
}

/** How long the command waits. Milliseconds. */
const LIMIT = 15 * 60 * 1000

const PAGE = 200

async function everyChange(odoo: Odoo, store: Store, id: number) {
  const all: (StudentRuleChange & NamesNow)[] = []
  let after: ChangePosition | undefined
  for (;;) {
    const page = await listRuleChanges(store, id, { limit: PAGE, ...(after && { after }) })
    const namesOf = await studentNames(
      odoo,
      page.map(({ studentId }) => studentId),
    )
    all.push(...page.map((change) => ({ ...change, ...namesOf(change.studentId) })))
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return all
    after = [last.kind, last.studentId, last.courseIntegrationId ?? 0]
  }
}

/** People shown of each kind. `--json` has all of them. */
const SHOWN = 20

/** Lines for people. */
async function* described(odoo: Odoo, store: Store, report: DryRunReport): AsyncGenerator<string> {
  const { id, programId, basedOn, state, failureType, students, settings, counts } = report
  yield `Dry run ${id} of program ${programId}, on policy version ${basedOn}: ${state}${failureType === null ? '' : ` (${failureType})`}.`
  if (state !== 'completed') return
  for (const { setting, before, after } of settings)
    yield `  ${setting}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`
  yield `${students ?? 0} students compared; nothing was changed.`
  for (const kind of RULE_CHANGES) {
    if (counts[kind] === 0) continue
    yield `${kind.replaceAll('_', ' ')}: ${counts[kind]}`
    const page = await listRuleChanges(store, id, { limit: SHOWN, kind })
    const namesOf = await studentNames(
      odoo,
      page.map(({ studentId }) => studentId),
    )
    for (const { studentId, before, after, reason, concerned } of page)
      yield `  ${namesOf(studentId).name ?? 'student'} (${studentId}, ${concerned}): ${before} → ${after}. ${reason}`
    if (counts[kind] > SHOWN) yield `  … and ${counts[kind] - SHOWN} more; --json lists all.`
  }
}
