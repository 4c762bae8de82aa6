import { setTimeout as sleep } from 'node:timers/promises'
import { hasUnknown, UnknownRecords, unknownRecordsMessage } from '../adoption/unknown-records.js'
import {
  BulkRefusal,
  checkAgain,
  commandOperation,
  confirmOperation,
  previewOperation,
  requireOperation,
  type BulkCommand,
} from '../bulk/commands.js'
import { wrongConditions } from '../bulk/conditions.js'
import {
  bulkReport,
  bulkReports,
  progressOf,
  type BulkProgressCounts,
  type BulkReport,
} from '../bulk/report.js'
import type {
  BulkFilter,
  BulkKindName,
  BulkOutcome,
  BulkParameters,
  ResendableMail,
} from '../contracts/bulk-operation.js'
import type { Decision } from '../contracts/tasks.js'
import { storedInEnglish } from '../domain/sentences/sentence.js'
import { type NamesNow, studentNames } from '../odoo/student-names.js'
import { listDifferences, type StudentDifference } from '../store/bulk-checks.js'
import { listItems, type BulkItem } from '../store/bulk-items.js'
import { countOutcomes, listBulkOperations } from '../store/bulk-operations.js'
import { commandLineAuthor } from './author.js'
import { CommandError } from './failure.js'
import { requireProgram } from './program-argument.js'
import type { Services } from './services.js'
import { withWorker } from './with-worker.js'

export interface BulkPreviewOptions {
  readonly program: number
  readonly reason: string
  readonly students?: readonly number[]
  readonly states?: readonly string[]
  readonly agent?: number
  readonly batch?: number
  readonly stage?: string
  readonly task?: string
  readonly size?: number
  readonly adopt?: true
  readonly deadline?: string
  readonly days?: number
  readonly decision?: Decision
  readonly email?: ResendableMail
  readonly course?: number
  readonly courses?: readonly number[]
  readonly policyVersion?: number
  readonly dryRun?: number
  readonly json?: boolean
}

export interface BulkConfirmOptions {
  readonly hash: string
  readonly accept?: number
  readonly json?: boolean
}

/** `bulk preview`: shows by name what would happen, and the hash to confirm it with. */
export async function previewBulk(kind: BulkKindName, options: BulkPreviewOptions): Promise<void> {
  const { program, reason, json = false } = options
  const { filter, parameters } = requestOf(options)
  if (reason.trim() === '') throw new CommandError('--reason must say why.')
  await withTarget(async (target) => {
    const [wrong] = await wrongConditions(target, { kind, filter, parameters }, new Date())
    if (wrong)
      throw new CommandError(
        `${OPTIONS[wrong.pointer] ?? wrong.pointer}: ${wrong.detail}. See “bulk preview --help”.`,
      )
    await requireProgram(target.odoo, program)
    const unknown = await new UnknownRecords(target.odoo, target.store).count()
    if (hasUnknown(unknown)) throw new CommandError(unknownRecordsMessage(unknown))
    const request = { kind, filter, parameters, reason: reason.trim(), author: commandLineAuthor() }
    const operation = await previewOperation(target, request, LIMIT)
    const report = await bulkReport(target.store, operation)
    const items = await everyItem(target, operation.id)
    if (json) console.log(JSON.stringify({ ...report, items }, null, 2))
    else console.log([...described(report), ...items.map(line), '', next(report)].join('\n'))
    if (report.state !== 'previewed') process.exitCode = 1
  })
}

/** The option for each part of a request. */
const OPTIONS: Readonly<Record<string, string>> = {
  '/filter/intakeBatchId': '--batch',
  '/filter/stage': '--stage',
  '/filter/taskKind': '--task',
  '/parameters/adopt': '--adopt',
  '/parameters/deadline': '--deadline',
  '/parameters/days': '--days',
  '/parameters/decision': '--decision',
  '/parameters/email': '--email',
  '/parameters/courseIntegrationId': '--course',
  '/parameters/courseIntegrationIds': '--courses',
  '/parameters/policyVersion': '--policy-version',
  '/parameters/dryRun': '--dry-run',
}

