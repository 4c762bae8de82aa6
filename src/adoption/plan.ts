import type { Client } from '@temporalio/client'
import { applicationRef, type Application } from '../contracts/application.js'
import { adoptionOf, type Adoption, type KnownRun } from '../domain/adoption.js'
import { DEFAULT_POLICY, type ProgramPolicy } from '../domain/policy.js'
import { groupBy } from '../group-by.js'
import type { Odoo } from '../odoo/client/client.js'
import { latestRunsOf } from '../store/application-runs.js'
import { policyOf } from '../store/policies.js'
import { newestTracker } from '../store/progress-numbers.js'
import type { Store } from '../store/store.js'
import { runsInTemporal } from '../temporal/known-runs.js'
import { batches } from './batches.js'
import { withMissingEmails } from './ledger-gaps.js'
import {
  readUnknownCertificates,
  type LeftOutCertificate,
  type UnknownCertificate,
} from './our-certificates.js'
import { readStudentsInTraining, type StudentInTraining } from './students-in-training.js'
import { readCoursePrograms, trackersAfter, type CoursePrograms } from './our-trackers.js'

export interface AdoptionSources {
  readonly odoo: Odoo
  readonly store: Store
  readonly temporal: Client
}

export interface PlannedApplication extends Application {
  /** Number of the person among those who have had this student id, as far as certificates say. */
  readonly personNumber: number
  readonly adoption: Adoption
  /** The register has the run. Only its end or emails are missing. */
  readonly isRegistered: boolean
  /** Instant of the first enrollment; null: not known. */
  readonly enrolledAt: string | null
  /** Active courses of the program in which the student has no tracker. */
  readonly missingCourses: readonly number[]
}

export interface AdoptionPlan {
  readonly applications: readonly PlannedApplication[]
  readonly certificates: readonly UnknownCertificate[]
  readonly leftOut: readonly LeftOutCertificate[]
  /** Programs for which the default policy counts, because there is no other here. */
  readonly withoutPolicy: readonly number[]
}

/**
 * Reads our records in Odoo and what Temporal still knows, and returns what is missing in our
 * registers. Changes nothing.
 */
export async function planAdoption({ odoo, store, temporal }: AdoptionSources): Promise<AdoptionPlan> {
  const courses = await readCoursePrograms(odoo)
  const [unknown, workflows] = await Promise.all([
    readUnknownCertificates(odoo, store),
    runsInTemporal(temporal),
  ])
  const certificates = groupBy(unknown.certificates, applicationRef)
  const enrolled = await enrolledSince(odoo, await newestTracker(store), courses)
  const training = await openTrainings(store)
  const candidates = distinct([...enrolled, ...unknown.certificates, ...workflows.values(), ...training])
  const runs = await registeredRuns(store, candidates)
  const missing = candidates.filter((one) => {
    const ref = applicationRef(one)
    if (!runs.has(ref) || certificates.has(ref)) return true
    // The ledger of a restored register lacks the emails since the backup. A running workflow knows
    // what it has sent.
    return runs.get(ref)?.endedStage === null && workflows.get(ref)?.endedStage !== null
  })
  const policies = await policiesOf(store, missing)
  const students = await readStudentsInTraining(
    odoo,
    missing.map(({ studentId }) => studentId),
  )
  const planned = missing.map((application): PlannedApplication => {
    const ref = applicationRef(application)
    const known = { workflow: workflows.get(ref) ?? null, registered: runs.get(ref) ?? null }
    const { milestones } = (policies.get(application.programId) ?? DEFAULT_POLICY).training
    const student = students.get(application.studentId)
    const found = { student, certificates: certificates.get(ref) ?? [], courses, milestones }
    return planApplication(application, found, known)
  })
  const applications = (await withMissingEmails(store, planned)).filter(
    ({ isRegistered, adoption }) =>
      !isRegistered || adoption.endedStage !== null || adoption.emails.length > 0,
  )
  return {
    applications,
    certificates: unknown.certificates.filter(({ hasObstacle }) => !hasObstacle),
    leftOut: unknown.leftOut,
    withoutPolicy: [...policies].filter(([, { version }]) => version === 0).map(([programId]) => programId),
  }
}

interface Found {
  readonly student: StudentInTraining | undefined
  readonly certificates: readonly UnknownCertificate[]
  readonly courses: CoursePrograms
  readonly milestones: readonly number[]
}

function planApplication(
  { programId, studentId }: Application,
  { student, certificates, courses, milestones }: Found,
  { workflow, registered }: { readonly workflow: KnownRun | null; readonly registered: KnownRun | null },
): PlannedApplication {
  const trackers = (student?.trackers ?? []).filter(
    ({ courseIntegration }) => courses.get(courseIntegration)?.programId === programId,
  )
  const personNumber = Math.max(1, ...certificates.map((certificate) => certificate.personNumber))
  const theirs = certificates.filter((certificate) => certificate.personNumber === personNumber)
  const active = [...courses]
    .filter(([, course]) => course.programId === programId && course.isActive)
    .map(([id]) => id)
  const found = {
    trackers: trackers.map(({ courseIntegration, status, overallProgress }) => ({
      courseIntegrationId: courseIntegration,
      status,
      overall: overallProgress,
    })),
    certificates: theirs.map(({ version, row }) => ({ version, state: row.state })),
    studentState: student?.state ?? null,
    courses: active,
    milestones,
  }
  const enrollments = trackers.flatMap(({ enrollmentDate }) => enrollmentDate ?? []).sort()
  return {
    programId,
    studentId,
    personNumber,
    adoption: adoptionOf(found, workflow, registered),
    isRegistered: registered !== null,
    enrolledAt: enrollments[0] ?? null,
    missingCourses: active.filter((id) => !trackers.some((tracker) => tracker.courseIntegration === id)),
  }
}

/** Applications with trackers that the register has not seen: ours, or linked to a membership. */
async function enrolledSince(odoo: Odoo, last: number, courses: CoursePrograms): Promise<Application[]> {
  const found: Application[] = []
  for await (const page of trackersAfter(odoo, last, courses))
    found.push(...page.filter(({ isOurs, isLinked }) => isOurs || isLinked))
  return found
}

/** Applications whose training is open in the register. */
async function openTrainings(store: Store): Promise<Application[]> {
  const rows = await store.db
    .selectFrom('application')
    .select(['program_id', 'student_id'])
    .where('training_started_at', 'is not', null)
    .where('ended_at', 'is', null)
    .execute()
  return rows.map((row) => ({ programId: row.program_id, studentId: row.student_id }))
}

/** Each application once, in the order of program and student. */
function distinct(applications: readonly Application[]): Application[] {
  const byRef = new Map(
    applications.map(({ programId, studentId }) => {
      const application = { programId, studentId }
      return [applicationRef(application), application] as const
    }),
  )
  return [...byRef.values()].sort((a, b) => a.programId - b.programId || a.studentId - b.studentId)
}

async function registeredRuns(
  store: Store,
  applications: readonly Application[],
): Promise<ReadonlyMap<string, KnownRun>> {
  const runs = new Map<string, KnownRun>()
  const students = [...new Set(applications.map(({ studentId }) => studentId))]
  for (const batch of batches(students))
    for (const run of await latestRunsOf(store, batch)) runs.set(applicationRef(run), run)
  return runs
}

async function policiesOf(
  store: Store,
  applications: readonly Application[],
): Promise<ReadonlyMap<number, ProgramPolicy>> {
  const programs = [...new Set(applications.map(({ programId }) => programId))]
  return new Map(
    await Promise.all(
      programs.map(async (programId) => [programId, await policyOf(store, programId)] as const),
    ),
  )
}
