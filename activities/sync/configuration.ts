import type { ProgramPolicy } from '../../src/domain/policy.js'
import { groupBy } from '../../src/group-by.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import type { UnreadableRow } from '../../src/odoo/client/rows.js'
import { AssessmentIntegration, CourseIntegration, TrainingProgram } from '../../src/odoo/schema/index.js'
import { courseRulesInUse, type KnownCourseRules } from '../../src/store/course-rules.js'
import { newestPolicies } from '../../src/store/policies.js'
import { readSecondContacts, type SecondContact } from '../../src/store/second-contacts.js'
import type { Store } from '../../src/store/store.js'
import { assessedContentOf, readAssessments, type AssessedContent, type Assessments } from './assessments.js'
import { readChannels, withFacts, type ChannelFacts } from './channels.js'
import { settingAside, type SettingAside } from './set-aside.js'
import { INTEGRATION_FIELDS, PROGRAM_FIELDS } from '../../src/odoo/schema/tracked-fields.js'
import { type AssessmentRow, type IntegrationRow, type ProgramRow } from './tracked-rows.js'

/** The programs, their courses and newest policies: a few dozen rows, the same for all students. */
export interface Configuration {
  readonly programs: readonly ProgramConfiguration[]
  /** All course integrations by id, inactive ones too. */
  readonly integrations: ReadonlyMap<number, AssessedCourse>
  /** Also of course rules that a training is still under. */
  readonly assessedContent: AssessedContent
  /** The versions of course rules that any training in progress is under. */
  readonly courseRules: KnownCourseRules
  /** By student. Those that are other people are left out. */
  readonly secondContacts: ReadonlyMap<number, readonly SecondContact[]>
  /**
   * Whether a course or an assessment of the program cannot be read. Such a program is left out:
   * without that row it would seem complete too early.
   */
  readonly isUnreadable: (programId: number) => boolean
}

/** A course integration with its assessments. */
export type AssessedCourse = IntegrationRow &
  ChannelFacts & {
    readonly assessments: readonly AssessmentRow[]
    /** Whether lessons were removed that still count for a training under earlier course rules. */
    readonly lessonsRemoved?: boolean
  }

export interface ProgramConfiguration {
  readonly program: ProgramRow
  /**
   * Active course integrations by rising id. Drafts and archived ones are not part of the program.
   */
  readonly courses: readonly AssessedCourse[]
  /** For applications that have never run. `PolicyOf` has the policy of any application. */
  readonly newestPolicy: ProgramPolicy
}

/** Four calls to Odoo, and three queries. */
export async function readConfiguration(
  connection: Odoo,
  store: Store,
  { odoo, rows: setAside }: SettingAside = settingAside(connection),
): Promise<Configuration> {
  const [programs, rows, assessments] = await Promise.all([
    odoo.searchRead(TrainingProgram, [], PROGRAM_FIELDS, { order: 'id' }),
    odoo.searchRead(CourseIntegration, [], INTEGRATION_FIELDS, { order: 'id' }),
    readAssessments(odoo),
  ])
  const integrations = withFacts(rows, await readChannels(odoo, rows)).map((row) => ({
    ...row,
    assessments: assessments.get(row.id) ?? [],
  }))
  const isUnreadable = unreadablePrograms([...setAside.values()], rows)
  const readable = programs.filter(({ id }) => !isUnreadable(id))
  const policyOf = await newestPolicies(
    store,
    readable.map(({ id }) => id),
  )
  const courseRules = await courseRulesInUse(store)
  return {
    isUnreadable,
    assessedContent: assessedContentOf([...assessments.values(), ...assessmentsOf(courseRules)].flat()),
    courseRules,
    secondContacts: groupBy(await readSecondContacts(store), ({ studentId }) => studentId),
    integrations: new Map(integrations.map((integration) => [integration.id, integration])),
    programs: readable.map((program) => ({
      program,
      courses: activeCoursesOf(program.id, integrations),
      newestPolicy: policyOf(program.id),
    })),
  }
}

/** What counts for any course, also under course rules that a training is still under. One call. */
export async function assessedContentInUse(
  odoo: Odoo,
  store: Store,
  present?: Assessments,
): Promise<AssessedContent> {
  const rows = [...(present ?? (await readAssessments(odoo))).values()]
  return assessedContentOf([...rows, ...assessmentsOf(await courseRulesInUse(store))].flat())
}

/** The assessments of all these versions. */
const assessmentsOf = (known: KnownCourseRules): (readonly AssessmentRow[])[] =>
  [...known.values()].flatMap((versions) =>
    [...versions.values()].flatMap((rules) => rules.map(({ assessments }) => assessments)),
  )

function unreadablePrograms(
  setAside: readonly UnreadableRow[],
  integrations: readonly IntegrationRow[],
): (programId: number) => boolean {
  const programs = new Map(integrations.map(({ id, trainingProgram }) => [id, trainingProgram]))
  const affected = setAside.flatMap(({ model, id, relations }) => {
    if (model === TrainingProgram.name) return [id]
    if (model === CourseIntegration.name) return [relations['trainingProgram']]
    if (model !== AssessmentIntegration.name) return []
    const course = relations['courseIntegration']
    return [typeof course === 'number' ? programs.get(course) : course]
  })
  // Where the row does not say which program it belongs to, it may be any.
  const any = affected.includes(undefined)
  return (programId) => any || affected.includes(programId)
}

export const activeCoursesOf = <I extends IntegrationRow>(programId: number, integrations: readonly I[]) =>
  integrations.filter(({ trainingProgram, status }) => trainingProgram === programId && status === 'active')
