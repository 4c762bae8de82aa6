import type { ChangeSource } from '../../src/contracts/sync-sources.js'
import { statesThatMayApply } from '../../src/domain/applicants.js'
import { concernedBy, type ConcernedStudents, type IntakeRules } from '../../src/domain/intake.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { CourseIntegration, Student, TrainingProgram } from '../../src/odoo/schema/index.js'
import type { Condition, Domain, Row } from '../../src/odoo/schema/model.js'
import { noticeStudents } from '../../src/store/changed-students.js'
import { noticeCounters } from '../../src/store/due-counters.js'
import { intakesOf } from '../../src/store/intakes.js'
import { noticedRules, programsWithRules, saveNoticedRules } from '../../src/store/noticed-rules.js'
import { newestPolicies } from '../../src/store/policies.js'
import type { ActivityDependencies } from '../dependencies.js'
import { writeFirstPolicies } from './first-policies.js'
import { ROWS_PER_CALL } from './tracked-models.js'

type Dependencies = Pick<ActivityDependencies, 'odoo' | 'store' | 'config'>

/**
 * Puts the students into the queue who may apply, or no longer wait, since somebody has changed the
 * intake or the policy of a program. No call to Odoo where nothing has changed.
 */
export async function noticeChangedIntakes(dependencies: Dependencies): Promise<void> {
  const { store } = dependencies
  const [programs, noticed] = await Promise.all([programsWithRules(store), noticedRules(store)])
  const rules = await rulesOf(dependencies, programs)
  await noticeApplicants(dependencies, rules, noticed, 'sweep')
}

/** The same for programs that are new, or that somebody has edited in Odoo: all who may apply. */
export async function noticeApplicantsOf(
  dependencies: Dependencies,
  programIds: readonly number[],
  source: ChangeSource,
): Promise<void> {
  await writeFirstPolicies(dependencies, programIds)
  const rules = await rulesOf(dependencies, programIds)
  await noticeApplicants(dependencies, rules, new Map(), source)
}

/** For a search that reads every student: only what changes from now on concerns anybody. */
export async function beginWithPresentIntakes(dependencies: Dependencies): Promise<void> {
  const programs = await dependencies.odoo.searchRead(TrainingProgram, [], [])
  const programIds = programs.map(({ id }) => id)
  await writeFirstPolicies(dependencies, programIds)
  const rules = await rulesOf(dependencies, programIds)
  await dependencies.store.db.transaction().execute((db) => saveNoticedRules(db, rules))
}

async function rulesOf(
  { store, config }: Dependencies,
  programIds: readonly number[],
): Promise<ReadonlyMap<number, IntakeRules>> {
  const [intakes, policyOf] = await Promise.all([
    intakesOf(store, programIds, config.intake.byDefault),
    newestPolicies(store, programIds),
  ])
  const rules = new Map<number, IntakeRules>()
  for (const [programId, { version, mode, since }] of intakes) {
    const policy = policyOf(programId)
    rules.set(programId, {
      mode,
      since,
      intakeVersion: version,
      policyVersion: policy.version,
      applicants: policy.applicants,
      states: statesThatMayApply(policy),
    })
  }
  return rules
}

/** The rules are saved last: an attempt that dies before finds the same students again. */
async function noticeApplicants(
  { odoo, store }: Dependencies,
  rules: ReadonlyMap<number, IntakeRules>,
  noticed: ReadonlyMap<number, IntakeRules>,
  source: ChangeSource,
): Promise<void> {
  const changed = new Map([...rules].filter(([id, after]) => !isEqual(noticed.get(id), after)))
  for (const [programId, after] of changed) {
    const concerned = concernedBy(noticed.get(programId), after)
    if (concerned)
      for (const domain of await applicantDomains(odoo, programId, after, concerned))
        for await (const rows of odoo.pages(Student, domain, [], { size: ROWS_PER_CALL }))
          await noticeStudents(
            store.db,
            rows.map(({ id }) => id),
            source,
          )
  }
  if (changed.size === 0) return
  await store.db.transaction().execute(async (db) => {
    await saveNoticedRules(db, changed)
    // They are written only where the intake is on, or somebody has applied.
    await noticeCounters(db, 'all')
  })
}

const isEqual = (before: IntakeRules | undefined, after: IntakeRules) =>
  before !== undefined &&
  before.mode === after.mode &&
  before.since === after.since &&
  before.intakeVersion === after.intakeVersion &&
  before.policyVersion === after.policyVersion

/** Who prefers a course of the program, and where it is open to all, who has no preference. */
export async function applicantDomains(
  odoo: Odoo,
  programId: number,
  { applicants }: Pick<IntakeRules, 'applicants'>,
  { since, until, states }: ConcernedStudents,
): Promise<Domain<typeof Student>[]> {
  const courses = await odoo.searchRead(CourseIntegration, [['trainingProgram', '=', programId]], [])
  const conditions: Condition<typeof Student>[] = [
    ...(since === null ? [] : ([['createDate', '>=', since]] as const)),
    ...(until === null ? [] : ([['createDate', '<', until]] as const)),
    ...(states === null ? [] : ([['state', 'in', states as StudentState[]]] as const)),
  ]
  const preferring = courses.map(({ id }) => id)
  return [
    ...(preferring.length === 0
      ? []
      : [[['preferredCourseIntegration', 'in', preferring], ...conditions] satisfies Domain<typeof Student>]),
    ...(applicants === 'all'
      ? [[['preferredCourseIntegration', '=', null], ...conditions] satisfies Domain<typeof Student>]
      : []),
  ]
}

type StudentState = NonNullable<Row<typeof Student, 'state'>['state']>
