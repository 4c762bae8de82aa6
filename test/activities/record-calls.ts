import { FailureType } from '../../src/contracts/failures.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { OdooError } from '../../src/odoo/client/errors.js'

/** Calls that change something in Odoo. */
const WRITES = ['create', 'write', 'load', 'call'] as const
const READS = ['searchRead', 'read', 'count', 'version', 'named'] as const

export interface WitnessedOdoo {
  readonly odoo: Odoo
  /** `load gr.student`, in order; one for each call over the wire. */
  readonly calls: string[]
  readonly writes: () => string[]
  /** The next `times` writes are carried out and then end as a time-out does: outcome unknown. */
  loseAnswers(times: number): void
  /** Somebody else acts right before the next such call goes out. */
  rightBefore(call: string, act: () => Promise<void>): void
  /** Such calls fail if their arguments name this id: its record breaks a computed field. */
  rejectAbout(call: string, id: number | null): void
}

/** The same Odoo, watched: counts calls, and can lose the answer of a write that was committed. */
export function witness(odoo: Odoo): WitnessedOdoo {
  const calls: string[] = []
  let losing = 0
  let rejected: { call: string; id: number | null } | null = null
  let interference: { call: string; act: () => Promise<void> } | null = null
  const watch = (inner: Odoo): Odoo =>
    new Proxy(inner, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name)
        if (typeof member !== 'function') return member
        if (name === 'with')
          return (...options: unknown[]) => watch(Reflect.apply(member, target, options) as Odoo)
        if (![...WRITES, ...READS, 'pages'].some((known) => known === name))
          return member.bind(target) as unknown
        // Pages are made of searches, each a call of its own.
        if (name === 'pages') return member.bind(watch(target)) as unknown
        return async (...args: unknown[]): Promise<unknown> => {
          const [model, second] = args as [{ name: string } | undefined, unknown]
          const nothing = isEmptyWrite(name, args)
          const call = `${String(name)} ${model?.name ?? ''}${name === 'call' ? ` ${String(second)}` : ''}`
          if (!nothing) calls.push(call)
          if (interference?.call === call) {
            const { act } = interference
            interference = null
            await act()
          }
          if (rejected?.call === call && names(args, rejected.id))
            throw new OdooError({
              type: FailureType.OdooRejected,
              exceptionName: 'builtins.ZeroDivisionError',
            })
          const answer: unknown = await Reflect.apply(member, target, args)
          if (!nothing && WRITES.some((write) => write === name) && losing > 0) {
            losing -= 1
            throw new OdooError({ type: FailureType.OdooUnavailable, exceptionName: 'ECONNABORTED' })
          }
          return answer
        }
      },
    })
  return {
    odoo: watch(odoo),
    calls,
    writes: () => calls.filter((call) => WRITES.some((write) => call.startsWith(`${write} `))),
    loseAnswers: (times) => {
      losing = times
    },
    rightBefore: (call, act) => {
      interference = { call, act }
    },
    rejectAbout: (call, id) => {
      rejected = { call, id }
    },
  }
}

const names = (value: unknown, id: number | null): boolean =>
  Array.isArray(value) ? value.some((one) => names(one, id)) : value === id

/** The client sends nothing for no rows. */
const isEmptyWrite = (name: string | symbol, args: readonly unknown[]) =>
  ['load', 'write', 'read'].some((one) => one === name) && Array.isArray(args[1]) && args[1].length === 0