function requestOf(options: BulkPreviewOptions): { filter: BulkFilter; parameters: BulkParameters } {
  const { program, students, states, agent, batch, stage, task, size } = options
  const { adopt, deadline, days, decision, email, course, courses, policyVersion, dryRun } = options
  return {
    filter: {
      programId: program,
      ...(students && { studentIds: students }),
      ...(states && { studentStates: states }),
      ...(agent !== undefined && { agentId: agent }),
      ...(batch !== undefined && { intakeBatchId: batch }),
      ...(stage !== undefined && { stage }),
      ...(task !== undefined && { taskKind: task }),
      ...(size !== undefined && { size }),
    },
    parameters: {
      ...(adopt && { adopt }),
      ...(deadline !== undefined && { deadline }),
      ...(days !== undefined && { days }),
      ...(decision && { decision }),
      ...(email && { email }),
      ...(course !== undefined && { courseIntegrationId: course }),
      ...(courses && { courseIntegrationIds: courses }),
      ...(policyVersion !== undefined && { policyVersion }),
      ...(dryRun !== undefined && { dryRun }),
    },
  }
}

/** `bulk confirm`: runs exactly what was previewed, and waits for the end. */
export async function confirmBulk(
  operation: string,
  { hash, accept = 0, json = false }: BulkConfirmOptions,
): Promise<void> {
  const id = idOf(operation)
  await withTarget(async (target) => {
    await confirmOperation(target, id, { hash, accept, by: commandLineAuthor() })
    await follow(target, id, json)
  })
}

/** `bulk pause`, `resume`, `cancel` and `undo`; waits for the end of what goes on. */
export async function commandBulk(
  command: BulkCommand,
  operation: string,
  { json = false }: { readonly json?: boolean },
): Promise<void> {
  const id = idOf(operation)
  await withTarget(async (target) => {
    await commandOperation(target, id, command, commandLineAuthor())
    await follow(target, id, json)
  })
}

/** `bulk status`: one operation with its students, or the latest operations. */
export async function statusOfBulk(
  operation: string | undefined,
  { json = false }: { readonly json?: boolean },
): Promise<void> {
  await withTarget(async (target) => {
    const { store } = target
    if (operation === undefined) {
      const found = await listBulkOperations(store, { limit: LISTED })
      const reports = await bulkReports(store, found)
      if (json) console.log(JSON.stringify(reports, null, 2))
      else if (reports.length === 0) console.log('There are no bulk operations yet.')
      else for (const report of reports) console.log(title(report))
      return
    }
    const report = await bulkReport(store, await requireOperation(store, idOf(operation)))
    const items = await everyItem(target, report.id)
    const differences = await everyDifference(target, report.id)
    if (json) console.log(JSON.stringify({ ...report, items, differences }, null, 2))
    else
      console.log([...described(report), ...differences.map(differenceLine), ...items.map(line)].join('\n'))
  })
}

/** `bulk check`: compares Odoo again with what the preview said. */
export async function checkBulk(
  operation: string,
  { json = false }: { readonly json?: boolean },
): Promise<void> {
  const id = idOf(operation)
  await withTarget(async (target) => {
    const report = await bulkReport(target.store, await checkAgain(target, id, LIMIT))
    const differences = await everyDifference(target, id)
    console.log(
      json
        ? JSON.stringify({ ...report, differences }, null, 2)
        : [...checked(report), ...differences.map(differenceLine)].join('\n'),
    )
    if (report.check?.state !== 'completed' || differences.length > 0) process.exitCode = 1
  })
}

/** How long a preview or a check may take. Milliseconds. */
const LIMIT = 15 * 60 * 1000
const POLL = 500
/** Operations in a list. */
const LISTED = 20
/** Students in a reading of their names. */
const PAGE = 500

async function withTarget(work: (target: Services) => Promise<void>): Promise<void> {
  await withWorker(work).catch((error: unknown) => {
    if (error instanceof BulkRefusal) throw new CommandError(error.message.replace('“accept”:', '--accept'))
    throw error
  })
}

/** Ended by a signal, it leaves the operation going on. */
async function follow({ store }: Services, id: number, json: boolean): Promise<void> {
  for (;;) {
    const operation = await requireOperation(store, id)
    const isGoingOn = operation.state === 'running' || operation.state === 'undoing'
    if (process.stderr.isTTY) {
      const progress = progressOf(operation, await countOutcomes(store, id))
      process.stderr.write(`\r${progressBar(progress)}${isGoingOn ? '' : '\n'}`)
    }
    if (!isGoingOn) {
      const report = await bulkReport(store, operation)
      console.log(json ? JSON.stringify(report, null, 2) : described(report).join('\n'))
      if (report.state === 'failed') process.exitCode = 1
      return
    }
    await sleep(POLL)
  }
}

const BAR = 30

function progressBar({ finished, total }: BulkProgressCounts): string {
  const filled = total === 0 ? BAR : Math.round((BAR * finished) / total)
  return `[${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}] ${finished} of ${total} students`
}

