import { moveProgram } from '../rules/move-program.js'
import { dryRunById, isDryRunOf } from '../store/dry-runs.js'
import { PolicyConflict, policyOf, policyVersion, savePolicy } from '../store/policies.js'
import { startDryRun } from '../temporal/start-dry-run.js'
import { commandLineAuthor } from './author.js'
import { showDryRun } from './dry-run-output.js'
import { CommandError } from './failure.js'
import { withOdooAndStore } from './odoo-and-store.js'
import { documentIn, rulesIn } from './policy-file.js'
import { programOf, requireProgram } from './program-argument.js'
import { withWorker } from './with-worker.js'

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
  await withWorker(async ({ odoo, store, temporal }) => {
    await requireProgram(odoo, programId)
    const { version: basedOn } = await policyOf(store, programId)
    const target = { store, temporal }
    const id = await startDryRun(target, { programId, basedOn, ...rules, author: commandLineAuthor() })
    await showDryRun({ odoo, store, temporal }, id, json)
  })
}

/** `policy move`: puts students in progress under a version, after a dry run of it. */
export async function movePolicy(program: string, { to, dryRun, json = false }: PolicyMoveOptions) {
  const programId = programOf(program)
  await withWorker(async ({ store, temporal }) => {
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
