import { sql, type Selectable } from 'kysely'
import { randomBytes } from 'node:crypto'
import type { Application, ApplicationRun } from '../contracts/application.js'
import type { CertificateFacts } from '../domain/certificate-facts.js'
import type { RegisteredState } from '../domain/registered-state.js'
import type { RequirementCheck } from '../domain/requirements.js'
import { sha256 } from '../hash.js'
import { personNumberOf } from '../store/remembered-people.js'
import type { Store } from '../store/store.js'
import { isStudentOf } from '../store/visible-students.js'
import type { CertificateDecisionNote, CertificateTables } from '../store/tables/certificates.js'
import { certificateKey, type CertificateVersion } from './key.js'
import { formatNumber, yearOfNumber } from './number.js'
import type { CertificateRenderer } from './renderer.js'

/** A certificate in the register. The PDF is large, so `pdfOf` reads it separately. */
export interface Certificate extends Application {
  /** Number of the person among those who have had this student id. */
  readonly personNumber: number
  readonly version: number
  readonly number: string
  readonly token: string
  readonly state: RegisteredState
  readonly stateSince: Date
  /** Who revoked it. null: it is not revoked. */
  readonly revocation: CertificateDecisionNote | null
  readonly facts: CertificateFacts
  /** null: not known, because the certificate was adopted. */
  readonly check: RequirementCheck | null
  readonly decision: CertificateDecisionNote | null
  /** Hex; null: the PDF is not known, either. */
  readonly sha256: string | null
  readonly issuedAt: Date
  /** Last day of validity; null: unlimited. */
  readonly validUntil: string | null
  readonly odooCertificateId: number | null
  readonly recordedAt: Date | null
  /** When the entry was made from the record in Odoo; null: we issued the certificate. */
  readonly adoptedAt: Date | null
}

export interface IssueRequest extends ApplicationRun {
  readonly version: number
  /** Issuer code, with which the number begins. */
  readonly code: string
  /** The highest serial number that Odoo has for this issuer and year. */
  readonly highestInOdoo: number
  readonly publicUrl: string
  /** Everything except number and address, which the register assigns. */
  readonly facts: Omit<CertificateFacts, 'number' | 'verificationUrl'>
  readonly check: RequirementCheck
  readonly decision: CertificateDecisionNote | null
}

/**
 * Returns the certificate of this application and version; issues it if there is none. It belongs
 * to the person whom the run is about, and so do the older versions that it supersedes. Number, PDF
 * and row are written in one transaction, so a crash leaves all or nothing. Of several calls at
 * once, one issues and the others return its certificate. A new version supersedes the older ones.
 * The number continues above those of the register and of Odoo: either may have been restored from
 * a backup. Throws `UnprintableCertificate`.
 */
export async function issue(
  store: Store,
  renderer: CertificateRenderer,
  request: IssueRequest,
): Promise<Certificate> {
  const { programId, studentId, version, code } = request
  const issuedAt = new Date(request.facts.issuedAt)
  const counter = { code, year: yearOfNumber(request.facts) }
  const person = await personNumberOf(store, request)
  return store.db.transaction().execute(async (db) => {
    await db
      .insertInto('certificate_counter')
      .values({ ...counter, last: 0 })
      .onConflict((row) => row.doNothing())
      .execute()
    const { last } = await db
      .selectFrom('certificate_counter')
      .select('last')
      .where('code', '=', code)
      .where('year', '=', counter.year)
      .forUpdate()
      .executeTakeFirstOrThrow()
    // After the wait for the lock, this finds what an earlier call has issued.
    const present = await db
      .selectFrom('certificate')
      .select(COLUMNS)
      .where('program_id', '=', programId)
      .where('student_id', '=', studentId)
      .where('person', '=', person)
      .where('version', '=', version)
      .executeTakeFirst()
    if (present) return certificateOfRow(present)

    const serial = Math.max(last, request.highestInOdoo) + 1
    const token = newToken()
    const facts: CertificateFacts = {
      ...request.facts,
      number: formatNumber({ ...counter, serial }),
      verificationUrl: `${request.publicUrl}/v/${token}`,
    }
    const pdf = await renderer.render(facts)
    await db
      .updateTable('certificate_counter')
      .set({ last: serial })
      .where('code', '=', code)
      .where('year', '=', counter.year)
      .execute()
    await db
      .updateTable('certificate')
      .set({ state: 'superseded', state_since: issuedAt })
      .where('program_id', '=', programId)
      .where('student_id', '=', studentId)
      .where('person', '=', person)
      .where('version', '<', version)
      .where('state', '=', 'valid')
      .execute()
    const row = await db
      .insertInto('certificate')
      .values({
        program_id: programId,
        student_id: studentId,
        person,
        version,
        number: facts.number,
        token,
        state_since: issuedAt,
        facts: JSON.stringify(facts),
        requirement_check: JSON.stringify(request.check),
        decision: request.decision && JSON.stringify(request.decision),
        pdf,
        sha256: sha256(pdf),
        issued_at: issuedAt,
        valid_until: facts.validUntil,
      })
      .returning(COLUMNS)
      .executeTakeFirstOrThrow()
    return certificateOfRow(row)
  })
}

/**
 * Returns the certificate of the person whom this run is about: the given version, or the newest.
 */
