import Type from 'typebox'
import { REGISTERED_STATES } from '../../domain/registered-state.js'
import {
  ApplicationRef,
  InstantText,
  NamedObject,
  NextCursor,
  Nullable,
  OdooId,
  StrictObject,
} from './common.js'
import { CheckedRequirement } from './decision-basis.js'
import { NamedStudent } from './person.js'

export const CertificateNumber = Type.String({ pattern: '^[A-Z0-9]+(-[A-Z0-9]+)*$', maxLength: 64 })

export const CertificateSummary = NamedObject('CertificateSummary', {
  number: Type.String(),
  version: Type.Integer(),
  state: Type.Enum([...REGISTERED_STATES]),
  issuedAt: InstantText,
  validUntil: Nullable(Type.String({ format: 'date' })),
  links: StrictObject({ self: Type.String(), pdf: Type.String(), verification: Type.String() }),
})

export const CertificatePage = NamedObject('CertificatePage', {
  certificates: Type.Array(
    NamedObject('CertificateRow', {
      number: CertificateNumber,
      version: Type.Integer(),
      ref: ApplicationRef,
      programId: OdooId,
      studentId: OdooId,
      holder: NamedObject(
        'CertificateHolder',
        { latin: Nullable(Type.String()), arabic: Nullable(Type.String()) },
        'As printed',
      ),
      programName: Type.String({ description: 'When it was issued' }),
      state: Type.Enum([...REGISTERED_STATES]),
      issuedAt: InstantText,
      validUntil: Nullable(Type.String({ format: 'date' })),
      links: StrictObject({ pdf: Type.String(), verification: Type.String() }),
    }),
  ),
  next: NextCursor,
})

export const CertificateBody = NamedObject('Certificate', {
  number: CertificateNumber,
  version: Type.Integer(),
  ref: ApplicationRef,
  programId: OdooId,
  studentId: OdooId,
  student: NamedStudent,
  programName: Type.String(),
  courses: Type.Array(Type.String()),
  status: Type.Enum([...REGISTERED_STATES]),
  statusSince: Type.String({ format: 'date', description: 'Day from which the status holds' }),
  revocation: Nullable(StrictObject({ by: Type.String(), comment: Type.Optional(Type.String()) })),
  completedOn: Type.String({ format: 'date' }),
  issuedAt: InstantText,
  validUntil: Nullable(Type.String({ format: 'date' })),
  sha256: Nullable(
    Type.String({ description: 'SHA-256 of the PDF, hexadecimal; null: not known after an adoption' }),
  ),
  odooCertificateId: Nullable(Type.Integer()),
  requirements: Type.Array(CheckedRequirement, {
    description: 'As checked when the certificate was issued',
  }),
  decision: Nullable(StrictObject({ by: Type.String(), comment: Type.Optional(Type.String()) })),
  links: StrictObject({ pdf: Type.String(), verification: Type.String(), enrollment: Type.String() }),
})
