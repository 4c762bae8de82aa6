import Type from 'typebox'
import { APPLICANT_OUTCOMES } from '../../domain/applicant-preview.js'
import { INTAKE_MODES } from '../../domain/intake.js'
import {
  ApplicationRef,
  FreeText,
  InstantText,
  NamedObject,
  NextCursor,
  Nullable,
  OdooId,
  StrictObject,
} from './common.js'
import { InArabic } from './task.js'

const Mode = Type.Enum([...INTAKE_MODES], {
  description:
    '`off`: only API and agents enroll; `preview`: applicants are assessed and listed, and nothing else happens; `on`: students are enrolled automatically',
})
const Count = Type.Integer({ minimum: 0 })

export const ApplicantOutcomeName = Type.Enum([...APPLICANT_OUTCOMES], {
  description:
    'What would happen if the intake were on. `enroll`: enrolled at once; `agent`: an agent enrolls them; `review`: a person decides; `cannot_apply`: nothing',
})

export const IntakeBody = NamedObject('Intake', {
  programId: OdooId,
  version: Type.Integer({ description: '0: the default; nobody has set it' }),
  mode: Mode,
  since: Nullable(InstantText),
  accept: Count,
  stoppedAtCount: Nullable(
    Type.Integer({ description: 'How many students applied at once when the brake stopped the intake' }),
  ),
  author: Nullable(Type.String()),
  reason: Nullable(Type.String()),
  changedAt: Nullable(InstantText),
  applicants: StrictObject({ enroll: Count, agent: Count, review: Count, cannot_apply: Count }),
  complete: Type.Boolean({ description: 'false: students of the preview are still being read' }),
})

export const IntakeChangeBody = NamedObject('IntakeChange', {
  mode: Mode,
  since: Type.Optional(
    Nullable(
      Type.String({
        format: 'date-time',
        description:
          'Only students whose record in Odoo was created then or later; null: everyone. Absent: as before; when the intake is turned on and had none: now',
      }),
    ),
  ),
  accept: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 1_000_000,
      description: 'How many applications are expected, even if they are found at once. Only for `on`',
    }),
  ),
  reason: FreeText,
})

const ApplicantBody = NamedObject('Applicant', {
  ref: ApplicationRef,
  studentId: OdooId,
  outcome: ApplicantOutcomeName,
  reasons: Type.Array(Type.String()),
  reasonsArabic: Type.Array(InArabic, { description: 'The same, in the same order' }),
  assessedAt: InstantText,
  links: StrictObject({ student: Type.String() }),
})

export const ApplicantPage = NamedObject('ApplicantPage', {
  applicants: Type.Array(ApplicantBody),
  complete: Type.Boolean({ description: 'false: students are still being read, so that more may follow' }),
  next: NextCursor,
})
