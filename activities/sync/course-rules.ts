import type { Client } from '@temporalio/client'
import { courseRulesAlarm } from '../../src/alarms/alarm-keys.js'
import { mustBeHeld, type CourseRule } from '../../src/domain/course-rules.js'
import { say } from '../../src/domain/sentences/sentence.js'
import type { Config } from '../../src/config.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { raiseAlarm } from '../../src/store/alarms.js'
import type { RegisteredRun } from '../../src/store/application-runs.js'
import { noteDryRun, noticeCourseRules } from '../../src/store/course-rules.js'
import { policyOf } from '../../src/store/policies.js'
import type { Store } from '../../src/store/store.js'
import { startDryRun } from '../../src/temporal/start-dry-run.js'
import {
  activeCoursesOf,
  readConfiguration,
  type AssessedCourse,
  type Configuration,
  type ProgramConfiguration,
} from './configuration.js'
import type { IntegrationRow } from './tracked-rows.js'

/** What the courses of a program ask for: `src/domain/course-rules.ts`, decision 108. */

/** Returns them as Odoo has them now. */
const courseRulesIn = ({ courses }: Pick<ProgramConfiguration, 'courses'>): CourseRule[] =>
  courses.map((course) => ({
    courseIntegrationId: course.id,
    name: course.name,
    elearningCourse: course.elearningCourse,
    completionThreshold: course.completionThreshold,
    minElearningProgress: course.minElearningProgress,
    minSessionsRequired: course.minSessionsRequired,
    minHomeworkRequired: course.minHomeworkRequired,
    lessons: course.lessons,
    assessments: course.assessments,
  }))

/** The configuration that counts for a student. */
export type ConfigurationOf = (studentId: number) => Configuration

/**
 * Puts each training in progress under the course rules of its run: they differ from what Odoo has
 * until a person has decided about a change. Whoever is not in training follows Odoo.
 */
export function configurationsUnder(
  configuration: Configuration,
  latestRuns: readonly RegisteredRun[],
): ConfigurationOf {
  const differing = new Map<string, boolean>()
  const isHeld = (programId: number, version: number, rules: readonly CourseRule[]): boolean => {
    const key = `${programId}/${version}`
    const found = differing.get(key)
    if (found !== undefined) return found
    const program = configuration.programs.find((one) => one.program.id === programId)
    const differs = program !== undefined && mustBeHeld(rules, courseRulesIn(program))
    differing.set(key, differs)
    return differs
  }
  const held = new Map<number, { programId: number; version: number; rules: readonly CourseRule[] }[]>()
  for (const { programId, studentId, endedStage, courseRulesVersion: version } of latestRuns) {
    if (endedStage !== null || version === null) continue
    const rules = configuration.courseRules.get(programId)?.get(version)
    if (rules === undefined || !isHeld(programId, version, rules)) continue
    held.set(studentId, [...(held.get(studentId) ?? []), { programId, version, rules }])
  }
  const known = new Map<string, Configuration>()
  return (studentId) => {
    const versions = held.get(studentId)
    if (versions === undefined) return configuration
    const key = versions.map(({ programId, version }) => `${programId}/${version}`).join()
    const found =
      known.get(key) ??
      versions.reduce((under, { programId, rules }) => withRules(under, programId, rules), configuration)
    known.set(key, found)
    return found
  }
}

function withRules(
  configuration: Configuration,
  programId: number,
  rules: readonly CourseRule[],
): Configuration {
  const integrations = new Map(configuration.integrations)
  for (const course of coursesUnder(programId, rules, [...integrations.values()]))
    integrations.set(course.id, course)
  const courses = activeCoursesOf(programId, [...integrations.values()])
  return {
    ...configuration,
    integrations,
    programs: configuration.programs.map((one) => (one.program.id === programId ? { ...one, courses } : one)),
  }
}

/**
 * The course integrations of a program as these rules have them. One that Odoo no longer has cannot
 * be kept: there is nothing left to learn or to measure.
 */
export function coursesUnder<I extends IntegrationRow & Partial<AssessedCourse>>(
  programId: number,
  rules: readonly CourseRule[],
  integrations: readonly I[],
): I[] {
  const byId = new Map(rules.map((rule) => [rule.courseIntegrationId, rule]))
  return integrations.flatMap((course): I[] => {
    const rule = byId.get(course.id)
    if (rule === undefined)
      return course.trainingProgram === programId ? [{ ...course, status: 'archived' }] : [course]
    const isSameCourse = course.elearningCourse === rule.elearningCourse
    const lessons = isSameCourse ? Math.max(course.lessons ?? 0, rule.lessons) : rule.lessons
    return [
      {
        ...course,
        trainingProgram: programId,
        status: 'active',
        elearningCourse: rule.elearningCourse,
        completionThreshold: rule.completionThreshold,
        minElearningProgress: rule.minElearningProgress,
        minSessionsRequired: rule.minSessionsRequired,
        minHomeworkRequired: rule.minHomeworkRequired,
        ...(course.lessons !== undefined && { lessons, lessonsRemoved: lessons > course.lessons }),
        ...(course.assessments !== undefined && { assessments: rule.assessments }),
      },
    ]
  })
}

interface Noticing {
  readonly odoo: Odoo
  readonly store: Store
  readonly config: Config
  readonly temporal: Client
}

/**
 * Enters what has changed in the courses of programs, before any student is read under it. Where a
 * person must decide, raises an alarm and starts the dry run that shows whom it concerns. Four
 * calls.
 */
export async function noticeChangedCourseRules({ odoo, store, config, temporal }: Noticing): Promise<void> {
  const { programs } = await readConfiguration(odoo, store)
  for (const program of programs) {
    const { id: programId } = program.program
    const version = await noticeCourseRules(store, programId, courseRulesIn(program), config.courseChanges)
    if (version === null) continue
    await raiseAlarm(store, { key: courseRulesAlarm(programId), said: say('courses_changed', { programId }) })
    const { version: basedOn } = await policyOf(store, programId)
    const rules = {
      programId,
      basedOn,
      policy: null,
      courses: [],
      courseRulesVersion: version,
      author: 'sweep',
    }
    try {
      await noteDryRun(store, { programId, version, dryRunId: await startDryRun({ store, temporal }, rules) })
    } catch {
      // Temporal does not respond. Whoever decides can start it again.
    }
  }
}
