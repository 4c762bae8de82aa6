import type { RowVersion } from '../../src/domain/row-version.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import type { Domain, Model } from '../../src/odoo/schema/model.js'
import {
  AssessmentIntegration,
  CourseIntegration,
  ProgressTracker,
  Student,
  TrainingProgram,
} from '../../src/odoo/schema/index.js'
import type { ChangeSource } from '../../src/contracts/sync-sources.js'
import { noticeStudents, noticeStudentsOf } from '../../src/store/changed-students.js'
import { saveRatings } from '../../src/store/course-ratings.js'
import { lacksCourseRules } from '../../src/store/course-rules.js'
import { knownRecords, unknownVersions } from '../../src/store/known-versions.js'
import type { Store } from '../../src/store/store.js'
import type { ActivityDependencies } from '../dependencies.js'
import { assessmentsVersion, type Assessments } from './assessments.js'
import { noticeChangedCourseRules } from './course-rules.js'
import { noticeApplicantsOf } from './intake-changes.js'
import { INTEGRATION_FIELDS, PROGRAM_FIELDS } from '../../src/odoo/schema/tracked-fields.js'
import { CHANNEL_FACTS, ratingsOf, readChannels, withFacts } from './channels.js'
import { rowVersion, type ProgramRow } from './tracked-rows.js'
import { ROWS_PER_CALL } from './tracked-models.js'

/** The models whose rows concern many students. */
export const CONFIGURATION_MODELS = [
  TrainingProgram.name,
  CourseIntegration.name,
  AssessmentIntegration.name,
] as const

/** Programs, courses and assessments that are not as we know them. */
export interface ChangedConfiguration {
  readonly programs: readonly ProgramRow[]
  readonly courses: readonly { readonly id: number; readonly trainingProgram: number | null }[]
  /** Course integrations whose assessments have changed. */
  readonly assessed: readonly number[]
  /** To be saved when the students concerned are in the queue. */
  readonly versions: readonly RowVersion[]
}

export const isUnchanged = ({ versions }: ChangedConfiguration) => versions.length === 0

/**
 * Three calls. There are as many rows as staff have entered, however many students there are. What
 * learners think of the courses comes with them, and is kept.
 */
export async function changedConfiguration(
  odoo: Odoo,
  store: Store,
  assessments: Assessments,
): Promise<ChangedConfiguration> {
  const everything = { order: 'id', archived: true } as const
  const programs = await changedRows(
    store,
    TrainingProgram,
    PROGRAM_FIELDS,
    await odoo.searchRead(TrainingProgram, [], PROGRAM_FIELDS, everything),
  )
  const integrations = await odoo.searchRead(CourseIntegration, [], INTEGRATION_FIELDS, everything)
  const channels = await readChannels(odoo, integrations)
  await saveRatings(store, ratingsOf(channels))
  const courses = await changedRows(
    store,
    CourseIntegration,
    [...INTEGRATION_FIELDS, ...CHANNEL_FACTS],
    withFacts(integrations, channels),
  )
  const assessed = await changedAssessments(store, assessments)
  return {
    programs: programs.map(({ row }) => row),
    courses: courses.map(({ row }) => row),
    assessed: assessed.map(({ recordId }) => recordId),
    versions: [...programs, ...courses].map(({ version }) => version).concat(assessed),
  }
}

/**
 * Compares all rows: staff have entered a few dozen. A row that is restored or imported with an old
 * write date is noticed, too.
 */
async function changedRows<R extends { readonly id: number }>(
  store: Store,
  model: Model,
  fields: readonly (keyof R & string)[],
  rows: readonly R[],
): Promise<{ row: R; version: RowVersion }[]> {
  const versions = rows.map((row) => ({ row, version: rowVersion(model, fields, row) }))
  const unknown = new Set(
    await unknownVersions(
      store,
      model.name,
      versions.map(({ version }) => version),
    ),
  )
  return versions.filter(({ version }) => unknown.has(version))
}

/** Courses whose assessments have changed since their students were last noticed. */
async function changedAssessments(store: Store, assessments: Assessments): Promise<RowVersion[]> {
  const { name } = AssessmentIntegration
  // Includes the courses that no longer have any.
  const courses = new Set([...assessments.keys(), ...(await knownRecords(store, name))])
  const versions = [...courses].map((id) => assessmentsVersion(id, assessments.get(id) ?? []))
  return unknownVersions(store, name, versions)
}

/**
 * Lets everything know of the change, whoever has noticed it: once its versions are saved, nobody
 * notices it again. Course rules come first, so that nobody is read under those that are not
 * entered.
 */
export async function followConfiguration(
  following: Pick<ActivityDependencies, 'odoo' | 'store' | 'config' | 'temporal'>,
  changed: ChangedConfiguration,
  source: ChangeSource,
): Promise<void> {
  if (!isUnchanged(changed) || (await lacksCourseRules(following.store)))
    await noticeChangedCourseRules(following)
  await noticeConcerned(following, changed, source)
}

/**
 * Puts the students of the changed programs and courses into the queue, and nobody else. They are
 * those that our tables know, those with a tracker or a preference for one of the courses, and
 * those who may now apply.
 */
async function noticeConcerned(
  { odoo, store, config }: Pick<ActivityDependencies, 'odoo' | 'store' | 'config'>,
  changed: ChangedConfiguration,
  source: ChangeSource,
): Promise<void> {
  const programs = [
    ...changed.programs.map(({ id }) => id),
    ...changed.courses.flatMap(({ trainingProgram }) => trainingProgram ?? []),
  ]
  await noticeStudentsOf(store.db, [...new Set(programs)], source)
  const courses = await coursesConcerned(odoo, changed)
  if (courses.length > 0) {
    const trackers = odoo.pages(ProgressTracker, [['courseIntegration', 'in', courses]], ['student'], {
      size: ROWS_PER_CALL,
    })
    for await (const rows of trackers) {
      const students = rows.map(({ student }) => student)
      await noticeStudents(store.db, students, source)
    }
    await noticeMatching(odoo, store, [['preferredCourseIntegration', 'in', courses]], source)
  }
  const open = changed.programs.filter(({ status }) => status === 'active').map(({ id }) => id)
  await noticeApplicantsOf({ odoo, store, config }, open, source)
}

async function coursesConcerned(odoo: Odoo, changed: ChangedConfiguration): Promise<number[]> {
  const programs = changed.programs.map(({ id }) => id)
  const ofPrograms =
    programs.length === 0
      ? []
      : await odoo.searchRead(CourseIntegration, [['trainingProgram', 'in', programs]], [])
  return [
    ...new Set([
      ...changed.courses.map(({ id }) => id),
      ...changed.assessed,
      ...ofPrograms.map(({ id }) => id),
    ]),
  ]
}

async function noticeMatching(
  odoo: Odoo,
  store: Store,
  domain: Domain<typeof Student>,
  source: ChangeSource,
): Promise<void> {
  for await (const rows of odoo.pages(Student, domain, [], { size: ROWS_PER_CALL })) {
    const students = rows.map(({ id }) => id)
    await noticeStudents(store.db, students, source)
  }
}
