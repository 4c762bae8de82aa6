import Type from 'typebox'
import { NamedObject, Nullable, StrictObject } from './common.js'
import { InArabic } from './task.js'

export const CheckedRequirement = NamedObject('CheckedRequirement', {
  criterion: Type.String(),
  courseIntegrationId: Nullable(Type.Integer()),
  wanted: Type.String(),
  wantedArabic: InArabic,
  found: Type.String(),
  foundArabic: InArabic,
  met: Type.Boolean(),
})

export const DecisionBasisBody = NamedObject(
  'DecisionBasis',
  {
    verdict: Nullable(
      NamedObject(
        'EligibilityVerdict',
        {
          outcome: Type.Enum(['eligible', 'not_eligible', 'unknown']),
          policyVersion: Type.Integer(),
          reasons: Type.Array(
            StrictObject({
              criterion: Type.String(),
              kind: Type.Enum(['fails', 'missing']),
              message: Type.String(),
              messageArabic: InArabic,
            }),
          ),
          inputs: Type.Object({}, { additionalProperties: true, description: 'The facts, by name' }),
        },
        'Of the last assessment of the run',
      ),
    ),
    check: Nullable(
      NamedObject(
        'RequirementCheck',
        {
          met: Type.Boolean(),
          requirements: Type.Array(CheckedRequirement),
        },
        'Of the last check before a certificate',
      ),
    ),
  },
  'What a decision is based on; null: the run has recorded none',
)
