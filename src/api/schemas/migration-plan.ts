import Type from 'typebox'
import { MIGRATION_OUTCOMES } from '../../domain/migration-plan.js'
import {
  ApplicationRef,
  InstantText,
  NamedObject,
  NextCursor,
  Nullable,
  OdooId,
  StrictObject,
} from './common.js'
import { InArabic } from './task.js'

export const MigrationPlanId = Type.Integer({ minimum: 1, maximum: 2_147_483_647 })

export const MigrationOutcomeName = Type.Enum([...MIGRATION_OUTCOMES], {
  description:
    '`enroll`: like a newcomer; `adopt`: in training, taken over as they are; `finished`, `certified`: left alone; `person`: somebody must decide first; `cannot`: nothing would happen',
})

export const MigrationPlanBody = NamedObject('MigrationPlan', {
  id: MigrationPlanId,
  programId: OdooId,
  state: Type.Enum(['running', 'completed', 'failed']),
  failureType: Nullable(Type.String()),
  author: Type.String(),
  startedAt: InstantText,
  finishedAt: Nullable(InstantText),
  counts: StrictObject(
    Object.fromEntries(MIGRATION_OUTCOMES.map((outcome) => [outcome, Type.Integer()])) as Record<
      (typeof MIGRATION_OUTCOMES)[number],
      ReturnType<typeof Type.Integer>
    >,
  ),
  links: StrictObject({ self: Type.String(), students: Type.String() }),
})

export const PlannedStudentPage = NamedObject('PlannedStudentPage', {
  students: Type.Array(
    NamedObject('PlannedStudent', {
      ref: ApplicationRef,
      studentId: OdooId,
      name: Nullable(Type.String({ description: 'As Odoo has it now; we keep no names' })),
      nameArabic: Nullable(Type.String()),
      outcome: MigrationOutcomeName,
      reasons: Type.Array(Type.String()),
      reasonsArabic: Type.Array(InArabic, { description: 'The same, in the same order' }),
    }),
  ),
  next: NextCursor,
})
