import type { Static } from 'typebox'
import { dayExists, dayIn, daysLater } from '../../domain/calendar.js'
import { errorBudget, meanRating, type Measure, p95Seconds, slowOf } from '../../domain/service-levels.js'
import { instantsOf } from '../../reports/period.js'
import { type KnownRating, ratingsIn } from '../../store/course-ratings.js'
import { type Measured, measuredIn, type Outcomes, outcomesIn } from '../../store/service-levels.js'
import type { ApiDeps } from '../deps.js'
import { Problem } from '../problems/problem.js'
import { problems } from '../schemas/common.js'
import { ServiceLevelBody, ServiceLevelQuery } from '../schemas/service-level.js'
import type { Server } from '../server.js'
import { timeZoneFor } from '../services/center-zone.js'

type Level = Static<typeof ServiceLevelBody>['levels'][number]

/** Days of a period of which nobody says how long it is. */
const DAYS = 30

/** How well the service does, compared with its targets and with an earlier period. */
export function serviceLevelRoutes(app: Server, deps: ApiDeps): void {
  const { store, clock } = deps
  const timeZoneNow = timeZoneFor(deps)
  app.get(
    '/v1/service-levels',
    {
      config: { access: 'caller', permission: 'read_service_levels' },
      schema: {
        tags: ['service levels'],
        summary: 'The plan’s success metrics as measured, with what is left of the error budget',
        querystring: ServiceLevelQuery,
        response: { 200: ServiceLevelBody, ...problems },
      },
    },
    async ({ query }) => {
      const timeZone = await timeZoneNow()
      const { period, baseline } = periodsOf(query, dayIn(timeZone, clock()))
      const within = ({ from, to }: Days) => {
        const { from: begin, until } = instantsOf({ from, to }, timeZone)
        return { from: begin ?? new Date(0), until: until ?? clock() }
      }
      const [now, before, outcomes, earlier, ratings, earlierRatings] = await Promise.all([
        measuredIn(store, within(period)),
        measuredIn(store, within(baseline)),
        outcomesIn(store, within(period)),
        outcomesIn(store, within(baseline)),
        ratingsIn(store, period),
        ratingsIn(store, baseline),
      ])
      return {
        period,
        baseline,
        levels: [
          ...technicalLevels(now, before),
          satisfaction(ratings, earlierRatings),
          ...outcomeLevels(outcomes, earlier),
        ],
        courseRatings: ratings.map((rating) => courseRating(rating, earlierRatings)),
      }
    },
  )
}

interface Days {
  readonly from: string
  readonly to: string
}

function periodsOf(
  { from, to, baselineFrom, baselineTo }: Static<typeof ServiceLevelQuery>,
  today: string,
): { readonly period: Days; readonly baseline: Days } {
  for (const [pointer, day] of Object.entries({ from, to, baselineFrom, baselineTo }))
    if (day !== undefined && !dayExists(day)) throw wrong(pointer, 'is not a day of the calendar')
  const end = to ?? today
  const period = { from: from ?? daysLater(end, 1 - DAYS), to: end }
  const length = Math.round((Date.parse(period.to) - Date.parse(period.from)) / 86_400_000) + 1
  if (length < 1) throw wrong('to', 'is before “from”')
  const baselineEnd = baselineTo ?? daysLater(period.from, -1)
  const baseline = { from: baselineFrom ?? daysLater(baselineEnd, 1 - length), to: baselineEnd }
  if (baseline.from > baseline.to) throw wrong('baselineTo', 'is before “baselineFrom”')
  return { period, baseline }
}

const wrong = (pointer: string, detail: string) =>
  new Problem('invalid-content', `“${pointer}” ${detail}.`, { errors: [{ pointer: `/${pointer}`, detail }] })

const share = (part: number, whole: number) => (whole === 0 ? null : part / whole)

function technicalLevels(now: Measured, before: Measured): Level[] {
  const level = (
    name: Measure,
    unit: Level['unit'],
    target: number,
    valueOf: (measured: Measured) => number | null,
    countsOf: (measured: Measured) => { count: number; misses: number },
    better: 'higher' | 'lower',
  ): Level => {
    const value = valueOf(now)
    const counts = countsOf(now)
    return {
      level: name,
      unit,
      target,
      value,
      baseline: valueOf(before),
      count: counts.count,
      baselineCount: countsOf(before).count,
      isMet: value === null ? null : better === 'higher' ? value >= target : value <= target,
      errorBudget: counts.count === 0 ? null : errorBudget(name, counts),
    }
  }
  return [
    level(
      'sync_accuracy',
      'share',
      0.999,
      ({ accuracy: { count, misses } }) => share(count - misses, count),
      ({ accuracy }) => accuracy,
      'higher',
    ),
    level(
      'response_time',
      'seconds',
      2,
      ({ durations }) => p95Seconds(durations),
      ({ requests, durations }) => ({ count: requests, misses: slowOf(durations) }),
      'lower',
    ),
    level(
      'uptime',
      'share',
      0.995,
      ({ minutes: { count, misses } }) => share(count - misses, count),
      ({ minutes }) => minutes,
      'higher',
    ),
    level(
      'error_rate',
      'share',
      0.001,
      ({ errors, requests }) => share(errors, requests),
      ({ errors, requests }) => ({ count: requests, misses: errors }),
      'lower',
    ),
  ]
}

function outcomeLevels(now: Outcomes, before: Outcomes): Level[] {
  const level = (
    name: Level['level'],
    unit: Level['unit'],
    valueOf: (outcomes: Outcomes) => number | null,
    countOf: (outcomes: Outcomes) => number,
  ): Level => ({
    level: name,
    unit,
    target: null,
    value: valueOf(now),
    baseline: valueOf(before),
    count: countOf(now),
    baselineCount: countOf(before),
    isMet: null,
    errorBudget: null,
  })
  return [
    level(
      'completion_rate',
      'share',
      ({ certified, ended }) => share(certified, ended),
      ({ ended }) => ended,
    ),
    level(
      'time_to_certificate',
      'days',
      ({ medianDays }) => medianDays,
      ({ certified }) => certified,
    ),
    level(
      'engagement',
      'share',
      ({ active, open }) => share(active, open),
      ({ open }) => open,
    ),
  ]
}

/** The plan’s target, of five stars. */
const STARS = 4.5

function satisfaction(ratings: readonly KnownRating[], earlier: readonly KnownRating[]): Level {
  const [now, before] = [meanRating(ratings), meanRating(earlier)]
  return {
    level: 'satisfaction',
    unit: 'stars',
    target: STARS,
    value: now.average,
    baseline: before.average,
    count: now.count,
    baselineCount: before.count,
    isMet: now.average === null ? null : now.average >= STARS,
    errorBudget: null,
  }
}

function courseRating(
  { channelId, title, average, count, asOf }: KnownRating,
  earlier: readonly KnownRating[],
) {
  const before = earlier.find((rating) => rating.channelId === channelId)
  return {
    channelId,
    title,
    average,
    count,
    asOf: asOf.toISOString(),
    baseline: before?.average ?? null,
    baselineCount: before?.count ?? 0,
  }
}
