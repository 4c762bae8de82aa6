import { certificateKey, parseKey, type CertificateVersion } from '../certificates/key.js'
import type { Odoo } from '../odoo/client/client.js'
import { Certificate } from '../odoo/schema/index.js'
import type { Row } from '../odoo/schema/model.js'
import type { Store } from '../store/store.js'
import { batches } from './batches.js'

/** Everything except the file, which is large. */
const FIELDS = [
  'name',
  'orchestratorKey',
  'student',
  'trainingProgram',
  'state',
  'courseName',
  'completionDate',
  'issueDate',
  'validUntil',
  'verificationCode',
  'verificationUrl',
  'notes',
  'createDate',
  'writeDate',
] as const
type CertificateRow = Row<typeof Certificate, (typeof FIELDS)[number]>

/** A certificate of ours in Odoo that the register does not know. */
export interface UnknownCertificate extends CertificateVersion {
  readonly row: CertificateRow
  /** It cannot be entered in the register. */
  readonly hasObstacle: boolean
}

/** One that cannot be entered, and why. */
export interface LeftOutCertificate {
  readonly id: number
  readonly reason: string
}

interface Keyed {
  readonly id: number
  readonly key: string
}

/** Rows per call. */
const PAGE = 500

/**
 * Returns the certificates in Odoo that have our key and are unknown to the register. Odoo never
 * uses an id twice, so none of them is older than one that the register has recorded.
 */
export async function findUnknownCertificates(odoo: Odoo, store: Store): Promise<Keyed[]> {
  const newest = await store.db
    .selectFrom('certificate')
    .select(({ fn }) => fn.max('odoo_certificate_id').as('id'))
    .executeTakeFirst()
  const unknown: Keyed[] = []
  const pages = odoo.pages(
    Certificate,
    [
      ['id', '>', newest?.id ?? 0],
      ['orchestratorKey', '!=', null],
    ],
    ['orchestratorKey'],
    { size: PAGE },
  )
  for await (const rows of pages) {
    const keyed = rows.map(({ id, orchestratorKey }) => ({ id, key: orchestratorKey ?? '' }))
    unknown.push(...(await withoutKnown(store, keyed)))
  }
  return unknown
}

async function withoutKnown(store: Store, certificates: readonly Keyed[]): Promise<Keyed[]> {
  const students = certificates.flatMap(({ key }) => parseKey(key)?.studentId ?? [])
  const registered =
    students.length === 0
      ? []
      : await store.db
          .selectFrom('certificate')
          .select(['program_id', 'student_id', 'person', 'version'])
          .where('student_id', 'in', students)
          .execute()
  const leftOut = await store.db
    .selectFrom('unadopted_certificate')
    .select('odoo_certificate_id')
    .where(
      'odoo_certificate_id',
      'in',
      certificates.map(({ id }) => id),
    )
    .execute()
  const keys = new Set(
    registered.map(({ program_id: programId, student_id: studentId, person, version }) =>
      certificateKey({ programId, studentId, personNumber: person, version }),
    ),
  )
  const without = new Set(leftOut.map((row) => row.odoo_certificate_id))
  return certificates.filter(({ id, key }) => !keys.has(key) && !without.has(id))
}

/**
 * Reads the unknown certificates. One that cannot be entered is left out of the register, but its
 * application has been certified all the same.
 */
export async function readUnknownCertificates(
  odoo: Odoo,
  store: Store,
): Promise<{ readonly certificates: UnknownCertificate[]; readonly leftOut: LeftOutCertificate[] }> {
  const certificates: UnknownCertificate[] = []
  const leftOut: LeftOutCertificate[] = []
  const numbers = await registeredNumbers(store)
  for (const batch of batches(await findUnknownCertificates(odoo, store))) {
    const ids = batch.map(({ id }) => id)
    for (const row of await odoo.read(Certificate, ids, FIELDS)) {
      const version = parseKey(row.orchestratorKey ?? '')
      if (version === null || !belongsTo(row, version)) {
        leftOut.push({ id: row.id, reason: 'it does not belong to the student and program in its key' })
        continue
      }
      const other = numbers.get(row.name)
      if (other !== undefined) leftOut.push({ id: row.id, reason: `${other} has the same number` })
      numbers.set(row.name, other ?? `certificate #${row.id}`)
      certificates.push({ ...version, row, hasObstacle: other !== undefined })
    }
  }
  return { certificates, leftOut }
}

const belongsTo = (row: CertificateRow, { programId, studentId }: CertificateVersion) =>
  row.student === studentId && (row.trainingProgram ?? programId) === programId

async function registeredNumbers(store: Store): Promise<Map<string, string>> {
  const rows = await store.db.selectFrom('certificate').select(['number', 'odoo_certificate_id']).execute()
  return new Map(
    rows.map(({ number, odoo_certificate_id: id }) => [
      number,
      id === null ? 'a certificate of the register' : `certificate #${id}`,
    ]),
  )
}