export async function certificateOf(
  store: Store,
  { programId, studentId, run, version }: ApplicationRun & { version?: number },
): Promise<Certificate | undefined> {
  const person = await personNumberOf(store, { programId, studentId, run })
  const row = await store.db
    .selectFrom('certificate')
    .select(COLUMNS)
    .where('program_id', '=', programId)
    .where('student_id', '=', studentId)
    .where('person', '=', person)
    .$if(version !== undefined, (query) => query.where('version', '=', version ?? 0))
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && certificateOfRow(row)
}

export const certificateByNumber = (store: Store, number: string) => certificateBy(store, 'number', number)

export const certificateByToken = (store: Store, token: string) => certificateBy(store, 'token', token)

async function certificateBy(store: Store, column: 'number' | 'token', value: string) {
  const row = await store.db
    .selectFrom('certificate')
    .select(COLUMNS)
    .where(column, '=', value)
    .executeTakeFirst()
  return row && certificateOfRow(row)
}

/** Returns the bytes as issued, if they are known. They are never rendered again. */
export async function pdfOf(store: Store, number: string): Promise<Buffer | undefined> {
  const row = await store.db
    .selectFrom('certificate')
    .select('pdf')
    .where('number', '=', number)
    .executeTakeFirst()
  return row?.pdf ?? undefined
}

/** The position after the last certificate of a page. */
export interface CertificateCursor {
  readonly issuedAt: Date
  readonly number: string
}

interface CertificateFilter {
  readonly limit: number
  readonly after?: CertificateCursor
  readonly programId?: number
  /** Only of students whom the reader may see: those of this agent. */
  readonly visibleTo?: number
  /** Part of the number, in capital letters. */
  readonly numberPart?: string
}

/** Returns a page of certificates, newest first, that begins after the cursor. */
export async function listCertificates(
  store: Store,
  { limit, after, programId, visibleTo, numberPart }: CertificateFilter,
): Promise<Certificate[]> {
  let query = store.db.selectFrom('certificate').select(COLUMNS)
  if (programId !== undefined) query = query.where('program_id', '=', programId)
  if (visibleTo !== undefined) query = query.where(isStudentOf(visibleTo, 'certificate.student_id'))
  if (numberPart !== undefined)
    query = query.where((row) => row.eb(sql<number>`position(${numberPart} in number)`, '>', 0))
  if (after)
    query = query.where((row) =>
      row.eb(row.refTuple('issued_at', 'number'), '<', row.tuple(after.issuedAt, after.number)),
    )
  const rows = await query.orderBy('issued_at', 'desc').orderBy('number', 'desc').limit(limit).execute()
  return rows.map(certificateOfRow)
}

/** Stores the id of the record in Odoo. */
export async function markRecorded(
  store: Store,
  { number, odooCertificateId, at }: { number: string; odooCertificateId: number; at: Date },
): Promise<void> {
  await store.db
    .updateTable('certificate')
    .set({ odoo_certificate_id: odooCertificateId, recorded_at: at })
    .where('number', '=', number)
    .execute()
}

/**
 * Returns the certificates with these keys, and those with these records in Odoo: by key where a
 * record is not known yet.
 */
export async function certificatesInOdoo(
  store: Store,
  { versions, ids }: { readonly versions: readonly CertificateVersion[]; readonly ids: readonly number[] },
): Promise<Certificate[]> {
  const students = versions.map(({ studentId }) => studentId)
  const keys = new Set(versions.map(certificateKey))
  const rows = await store.db
    .selectFrom('certificate')
    .select(COLUMNS)
    .where((row) =>
      row.or([
        row.eb('student_id', '=', sql<number>`any(${students}::integer[])`),
        row.eb('odoo_certificate_id', '=', sql<number>`any(${[...ids]}::integer[])`),
      ]),
    )
    .execute()
  return rows
    .map(certificateOfRow)
    .filter(
      (certificate) =>
        keys.has(certificateKey(certificate)) || ids.includes(certificate.odooCertificateId ?? 0),
    )
}

/** Records the state that a certificate has since `at`. Returns false if it had it already. */
export async function recordState(
  store: Store,
  { number, state, at }: { readonly number: string; readonly state: RegisteredState; readonly at: Date },
): Promise<boolean> {
  const revocation: CertificateDecisionNote | null = state === 'revoked' ? { by: 'odoo' } : null
  const { numUpdatedRows } = await store.db
    .updateTable('certificate')
    .set({ state, state_since: at, revocation: revocation && JSON.stringify(revocation) })
    .where('number', '=', number)
    .where('state', '!=', state)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** 128 random bits. */
const newToken = () => randomBytes(16).toString('base64url')

const COLUMNS = [
  'program_id',
  'student_id',
  'person',
  'version',
  'number',
  'token',
  'state',
  'state_since',
  'revocation',
  'facts',
  'requirement_check',
  'decision',
  'sha256',
  'issued_at',
  'valid_until',
  'odoo_certificate_id',
  'recorded_at',
  'adopted_at',
] as const

type CertificateRow = Pick<Selectable<CertificateTables['certificate']>, (typeof COLUMNS)[number]>

const certificateOfRow = (row: CertificateRow): Certificate => ({
  programId: row.program_id,
  studentId: row.student_id,
  personNumber: row.person,
  version: row.version,
  number: row.number,
  token: row.token,
  state: row.state,
  stateSince: row.state_since,
  revocation: row.revocation,
  facts: row.facts,
  check: row.requirement_check,
  decision: row.decision,
  sha256: row.sha256?.toString('hex') ?? null,
  issuedAt: row.issued_at,
  validUntil: row.valid_until,
  odooCertificateId: row.odoo_certificate_id,
  recordedAt: row.recorded_at,
  adoptedAt: row.adopted_at,
})
