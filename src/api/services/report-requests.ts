import type { Static } from 'typebox'
import { instantsOf, momentOf } from '../../reports/period.js'
import type { ReportFilter } from '../../reports/report.js'
import type { StudentScope } from '../identity.js'
import { Problem } from '../problems/problem.js'
import type { ReportQuery } from '../schemas/report.js'
import { visibleTo } from './student-scope.js'

type Query = Static<typeof ReportQuery>

/** What a caller asks for. Throws `invalid-content` for days that do not exist or are not over. */
export function filterOf(
  { asOf, language, programId, agentId, from, to }: Query,
  caller: {
    readonly scope: StudentScope
    readonly language: 'ar' | 'en'
    readonly timeZone: string
    readonly now: Date
  },
): ReportFilter {
  const { timeZone, now, scope } = caller
  const moment = asOf === undefined ? now : momentOf(asOf, timeZone)
  if (moment === null) throw wrong('asOf', 'is not a day of the calendar')
  if (moment > now) throw wrong('asOf', 'is in the future, or a day that is not over yet')
  return {
    asOf: moment,
    isCurrent: asOf === undefined,
    language: language ?? caller.language,
    timeZone,
    ...visibleTo(scope),
    ...(programId !== undefined && { programId }),
    ...(agentId !== undefined && { agentId: agentId === 0 ? null : agentId }),
    ...periodOf({ from, to }, timeZone),
  }
}

interface Days {
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** The instants of a period of days. Throws `invalid-content` for days that do not exist. */
export function periodOf(
  { from, to }: Days,
  timeZone: string,
): { readonly from?: Date; readonly until?: Date } {
  for (const [pointer, day] of Object.entries({ from, to }))
    if (day !== undefined && momentOf(day, timeZone) === null)
      throw wrong(pointer, 'is not a day of the calendar')
  return instantsOf({ ...(from !== undefined && { from }), ...(to !== undefined && { to }) }, timeZone)
}

const wrong = (pointer: string, detail: string) =>
  new Problem('invalid-content', `“${pointer}” ${detail}.`, { errors: [{ pointer: `/${pointer}`, detail }] })
