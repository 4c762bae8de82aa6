import { RULE_CHANGES } from '../domain/rule-change.js'
import type { Odoo } from '../odoo/client/client.js'
import { dryRunReport, type DryRunReport } from '../rules/dry-run-report.js'
import { moveProgram } from '../rules/move-program.js'
import { studentNames } from '../odoo/student-names.js'
import {
  dryRunById,
  isDryRunOf,
  listRuleChanges,
  type ChangePosition,
  type StudentRuleChange,
} from '../store/dry-runs.js'
import { PolicyConflict, policyOf, policyVersion, savePolicy } from '../store/policies.js'
import type { Store } from '../store/store.js'
import { awaitDryRun, startDryRun } from '../temporal/start-dry-run.js'
import { commandLineAuthor } from './author.js'
import { CommandError } from './failure.js'
import { withOdooAndStore } from './odoo-and-store.js'
import { documentIn, rulesIn } from './policy-file.js'
import { programOf, requireProgram } from './program-argument.js'
import { withServices } from './services.js'

export interface PolicyDiffOptions {
  readonly file: string
  readonly json?: boolean
}

export interface PolicySetOptions {
  readonly file: string
  readonly basedOn: number
  readonly dryRun?: number
}

export interface PolicyMoveOptions {
  readonly to: number
  readonly dryRun: number
  readonly json?: boolean
}

/** `policy show`: the document with its version. */
export async function showPolicy(program: string): Promise<void> {
  const programId = programOf(program)
  await withOdooAndStore(async ({ odoo, store }) => {
    await requireProgram(odoo, programId)
    console.log(JSON.stringify(await policyOf(store, programId), null, 2))
  })
}

/** `policy set`: the next version, for applications that start later. */
export async function setPolicy(program: string, options: PolicySetOptions): Promise<void> {
  const programId = programOf(program)
  const document = await documentIn(options.file)
  await withOdooAndStore(async ({ odoo, store }) => {
    await requireProgram(odoo, programId)
    const { basedOn, dryRun } = options
    if (dryRun !== undefined) {
      const run = await dryRunById(store, dryRun)
      if (run?.programId !== programId || !isDryRunOf(run, { policy: document, basedOn }))
        throw new CommandError(
          `Dry run ${dryRun} is not of this policy on version ${basedOn}. Make another one: policy diff ${programId} --file ${options.file}`,
        )
    }
    const change = { programId, document, basedOn, author: commandLineAuthor() }
    const { version } = await savePolicy(store, change).catch((error: unknown) => {
      if (!(error instanceof PolicyConflict)) throw error
      const { current } = error
      throw new CommandError(
        `Program ${programId} has version ${current.version} by now. Look at it with “policy show”, then name it with --based-on.`,
      )
    })
    console.log(
      `Program ${programId} has policy version ${version}. It counts for applications that start later.`,
    )
  })
}

/** `policy diff`: has the worker compare, waits for the end and shows the result. */
export async function diffPolicy(program: string, { file, json = false }: PolicyDiffOptions): Promise<void> {
  const programId = programOf(program)
  const rules = await rulesIn(file)
  await withServices(async ({ odoo, store, temporal }) => {
    await requireProgram(odoo, programId)
    const { version: basedOn } = await policyOf(store, programId)
    const target = { store, temporal }
    const id = await startDryRun(target, { programId, basedOn, ...rules, author: commandLineAuthor() })
    const run = await awaitDryRun(target, id, LIMIT)
    if (!run) throw new CommandError(`Dry run ${id} is no longer kept.`)
    const report = await dryRunReport(store, run)
    if (json) console.log(JSON.stringify({ ...report, changes: await everyChange(odoo, store, id) }, null, 2))
    else for await (const line of described(odoo, store, report)) console.log(line)
    if (report.state !== 'completed') process.exitCode = 1
  })
}

/** `policy move`: puts students in progress under a version, after a dry run of it. */
export async function movePolicy(program: string, { to, dryRun, json = false }: PolicyMoveOptions) {
  const programId = programOf(program)
  await withServices(async ({ store, temporal }) => {
    const policy = await policyVersion(store, { programId, policyVersion: to })
    if (policy === undefined) throw new CommandError(`Program ${programId} has no policy version ${to}.`)
    const run = await dryRunById(store, dryRun)
    if (run?.programId !== programId || !isDryRunOf(run, { policy, basedOn: run.basedOn }))
      throw new CommandError(
        `Dry run ${dryRun} is not of policy version ${to} of program ${programId}. Make one with “policy diff”, look at what it finds, and name that one.`,
      )
    // Names no person: it travels through Temporal.
    const move = { programId, to, by: 'cli', dryRun }
    const counts = await moveProgram({ store, temporal }, move, (done, of) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${of}${done === of ? '\n' : ''}`)
    })
    const { moved, already, ended, changed } = counts
    if (json) console.log(JSON.stringify(counts))
    else
      console.log(
        `Policy version ${to}: ${moved} moved, ${already} were under it already, ${ended} have ended meanwhile, ${changed} were moved by somebody else.`,
      )
  })
}

/** How long the command waits. Milliseconds. */
const LIMIT = 15 * 60 * 1000

const PAGE = 200

async function everyChange(odoo: Odoo, store: Store, id: number) {
  const all: (StudentRuleChange & { readonly name: string | null })[] = []
  let after: ChangePosition | undefined
  for (;;) {
    const page = await listRuleChanges(store, id, { limit: PAGE, ...(after && { after }) })
    const nameOf = await studentNames(
      odoo,
      page.map(({ studentId }) => studentId),
    )
    all.push(...page.map((change) => ({ ...change, name: nameOf(change.studentId) })))
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return all
    after = [last.kind, last.studentId, last.courseIntegrationId ?? 0]
  }
}

/** People shown of each kind. `--json` has all of them. */
const SHOWN = 20

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
    const nameOf = await studentNames(
      odoo,
      page.map(({ studentId }) => studentId),
    )
    for (const { studentId, before, after, reason, concerned } of page)
      yield `  ${nameOf(studentId) ?? 'student'} (${studentId}, ${concerned}): ${before} → ${after}. ${reason}`
    if (counts[kind] > SHOWN) yield `  … and ${counts[kind] - SHOWN} more; --json lists all.`
  }
}