const title = ({ id, kind, state, reason, failureType }: BulkReport) =>
  `Bulk operation ${id}, ${kind}: ${state}${failureType === null ? '' : ` (${failureType})`}. ${reason}`

function described(report: BulkReport): string[] {
  const outcomes = Object.entries(report.outcomes).map(([outcome, count]) => `${outcome}: ${count}`)
  return [
    title(report),
    `Students: ${outcomes.join(', ') || 'none'}`,
    ...report.effects.map(
      ({ effect, count, undoable }) =>
        `  ${effect.replaceAll('_', ' ')}: ${count}${undoable ? '' : ' (cannot be undone)'}`,
    ),
    ...report.warnings.map(({ warning, students }) => `  ${students} ×: ${warning}`),
    ...checked(report),
  ]
}

/** How Odoo compares with what the preview said. */
function checked({ id, check }: BulkReport): string[] {
  if (check === null) return []
  const { state, failureType, students, waiting, differences } = check
  const found = Object.entries(differences).map(([kind, count]) => `${kind}: ${count}`)
  switch (state) {
    case 'failed':
      return [
        `Check: failed (${failureType ?? 'unknown'}). Begin it again with: npm run cli -- bulk check ${id}`,
      ]
    case 'checking':
      return [
        waiting === 0
          ? 'Check: going on.'
          : `Check: going on. Odoo does not have everything yet that the preview said for ${waiting} of ${students} students.`,
      ]
    case 'completed':
      return [
        found.length === 0
          ? `Check: of ${students} students, Odoo has nothing but what the preview said.`
          : `Check: Odoo differs from what the preview said. Students: ${found.join(', ')}`,
      ]
  }
}

type NamedDifference = StudentDifference & NamesNow

async function everyDifference({ odoo, store }: Services, id: number): Promise<NamedDifference[]> {
  const all: NamedDifference[] = []
  for (;;) {
    const last = all.at(-1)
    const after = last && ([last.studentId, last.kind] as const)
    const page = await listDifferences(store, id, { limit: PAGE, ...(after && { after }) })
    const namesOf = await studentNames(
      odoo,
      page.map(({ studentId }) => studentId),
    )
    all.push(...page.map((difference) => ({ ...difference, ...namesOf(difference.studentId) })))
    if (page.length < PAGE) return all
  }
}

const differenceLine = ({ name, studentId, kind, detail }: NamedDifference) =>
  `  ${name ?? 'student'} (${studentId}), ${kind}: ${detail}`

function next({ id, state, hash }: BulkReport): string {
  if (state !== 'previewed' || hash === null)
    return `It is ${state}. See it with: npm run cli -- bulk status ${id}`
  return `Nothing was changed. Run exactly this with: npm run cli -- bulk confirm ${id} --hash ${hash}`
}

interface NamedItem extends NamesNow {
  readonly studentId: number
  readonly outcome: BulkOutcome
  readonly effects: BulkItem['effects']
  readonly warnings: readonly string[]
  readonly reasons: readonly string[]
}

async function everyItem({ odoo, store }: Services, id: number): Promise<NamedItem[]> {
  const all: NamedItem[] = []
  for (let last: BulkItem | undefined; ;) {
    const after = last && { programId: last.program_id, studentId: last.student_id }
    const page = await listItems(store, id, { limit: PAGE, ...(after && { after }) })
    const namesOf = await studentNames(
      odoo,
      page.map((item) => item.student_id),
    )
    all.push(
      ...page.map(({ student_id: studentId, outcome, effects, warnings, reasons }) => ({
        studentId,
        ...namesOf(studentId),
        outcome,
        effects,
        warnings: warnings.map(storedInEnglish),
        reasons: reasons.map(storedInEnglish),
      })),
    )
    last = page.at(-1)
    if (page.length < PAGE) return all
  }
}

function line({ name, studentId, outcome, effects, warnings, reasons }: NamedItem): string {
  const what =
    reasons.length > 0 ? reasons : outcome === 'pending' ? [...effects.map(short), ...warnings] : []
  return `  ${name ?? 'student'} (${studentId}), ${outcome}${what.length === 0 ? '' : `: ${what.join(' ')}`}`
}

const short = ({ effect, count }: BulkItem['effects'][number]) =>
  `${effect.replaceAll('_', ' ')}${count === 1 ? '' : ` × ${count}`};`

function idOf(operation: string): number {
  if (!/^[1-9]\d{0,8}$/.test(operation))
    throw new CommandError('The operation is named by its number. “npm run cli -- bulk status” lists them.')
  return Number(operation)
}
