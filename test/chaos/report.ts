import type { Observation, Violation } from './checker.js'
import type { ChaosOptions } from './options.js'

/** What a run has been through, and what came of it. */
export interface Run {
  readonly options: ChaosOptions
  readonly seen: Observation
  readonly violations: readonly Violation[]
  readonly kills: { readonly planned: number; readonly done: number }
  readonly odooFaults: Counts
  readonly mailTroubles: Counts
  readonly seconds: number
}

type Counts = Readonly<Record<string, number>>

/** One line on where everybody stands. */
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

/** The whole run in lines for people. */
export function reportOf(run: Run): string {
  const { options, seen, violations, kills, odooFaults, mailTroubles, seconds } = run
  const certified = seen.students.filter(isCertified).length
  const twice = seen.ledger.filter(({ state }) => state === 'possibly_twice').length
  const again = seen.accepted.length - new Set(seen.accepted.map(({ messageId }) => messageId)).size
  return [
    ...violations.map(({ kind, words }) => `${kind}: ${words}`),
    `Students: ${String(seen.students.length)}, ${String(certified)} of them certified`,
    `Kills:    ${String(kills.done)} of ${String(kills.planned)}`,
    `Odoo:     ${String(sum(odooFaults))} faults (${list(odooFaults)})`,
    `Mail:     ${String(sum(mailTroubles))} troubles (${list(mailTroubles)})`,
    `          ${String(seen.accepted.length)} taken, ${String(again)} of them again; the ledger admits ${String(twice)} possibly twice`,
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

/** Within all limits; and what was to happen has happened: a run that met nothing has shown nothing. */
export function hasPassed(run: Run): boolean {
  const { options, kills, odooFaults, mailTroubles, seen } = run
  const met =
    seen.students.length === options.students &&
    kills.done === kills.planned &&
    (options.faults === 0 || (sum(odooFaults) > 0 && sum(mailTroubles) > 0))
  return met && resultsOf(run).every(({ value, limit }) => value <= limit)
}
