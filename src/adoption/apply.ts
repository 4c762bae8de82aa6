import { sql, type Transaction } from 'kysely'
import { parseNumber } from '../certificates/number.js'
import type { Config } from '../config.js'
import { applicationRef, enrollmentId, progressId } from '../contracts/application.js'
import type { Transition } from '../contracts/transitions.js'
import { messageOf, say } from '../domain/sentences/sentence.js'
import { messageIdOf } from '../mail/identity.js'
import type { Odoo } from '../odoo/client/client.js'
import { Certificate, Student, TrainingProgram } from '../odoo/schema/index.js'
import { newestPolicyVersion } from '../store/application-runs.js'
import type { Database } from '../store/database.js'
import type { Store } from '../store/store.js'
import { recordTransitions } from '../store/transitions.js'
import { batches } from './batches.js'
import { certificateEntry } from './certificate-entry.js'
import type { UnknownCertificate } from './our-certificates.js'
import type { AdoptionPlan, PlannedApplication } from './plan.js'

export interface AdoptionTarget {
  readonly odoo: Odoo
  readonly store: Store
  readonly config: Pick<Config, 'mail' | 'organization' | 'publicUrl'>
  /** The center's. */
  readonly timeZone: string
}

type Db = Transaction<Database>

/**
 * Enters the plan in our registers, all or nothing, and writes nothing to Odoo. Trainings whose
 * workflow is lost are started by the next sweep, which reads everybody. Run again, it changes
 * nothing.
 */
export async function applyAdoption(
  { odoo, store, config, timeZone }: AdoptionTarget,
  plan: AdoptionPlan,
  now: Date,
): Promise<void> {
  await store.db.transaction().execute(async (db) => {
    for (const batch of batches(plan.certificates, FILES))
      await enterCertificates(db, odoo, config, { batch, all: plan.certificates, timeZone, now })
    await raiseCounters(db, plan.certificates)
    for (const { id, reason } of plan.leftOut)
      await db
        .insertInto('unadopted_certificate')
        .values({ odoo_certificate_id: id, reason })
        .onConflict((row) => row.doNothing())
        .execute()
    for (const application of plan.applications) {
      await enterApplication(db, application, now)
      await enterEmails(db, application, config.mail.domain)
    }
    await db.deleteFrom('sync_cursor').execute()
  })
  await recordTransitions(
    store,
    plan.applications.flatMap((application) => endOf(application, now)),
  )
}

/** Certificates whose files are in memory at once. */
const FILES = 20

async function enterCertificates(
  db: Db,
  odoo: Odoo,
  { organization, publicUrl }: AdoptionTarget['config'],
  {
    batch,
    all,
    timeZone,
    now,
  }: {
    readonly batch: readonly UnknownCertificate[]
    readonly all: readonly UnknownCertificate[]
    readonly timeZone: string
    readonly now: Date
  },
): Promise<void> {
  const idsOf = (idOf: (one: UnknownCertificate) => number) => [...new Set(batch.map(idOf))]
  const [students, programs, files] = await Promise.all([
    odoo.read(
      Student,
      idsOf(({ studentId }) => studentId),
      ['name', 'nameArabic', 'nameEnglish'],
    ),
    odoo.read(
      TrainingProgram,
      idsOf(({ programId }) => programId),
      ['name'],
    ),
    odoo.read(
      Certificate,
      idsOf(({ row }) => row.id),
      ['certificateFile'],
    ),
  ])
  const entries = batch.flatMap((certificate) => {
    const student = students.find(({ id }) => id === certificate.studentId)
    const programName = programs.find(({ id }) => id === certificate.programId)?.name ?? ''
    const file = files.find(({ id }) => id === certificate.row.id)?.certificateFile ?? ''
    const isSuperseded = all.some(
      (other) =>
        applicationRef(other) === applicationRef(certificate) &&
        other.personNumber === certificate.personNumber &&
        other.version > certificate.version,
    )
    if (!student) return []
    const context = { student, programName, organization, publicUrl, timeZone, isSuperseded, now }
    return [
      certificateEntry(certificate, {
        ...context,
        file: file === '' ? null : Buffer.from(file, 'base64'),
      }),
    ]
  })
  if (entries.length === 0) return
  await db
    .insertInto('certificate')
    .values(entries)
    .onConflict((row) => row.doNothing())
    .execute()
}

/** Numbers continue above the adopted ones, even if their records are deleted in Odoo. */
async function raiseCounters(db: Db, certificates: readonly UnknownCertificate[]): Promise<void> {
  const numbers = certificates.flatMap(({ row }) => parseNumber(row.name) ?? [])
  for (const { code, year, serial } of numbers.sort((a, b) => a.serial - b.serial))
    await db
      .insertInto('certificate_counter')
      .values({ code, year, last: serial })
      .onConflict((row) =>
        row
          .columns(['code', 'year'])
          .doUpdateSet({ last: serial })
          .where('certificate_counter.last', '<', serial),
      )
      .execute()
}

async function enterApplication(
  db: Db,
  { programId, studentId, personNumber, adoption, enrolledAt }: PlannedApplication,
  now: Date,
): Promise<void> {
  const { run, trainingStarted, endedStage } = adoption
  const ended = endedStage === null ? {} : { ended_at: now, ended_stage: endedStage }
  const startedAt = enrolledAt ?? now
  await db
    .insertInto('application')
    .values({
      program_id: programId,
      student_id: studentId,
      run,
      person: personNumber,
      origin: 'adoption',
      policy_version: newestPolicyVersion(sql.val(programId)),
      started_at: startedAt,
      training_started_at: trainingStarted ? startedAt : null,
      ended_at: null,
      ended_stage: null,
      ...ended,
    })
    .onConflict((row) => {
      const present = row.columns(['program_id', 'student_id', 'run'])
      return endedStage === null
        ? present.doNothing()
        : present.doUpdateSet(ended).where('application.ended_at', 'is', null)
    })
    .execute()
}

/** What the ledger has stays. Nobody knows to which address an adopted email went. */
async function enterEmails(
  db: Db,
  { programId, studentId, adoption: { run, emails } }: PlannedApplication,
  domain: string,
): Promise<void> {
  if (emails.length === 0) return
  const rows = emails.map(({ kind, version }) => ({
    kind,
    program_id: programId,
    student_id: studentId,
    run,
    version,
    message_id: messageIdOf({ kind, programId, studentId, run, version }, domain),
    state: 'accepted' as const,
    language: 'en' as const,
    recipient: null,
    response: 'Not sent from here: sent before the records were adopted.',
  }))
  await db
    .insertInto('email')
    .values(rows)
    .onConflict((row) => row.doNothing())
    .execute()
}

/** The read model has no other step of an application that has ended. */
function endOf({ programId, studentId, adoption }: PlannedApplication, now: Date): Transition[] {
  const { run, trainingStarted, endedStage } = adoption
  if (endedStage === null) return []
  const application = { programId, studentId, run }
  return [
    {
      workflowId: trainingStarted ? progressId(application) : enrollmentId(application),
      runEpoch: now.getTime(),
      seq: 1,
      application,
      flow: trainingStarted ? 'progress' : 'enrollment',
      stage: endedStage,
      ...messageOf(say('adopted_after_end')),
      at: now.toISOString(),
      task: null,
      closed: true,
      facts: {},
    },
  ]
}
