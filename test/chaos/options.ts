import { parseArgs } from 'node:util'
import { VICTIMS, type Victim } from './product.js'

export interface ChaosOptions {
  readonly seed: number
  readonly students: number
  /** How often the worker is killed. */
  readonly kills: number
  /** Other parts that are killed once each. */
  readonly kill: readonly Victim[]
  /** Share of Odoo's calls that meet a fault, 0–1. */
  readonly faults: number
  /** Seconds of Odoo's outage in the middle. 0: none. */
  readonly outage: number
  /** Seconds after which the run ends, even if something is missing. */
  readonly limit: number
  /** Whether the last line is the results as JSON. */
  readonly json: boolean
  /** Whether to keep the data folder, with its logs and databases. */
  readonly keep: boolean
}

/**
 * `--seed N --students 200 --kills 10 --kill api,temporal,postgres --faults 0.05 --outage 0 --limit
 * 900 --json --keep`. `defaults`: what differs from these.
 */
export function chaosOptions(defaults: Readonly<Record<string, string>> = {}): ChaosOptions {
  const { students = '200', kills = '10', kill = '', faults = '0.05' } = defaults
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
      students: { type: 'string', default: students },
      kills: { type: 'string', default: kills },
      kill: { type: 'string', default: kill },
      faults: { type: 'string', default: faults },
      outage: { type: 'string', default: '0' },
      limit: { type: 'string', default: '900' },
      json: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
    },
  })
  return {
    seed: numberOf('seed', values.seed),
    students: numberOf('students', values.students),
    kills: numberOf('kills', values.kills),
    kill: values.kill.split(',').filter(Boolean).map(victimOf),
    faults: numberOf('faults', values.faults),
    outage: numberOf('outage', values.outage),
    limit: numberOf('limit', values.limit),
    json: values.json,
    keep: values.keep,
  }
}

function numberOf(name: string, text: string): number {
  const value = Number(text)
  if (text === '' || !(value >= 0)) throw new Error(`--${name} must be a number, not "${text}"`)
  return value
}

function victimOf(name: string): Victim {
  const victim = VICTIMS.find((one) => one === name)
  if (!victim) throw new Error(`--kill knows ${VICTIMS.join(', ')}, not "${name}"`)
  return victim
}
