import type { Observation, Violation } from './checker.js'
import type { ChaosOptions } from './options.js'

/** What happened in a run, and its result. */
export interface Run {
  readonly options: ChaosOptions
  readonly seen: Observation
  readonly violations: readonly Violation[]
  readonly kills: { readonly planned: number; readonly done: number }
  readonly odooFaults: Counts
  readonly mailFaults: Counts
  readonly seconds: number
}

type Counts = Readonly<Record<string, number>>

/** Returns one line about the progress of all students. */
export function progressOf({ students, trackers, certificates, accepted }: Observation): string {
  const enrolled = new Set(trackers.map(({ student }) => student)).size
  return [
    `${String(enrolled)} enrolled`,
    `${String(certificates.length)} certificates`,
    `${String(students.filter(isCertified).length)} certified`,
    `${String(accepted.length)} mails`,
  ].join(', ')
}

const isCertified = ({ state }: { readonly state: string }) => state === 'certified'

/** Returns the report for people. */
export function reportOf(run: Run): string {
  const { options, seen, violations, kills, odooFaults, mailFaults, seconds } = run
  const certified = seen.students.filter(isCertified).length
  const twice = seen.ledger.filter(({ state }) => state === 'possibly_twice').length
  const repeated = seen.accepted.length - new Set(seen.accepted.map(({ messageId }) => messageId)).size
  return [
    ...violations.map(({ kind, message }) => `${kind}: ${message}`),
    `Students: ${String(seen.students.length)}, ${String(certified)} of them certified`,
    `Kills:    ${String(kills.done)} of ${String(kills.planned)}`,
    `Odoo:     ${String(sum(odooFaults))} faults (${list(odooFaults)})`,
    `Mail:     ${String(sum(mailFaults))} faults (${list(mailFaults)})`,
    `          ${String(seen.accepted.length)} accepted, ${String(repeated)} of them repeated; the ledger marks ${String(twice)} as possibly sent twice`,
    `Result:   ${KINDS.map((kind) => `${kind} ${String(numberOf(violations, kind))}`).join(', ')}; ${String(seconds)} s`,
    `Seed:     --seed ${String(options.seed)} makes the same decisions`,
  ].join('\n')
}

const KINDS: readonly Violation['kind'][] = ['lost', 'doubled', 'inconsistent']

const numberOf = (violations: readonly Violation[], wanted: Violation['kind']) =>
  violations.filter(({ kind }) => kind === wanted).length

const sum = (counts: Counts) => Object.values(counts).reduce((total, count) => total + count, 0)

const list = (counts: Counts) =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${String(count)}`)
    .join(', ')

export function resultsOf({ options, violations, seconds }: Run) {
  return [
    ...KINDS.map((kind) => ({ name: kind, value: numberOf(violations, kind), unit: 'records', limit: 0 })),
    { name: 'duration', value: seconds, unit: 's', limit: options.limit },
  ]
}

/**
 * Whether all limits are kept and all faults have happened. A run without faults proves nothing.
 */
export function hasPassed(run: Run): boolean {
  const { options, kills, odooFaults, mailFaults, seen } = run
  const hasHappened =
    seen.students.length === options.students &&
    kills.done === kills.planned &&
    (options.faults === 0 || (sum(odooFaults) > 0 && sum(mailFaults) > 0))
  return hasHappened && resultsOf(run).every(({ value, limit }) => value <= limit)
}
