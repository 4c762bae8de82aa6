import type { Application } from '../contracts/application.js'

/** What identifies a certificate of ours in Odoo. */
export interface CertificateVersion extends Application {
  /** Number of the person among those who have had this student id. */
  readonly personNumber: number
  readonly version: number
}

/** `7_4711_v1`; `7_4711_p2_v1` for the second person: the first is not numbered. */
export const certificateKey = ({ programId, studentId, personNumber, version }: CertificateVersion): string =>
  `${programId}_${studentId}${personNumber === 1 ? '' : `_p${personNumber}`}_v${version}`

/** Returns what a key says; null: it is not one of ours. */
export function parseKey(key: string): CertificateVersion | null {
  const [, programId, studentId, person = '1', version] =
    /^(\d{1,9})_(\d{1,9})(?:_p(\d{1,4}))?_v(\d{1,4})$/.exec(key) ?? []
  const parts = {
    programId: Number(programId),
    studentId: Number(studentId),
    personNumber: Number(person),
    version: Number(version),
  }
  return Object.values(parts).every((part) => part > 0) ? parts : null
}
