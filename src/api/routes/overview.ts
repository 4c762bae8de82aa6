import type { AtRisk, Funnel, OverviewFilter } from '../../store/overview.js'
import type { ApiDeps } from '../deps.js'
import { linksOf } from '../links.js'
import { problems } from '../schemas/common.js'
import { Overview, OverviewQuery } from '../schemas/overview.js'
import { named } from '../serializers.js'
import type { Server } from '../server.js'
import { ApplicationDetails } from '../services/application-detail.js'
import { knownTimeZoneFor } from '../services/center-zone.js'
import { OverviewFigures } from '../services/overview-figures.js'
import { ProgramNames } from '../services/program-names.js'
import { periodOf } from '../services/report-requests.js'
import { visibleTo } from '../services/student-scope.js'
import { overviewTables } from '../tables/overview.js'

/** Rows of each list, unless a caller wants more. */
const SHOWN = 50

/** Days in which the deadlines of trainings are shown, unless a caller says otherwise. */
const DUE_DAYS = 30

/** Milliseconds. */
const DAY = 24 * 60 * 60 * 1_000

/** Where students stand, how long it takes, and who is at risk. */
export function overviewRoutes(app: Server, deps: ApiDeps): void {
  const figures = new OverviewFigures(deps.store, deps.clock)
  const timeZoneNow = knownTimeZoneFor(deps)
  const applications = new ApplicationDetails({
    ...deps,
    links: linksOf(deps),
    programs: new ProgramNames(deps.odoo),
  })
  app.get(
    '/v1/overview',
    {
      config: { access: 'caller', permission: 'read_students', tables: overviewTables },
      schema: {
        tags: ['overview'],
        summary: 'Where students stand, how long it takes, who is at risk, and who has how much to do',
        description:
          'About the runs of applications that began from `from` to `to`, both included; without them, about all. ' +
          'An agent gets the numbers of their own students. In a center with many applications, the numbers may be up to ' +
          'a minute old: `asOf` says when they were counted.',
        querystring: OverviewQuery,
        response: { 200: Overview, ...problems },
      },
    },
    async ({ scope, query: { programId, agentId, from, to, dueDays = DUE_DAYS, limit = SHOWN } }) => {
      const timeZone = await timeZoneNow()
      const filter: OverviewFilter = {
        timeZone,
        ...visibleTo(scope),
        ...(programId !== undefined && { programId }),
        ...(agentId !== undefined && { agentId: agentId === 0 ? null : agentId }),
        ...periodOf({ from, to }, timeZone),
      }
      const { asOf, funnel, cohorts, timeToCertificate, atRisk, workload, deadlines, trainingsDue } =
        await figures.get({ filter, dueDays, limit })
      const names = await applications.names([...atRisk, ...deadlines, ...trainingsDue])
      return {
        asOf: asOf.toISOString(),
        timeZone,
        funnel: funnelSteps(funnel),
        cohorts: cohorts.map(({ month, applied, enrolled, certified }) => ({
          month,
          applied,
          enrolled,
          certified,
          completionRate: share(certified, enrolled),
        })),
        timeToCertificate: { ...timeToCertificate, weeks: [...timeToCertificate.weeks] },
        atRisk: atRisk.map((one) => ({
          programId: one.programId,
          studentId: one.studentId,
          ...named(one, names),
          stage: one.stage,
          since: one.since.toISOString(),
          reasons: reasonsOf(one, asOf),
        })),
        workload: workload.map(({ agentId: id, name, open, tasks, oldestTask }) => ({
          agent: id === null ? null : { id, name },
          open,
          tasks,
          oldestTask: oldestTask?.toISOString() ?? null,
        })),
        deadlines: deadlines.map((one) => ({
          programId: one.programId,
          studentId: one.studentId,
          ...named(one, names),
          kind: one.kind,
          deadline: one.deadline.toISOString(),
        })),
        trainingsDue: trainingsDue.map((one) => ({
          programId: one.programId,
          studentId: one.studentId,
          ...named(one, names),
          stage: one.stage,
          progress: one.overall === null ? null : Math.round(one.overall * 10) / 10,
          deadline: one.deadline.toISOString(),
        })),
      }
    },
  )
}

function funnelSteps(funnel: Funnel) {
  const steps = ['applied', 'enrolled', 'completed', 'certified'] as const
  return steps.map((step, at) => {
    const previous = steps[at - 1]
    return {
      step,
      count: funnel[step],
      ofPrevious: previous === undefined ? null : share(funnel[step], funnel[previous]),
      ofAll: share(funnel[step], funnel.applied),
    }
  })
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

const RISKY_STAGES = ['stalled', 'overdue', 'problem'] as const

function reasonsOf({ stage, waitingSince }: AtRisk, now: Date) {
  const waits = waitingSince !== null && waitingSince.getTime() < now.getTime() - 7 * DAY
  return [...RISKY_STAGES.filter((risky) => risky === stage), ...(waits ? (['task_waits'] as const) : [])]
}
