import {
  BULK_KINDS,
  type BulkFilter,
  type BulkKindName,
  type BulkParameters,
} from '../contracts/bulk-operation.js'
import { isDate } from '../domain/calendar.js'
import type { Odoo } from '../odoo/client/client.js'
import { hasIntakeBatches } from '../odoo/intake-batches.js'
import { dryRunById, isDryRunOf } from '../store/dry-runs.js'
import { policyVersion } from '../store/policies.js'
import type { Store } from '../store/store.js'

/** What is asked for. */
export interface BulkRequest {
  readonly kind: BulkKindName
  readonly filter: BulkFilter
  readonly parameters: BulkParameters
}

/** A condition or parameter that is wrong: where, and what is wrong with it. */
export interface WrongCondition {
  readonly pointer: string
  readonly detail: string
}

const ALL_BUT_ENROLL = BULK_KINDS.filter((kind) => kind !== 'enroll')

/** Conditions of a filter, and parameters, that only some kinds have. */
const OF_KINDS: Readonly<Record<string, readonly BulkKindName[]>> = {
  '/filter/stage': ALL_BUT_ENROLL,
  '/filter/taskKind': ALL_BUT_ENROLL,
  '/parameters/adopt': ['enroll'],
  '/parameters/deadline': ['extend'],
  '/parameters/days': ['extend'],
  '/parameters/decision': ['decide_reviews'],
  '/parameters/email': ['resend_email'],
  '/parameters/courseIntegrationId': ['override'],
  '/parameters/courseIntegrationIds': ['enroll_by_agent'],
  '/parameters/policyVersion': ['move_to_policy'],
  '/parameters/dryRun': ['move_to_policy'],
}

/** What some kinds cannot do without. */
const REQUIRED: Readonly<Partial<Record<BulkKindName, readonly string[]>>> = {
  decide_reviews: ['/filter/taskKind', '/parameters/decision'],
  resend_email: ['/parameters/email'],
  override: ['/parameters/courseIntegrationId'],
  move_to_policy: ['/parameters/policyVersion', '/parameters/dryRun'],
}

/** The policy allows programs of 520 weeks. */
export const LONGEST_EXTENSION_DAYS = 520 * 7

/** Milliseconds. */
const LONGEST_EXTENSION = LONGEST_EXTENSION_DAYS * 24 * 60 * 60 * 1000

/** Milliseconds from the beginning of a day in UTC to its end 12 hours behind UTC. */
const LATEST_END_OF_DAY = 36 * 60 * 60 * 1000

interface Sources {
  readonly store: Store
  /** Absent: what only Odoo knows is not checked. */
  readonly odoo?: Odoo | undefined
}

/** Returns what is wrong with a request, whatever the students are. */
export async function wrongConditions(
  { store, odoo }: Sources,
  request: BulkRequest,
  now: Date,
): Promise<WrongCondition[]> {
  const { kind, filter } = request
  const wrong = [
    ...Object.entries(OF_KINDS)
      .filter(([pointer, kinds]) => valueAt(request, pointer) !== undefined && !kinds.includes(kind))
      .map(([pointer]) => ({ pointer, detail: `does not exist for “${kind}”` })),
    ...(REQUIRED[kind] ?? [])
      .filter((pointer) => valueAt(request, pointer) === undefined)
      .map((pointer) => ({ pointer, detail: `is required for “${kind}”` })),
    ...(kind === 'extend' ? wrongDeadline(request.parameters, now) : []),
    ...(filter.intakeBatchId === undefined || odoo === undefined ? [] : await wrongBatch(odoo)),
  ]
  if (wrong.length > 0 || kind !== 'move_to_policy') return wrong
  return wrongMove(store, request)
}

function valueAt(request: BulkRequest, pointer: string): unknown {
  const [, part, name] = pointer.split('/') as ['', 'filter' | 'parameters', string]
  return Reflect.get(request[part], name)
}

async function wrongBatch(odoo: Odoo): Promise<WrongCondition[]> {
  if (await hasIntakeBatches(odoo)) return []
  const detail = 'students have no intake batch in this Odoo; select by list, state, agent or size'
  return [{ pointer: '/filter/intakeBatchId', detail }]
}

function wrongDeadline({ deadline, days }: BulkParameters, now: Date): WrongCondition[] {
  const pointer = '/parameters/deadline'
  if ((deadline === undefined) === (days === undefined))
    return [{ pointer, detail: 'either a deadline or a number of days is required' }]
  if (days !== undefined && days > LONGEST_EXTENSION_DAYS)
    return [{ pointer: '/parameters/days', detail: `must be at most ${LONGEST_EXTENSION_DAYS}` }]
  if (deadline === undefined) return []
  // The workflow knows when a day ends in the center. Here it is enough that it may not be over.
  const latest = Date.parse(deadline) + (isDate(deadline) ? LATEST_END_OF_DAY : 0)
  if (!(latest > now.getTime())) return [{ pointer, detail: 'must be in the future' }]
  if (latest > now.getTime() + LONGEST_EXTENSION)
    return [{ pointer, detail: 'must be within the next ten years' }]
  return []
}

/** As for one application, a move needs a dry run of the version, which says what it changes. */
async function wrongMove(store: Store, { filter, parameters }: BulkRequest): Promise<WrongCondition[]> {
  const { programId } = filter
  const { policyVersion: version = 0, dryRun = 0 } = parameters
  const policy = await policyVersion(store, { programId, policyVersion: version })
  if (policy === undefined)
    return [{ pointer: '/parameters/policyVersion', detail: `the program has no policy version ${version}` }]
  const run = await dryRunById(store, dryRun)
  const pointer = '/parameters/dryRun'
  if (run?.programId !== programId) return [{ pointer, detail: 'the program has no such dry run' }]
  return isDryRunOf(run, { policy, basedOn: run.basedOn })
    ? []
    : [{ pointer, detail: `is not of policy version ${version}: make one with that policy` }]
}
