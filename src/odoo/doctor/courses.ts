import type { Odoo } from '../client/client.js'
import type { ResolvedModel } from '../client/resolution.js'
import type { Row } from '../schema/model.js'
import { Channel, CourseIntegration, CourseSession } from '../schema/index.js'
import { listed, note, problem, warning, type FindingDraft } from './finding.js'
import type { Check } from './check-context.js'

/** More integrations than any centre has. Those beyond it are not checked. */
const MAX_INTEGRATIONS = 1_000

/** Course integrations that would block their students. */
export const courses: Check = {
  name: 'courses',
  run: async ({ odoo }) => {
    const { integrations, channels } = await integratedCourses(odoo)
    if (integrations.length === 0) return [noCourses()]
    const { fields } = await odoo.resolve(Channel)
    const sessions = integrations.some(({ minSessionsRequired }) => minSessionsRequired > 0)
      ? await odoo.count(CourseSession, [])
      : null
    return [...courseFindings(integrations, channels, sessions), ...ratingFindings(fields)]
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

/** Returns the active integrations and their eLearning courses, archived courses too. */
export async function integratedCourses(
  odoo: Odoo,
): Promise<{ readonly integrations: readonly Integration[]; readonly channels: readonly Course[] }> {
  if ((await odoo.resolve(CourseIntegration)).origin === 'missing') return { integrations: [], channels: [] }
  const integrations = await odoo.searchRead(CourseIntegration, [['status', '=', 'active']], INTEGRATION, {
    order: 'id',
    limit: MAX_INTEGRATIONS,
  })
  const ids = new Set(integrations.map(({ elearningCourse }) => elearningCourse))
  return { integrations, channels: await odoo.read(Channel, [...ids], CHANNEL) }
}

/** Reports that what learners think of courses cannot be read. */
export const ratingFindings = ({
  ratingAvg,
  ratingCount,
}: Pick<ResolvedModel<typeof Channel>['fields'], 'ratingAvg' | 'ratingCount'>): FindingDraft[] => {
  const missing = [ratingAvg, ratingCount].flatMap(({ name, origin }) => (origin === 'missing' ? [name] : []))
  if (missing.length === 0) return []
  return [
    note({
      what: `The ratings of courses can’t be read: the bot does not see ${listed(missing)}.`,
      why: 'Satisfaction is not measured. Everything else works.',
      fix: 'Odoo shows ratings to internal users only: make the bot user one.',
    }),
  ]
}

const noCourses = () =>
  note({
    what: 'No course integration is active.',
    why: 'Students can be checked for eligibility, but there is nothing to enroll them in.',
    fix: 'Create a course integration for each eLearning course of a program and activate it.',
  })

/** `sessions`: how many Odoo has in total. Null: not counted, because no course requires any. */
export function courseFindings(
  integrations: readonly Integration[],
  channels: readonly Course[],
  sessions: number | null,
): FindingDraft[] {
  const byId = new Map(channels.map((channel) => [channel.id, channel]))
  const faults = integrations.flatMap((integration) =>
    faultsOf(integration, byId.get(integration.elearningCourse)).map((fault) => ({
      fault,
      id: integration.id,
    })),
  )
  const kinds = [...new Set(faults.map(({ fault }) => fault))]
  return [
    ...kinds.map((kind) =>
      kind.finding(listed(faults.filter(({ fault }) => fault === kind).map(({ id }) => `#${id}`))),
    ),
    ...sharedCourses(integrations),
    ...(sessions === 0 ? [noSessions(integrations)] : []),
  ]
}

/** A kind of mistake. It becomes one finding for all integrations that have it. */
interface Fault {
  readonly applies: (course: Course) => boolean
  /** `which`: the integrations concerned. */
  readonly finding: (which: string) => FindingDraft
}

const NO_ENROLLMENT = 'Students can’t be enrolled; each enrollment waits for a person.'
const NEVER_COMPLETED = 'No student can complete the course, so nobody gets a certificate of its program.'

function faultsOf(
  { completionThreshold, minElearningProgress }: Integration,
  course?: Course,
): Pick<Fault, 'finding'>[] {
  const unattainable = completionThreshold > 100 || minElearningProgress > 100
  return [
    ...(course ? COURSE_FAULTS.filter(({ applies }) => applies(course)) : [MISSING_COURSE]),
    ...(unattainable ? [UNATTAINABLE] : []),
  ]
}

const MISSING_COURSE: Pick<Fault, 'finding'> = {
  finding: (which) =>
    problem({
      what: `The eLearning course of integration ${which} does not exist, or the bot can’t see it.`,
      why: NO_ENROLLMENT,
      fix: 'Choose another eLearning course in the integration, or check the record rules of courses.',
    }),
}

const UNATTAINABLE: Pick<Fault, 'finding'> = {
  finding: (which) =>
    problem({
      what: `Integration ${which} requires more than 100%.`,
      why: NEVER_COMPLETED,
      fix: 'Set the completion threshold and the required eLearning progress to at most 100.',
    }),
}

const COURSE_FAULTS: readonly Fault[] = [
  {
    applies: ({ active }) => !active,
    finding: (which) =>
      problem({
        what: `The eLearning course of integration ${which} is archived.`,
        why: NO_ENROLLMENT,
        fix: 'Unarchive the course, or archive the integration.',
      }),
  },
  {
    applies: ({ active, isPublished }) => active && !isPublished,
    finding: (which) =>
      problem({
        what: `The eLearning course of integration ${which} is not published.`,
        why: 'Learners can’t open it, so nobody is enrolled; each enrollment waits for a person.',
        fix: 'Publish the course on the website, or archive the integration.',
      }),
  },
  {
    applies: ({ enroll }) => enroll === 'payment',
    finding: (which) =>
      problem({
        what: `The eLearning course of integration ${which} is for sale.`,
        why: `Odoo only enrolls people who pay. ${NO_ENROLLMENT}`,
        fix: 'Set the enroll policy of the course to invitation or open.',
      }),
  },
  {
    applies: ({ active, totalSlides }) => active && totalSlides === 0,
    finding: (which) =>
      problem({
        what: `The eLearning course of integration ${which} has no published contents.`,
        why: `There is nothing to complete. ${NEVER_COMPLETED}`,
        fix: 'Publish contents in the course.',
      }),
  },
  {
    applies: ({ channelType }) => channelType === 'documentation',
    finding: (which) =>
      warning({
        what: `The eLearning course of integration ${which} is of type documentation.`,
        why: 'Such a course does not lead through its contents. Learners seldom open all of them, so few complete it.',
        fix: 'Set the type of the course to training.',
      }),
  },
]

/** Reports courses that have several integrations. */
function sharedCourses(integrations: readonly Integration[]): FindingDraft[] {
  const byCourse = new Map<number, number[]>()
  for (const { id, elearningCourse } of integrations)
    byCourse.set(elearningCourse, [...(byCourse.get(elearningCourse) ?? []), id])
  return [...byCourse.values()]
    .filter((ids) => ids.length > 1)
    .map((ids) =>
      warning({
        what: `Integrations ${listed(ids.map((id) => `#${id}`))} use the same eLearning course.`,
        why: 'Progress in it counts for each of them. A student of both is enrolled once and has two progress trackers.',
        fix: 'If this is not intended, archive all but one.',
      }),
    )
}

const noSessions = (integrations: readonly Integration[]) => {
  const affected = integrations.filter(({ minSessionsRequired }) => minSessionsRequired > 0)
  return note({
    what: `Integration ${listed(affected.map(({ id }) => `#${id}`))} requires sessions, but Odoo has none.`,
    why: 'Nobody completes the course until sessions are held and entered.',
    fix: 'Enter the sessions, or set the required sessions to 0.',
  })
}
