import Type from 'typebox'
import { InstantText, NamedObject, Nullable } from './common.js'

const Day = (what: string) =>
  Type.String({ format: 'date', description: `${what} A day in the center’s time zone.` })

export const ServiceLevelQuery = Type.Object(
  {
    from: Type.Optional(Day('First day of the period. Default: 30 days ago.')),
    to: Type.Optional(Day('Last day of the period. Default: today.')),
    baselineFrom: Type.Optional(
      Day('First day of the period to compare with. Default: as many days before.'),
    ),
    baselineTo: Type.Optional(Day('Last day of the period to compare with.')),
  },
  { additionalProperties: false },
)

const Value = Nullable(Type.Number())

const PeriodBody = NamedObject('ServicePeriod', {
  from: Type.String({ format: 'date' }),
  to: Type.String({ format: 'date' }),
})

const Level = NamedObject('ServiceLevel', {
  level: Type.Enum(
    [
      'sync_accuracy',
      'response_time',
      'uptime',
      'error_rate',
      'completion_rate',
      'time_to_certificate',
      'engagement',
      'satisfaction',
    ],
    {
      description:
        '`sync_accuracy`: values equal to Odoo’s in comparisons (of the last 30). `response_time`: 95 % of the API’s requests within. ' +
        '`uptime`: minutes in which the API ran, since measuring began. `error_rate`: requests that ended with 500 or above. ' +
        '`completion_rate`: of trainings that ended, those with a certificate. `time_to_certificate`: median. ' +
        '`engagement`: of open trainings, those with a milestone or a completed course. `satisfaction`: mean of Odoo’s ratings of courses that stood at the end of the period',
    },
  ),
  unit: Type.Enum(['share', 'seconds', 'days', 'stars'], {
    description: '`share`: 0–1. `stars`: 1–5',
  }),
  target: Nullable(Type.Number({ description: 'null: none, it is compared with the baseline' })),
  value: Nullable(Type.Number({ description: 'null: not measured' })),
  baseline: Value,
  count: Type.Integer({
    description: 'What the value is computed from: values, requests, minutes, trainings or ratings',
  }),
  baselineCount: Type.Integer(),
  isMet: Nullable(Type.Boolean({ description: 'null: no target, or not measured' })),
  errorBudget: Nullable(
    NamedObject('ErrorBudget', {
      allowed: Type.Number({ description: 'How many of `count` may miss the target' }),
      used: Type.Number(),
      left: Nullable(Type.Number({ description: '1: nothing is used; below 0: more than is allowed' })),
    }),
  ),
})

const Rating = NamedObject('CourseRating', {
  channelId: Type.Integer({ description: 'Of the eLearning course in Odoo' }),
  title: Type.String(),
  average: Type.Number({ description: '1–5 stars: of all ratings that stood at the end of the period' }),
  count: Type.Integer(),
  asOf: InstantText,
  baseline: Value,
  baselineCount: Type.Integer(),
})

export const ServiceLevelBody = NamedObject('ServiceLevels', {
  period: PeriodBody,
  baseline: PeriodBody,
  levels: Type.Array(Level),
  courseRatings: Type.Array(Rating, {
    description: 'Courses of programs that learners have rated, by title',
  }),
})
