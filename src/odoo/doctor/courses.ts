import type { Odoo } from '../client/client.js'
import type { Row } from '../schema/model.js'
import { Channel, CourseIntegration, CourseSession } from '../schema/index.js'
import { listed, note, problem, warning, type FindingDraft } from './finding.js'
import type { Check } from './check-context.js'

/** More integrations than any centre has; beyond it the rest is not looked at. */
const MOST = 1_000

/** Courses that would stop their students. */
export const courses: Check = {
  name: 'courses',
  run: async ({ odoo }) => {
    const { integrations, channels } = await integratedCourses(odoo)
    if (integrations.length === 0) return [noCourses()]
    const sessions = integrations.some(({ minSessionsRequired }) => minSessionsRequired > 0)
      ? await odoo.count(CourseSession, [])
      : null
    return courseFindings(integrations, channels, sessions)
  },
}

const INTEGRATION = [
  'elearningCourse',
  'completionThreshold',
  'minElearningProgress',
  'minSessionsRequired',
] as const
const CHANNEL = ['active', 'isPublished', 'channelType', 'enroll', 'totalSlides'] as const

type Integration = Row<typeof CourseIntegration, (typeof INTEGRATION)[number]>
type Course = Row<typeof Channel, (typeof CHANNEL)[number]>

/** Active integrations and their eLearning courses, archived ones too. */
export async function integratedCourses(
  odoo: Odoo,
): Promise<{ readonly integrations: readonly Integration[]; readonly channels: readonly Course[] }> {
  if ((await odoo.resolve(CourseIntegration)).origin === 'missing') return { integrations: [], channels: [] }
  const integrations = await odoo.searchRead(CourseIntegration, [['status', '=', 'active']], INTEGRATION, {
    order: 'id',
    limit: MOST,
  })
  const ids = new Set(integrations.map(({ elearningCourse }) => elearningCourse))
  return { integrations, channels: await odoo.read(Channel, [...ids], CHANNEL) }
}

const noCourses = () =>
  note({
    what: 'No course integration is active.',
    why: 'Students can be assessed, but enrolled in nothing.',
    fix: 'Make a course integration for each eLearning course of a program and set it to active.',
  })

/** `sessions`: how many Odoo holds in all; null: not asked, nobody demands any. */
export function courseFindings(
  integrations: readonly Integration[],
  channels: readonly Course[],
  sessions: number | null,
): FindingDraft[] {
  const byId = new Map(channels.map((channel) => [channel.id, channel]))
  const faults = integrations.flatMap((integration) =>
    faultsOf(integration, byId.get(integration.elearningCourse)),
  )
  const kinds = [...new Map(faults.map((fault) => [fault.kind, fault])).values()]
  return [
    ...kinds.map(({ kind, ...fault }) =>
      fault.remark(listed(faults.filter((one) => one.kind === kind).map(({ id }) => `#${id}`))),
    ),
    ...shared(integrations),
    ...(sessions === 0 ? [noSessions(integrations)] : []),
  ]
}

interface Fault {
  readonly kind: string
  /** Of the integration. */
  readonly id: number
  /** `which`: the integrations concerned. */
  readonly remark: (which: string) => FindingDraft
}

const STOPS = 'Students can’t be enrolled; each enrollment waits for a person.'
const NEVER = 'No student ever completes the course, and none of the program gets a certificate.'

function faultsOf({ id, completionThreshold, minElearningProgress }: Integration, course?: Course): Fault[] {
  const found = Object.entries(FAULTS).filter(([, { holds }]) => course === undefined || holds(course))
  const faults = course === undefined ? [GONE] : found.map(([kind, { say }]) => ({ kind, remark: say }))
  const unreachable = completionThreshold > 100 || minElearningProgress > 100
  return [...faults, ...(unreachable ? [UNREACHABLE] : [])].map((fault) => ({ ...fault, id }))
}

const GONE: Omit<Fault, 'id'> = {
  kind: 'gone',
  remark: (which) =>
    problem({
      what: `The eLearning course of integration ${which} is not there, or the bot can’t see it.`,
      why: STOPS,
      fix: 'Choose another eLearning course in the integration, or look at the record rules of courses.',
    }),
}

const UNREACHABLE: Omit<Fault, 'id'> = {
  kind: 'unreachable',
  remark: (which) =>
    problem({
      what: `Integration ${which} demands more than 100 %.`,
      why: NEVER,
      fix: 'Set the completion threshold and the eLearning required to at most 100.',
    }),
}

const FAULTS: Readonly<
  Record<string, { readonly holds: (course: Course) => boolean; readonly say: (which: string) => FindingDraft }>
> = {
  archived: {
    holds: ({ active }) => !active,
    say: (which) =>
      problem({
        what: `The eLearning course of integration ${which} is archived.`,
        why: STOPS,
        fix: 'Take the course out of the archive, or archive the integration.',
      }),
  },
  unpublished: {
    holds: ({ active, isPublished }) => active && !isPublished,
    say: (which) =>
      problem({
        what: `The eLearning course of integration ${which} is not published.`,
        why: 'Learners can’t open it, so nobody is enrolled; each enrollment waits for a person.',
        fix: 'Publish the course on the website, or archive the integration.',
      }),
  },
  'for sale': {
    holds: ({ enroll }) => enroll === 'payment',
    say: (which) =>
      problem({
        what: `The eLearning course of integration ${which} is for sale.`,
        why: `Odoo enrolls who pays, not whom the orchestrator sends. ${STOPS}`,
        fix: 'Set the enroll policy of the course to invitation or open.',
      }),
  },
  empty: {
    holds: ({ active, totalSlides }) => active && totalSlides === 0,
    say: (which) =>
      problem({
        what: `The eLearning course of integration ${which} has no published contents.`,
        why: `There is nothing to complete. ${NEVER}`,
        fix: 'Publish contents in the course.',
      }),
  },
  documentation: {
    holds: ({ channelType }) => channelType === 'documentation',
    say: (which) =>
      warning({
        what: `The eLearning course of integration ${which} is of the type documentation.`,
        why: 'Such a course has no path through its contents: learners seldom open all of them, so few complete it.',
        fix: 'Set the type of the course to training.',
      }),
  },
}

/** Two integrations of one course. */
function shared(integrations: readonly Integration[]): FindingDraft[] {
  const byCourse = new Map<number, number[]>()
  for (const { id, elearningCourse } of integrations)
    byCourse.set(elearningCourse, [...(byCourse.get(elearningCourse) ?? []), id])
  return [...byCourse.values()]
    .filter((ids) => ids.length > 1)
    .map((ids) =>
      warning({
        what: `Integrations ${listed(ids.map((id) => `#${id}`))} lead to the same eLearning course.`,
        why: 'Progress in it counts for each of them at once; a student of both is enrolled once and has two trackers.',
        fix: 'Where that is not meant, archive all but one.',
      }),
    )
}

const noSessions = (integrations: readonly Integration[]) => {
  const demanding = integrations.filter(({ minSessionsRequired }) => minSessionsRequired > 0)
  return note({
    what: `Integration ${listed(demanding.map(({ id }) => `#${id}`))} demands sessions, and Odoo holds none.`,
    why: 'Until sessions are held and entered, nobody completes the course.',
    fix: 'Enter the sessions, or set the sessions required to 0.',
  })
}
