import { Checkbox, Fieldset, NumberInput, Radio, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { WordChoices } from '../../components/word-choices.js'
import { useMessages } from '../../i18n/language.js'
import type { PolicyDocument } from './policy-document.js'

interface Props {
  readonly policy: PolicyDocument
  readonly onChange: (policy: PolicyDocument) => void
  readonly isReadOnly: boolean
}

/** Every setting of a policy, with what it means. */
export function PolicyFields({ policy, onChange, isReadOnly }: Props) {
  const t = useMessages().pages.policy
  const { eligibility, review, weights, training, certificate } = policy
  const set = <Part extends 'eligibility' | 'review' | 'weights' | 'training' | 'certificate'>(
    part: Part,
    values: Partial<PolicyDocument[Part]>,
  ) => onChange({ ...policy, [part]: { ...policy[part], ...values } })
  const { criteria } = useMessages().words

  return (
    <fieldset className="policy" disabled={isReadOnly}>
      <Fieldset legend={t.eligibility}>
        <Stack gap="sm">
          <Radio.Group
            label={t.applicants}
            value={policy.applicants}
            onChange={(value) => onChange({ ...policy, applicants: value === 'all' ? 'all' : 'preferring' })}
          >
            <Stack gap={6} mt={4}>
              <Radio value="all" label={t.applicantsAll} disabled={isReadOnly} />
              <Radio value="preferring" label={t.applicantsPreferring} disabled={isReadOnly} />
            </Stack>
          </Radio.Group>
          <div className="fields">
            <OptionalNumber
              label={t.minAge}
              value={eligibility.minAge}
              onChange={(minAge) => set('eligibility', { minAge })}
            />
            <OptionalNumber
              label={t.maxAge}
              value={eligibility.maxAge}
              onChange={(maxAge) => set('eligibility', { maxAge })}
            />
          </div>
          <WordChoices
            label={t.englishLevels}
            description={t.englishLevelsHint}
            of="englishLevels"
            chosen={eligibility.englishLevels ?? []}
            onChange={(levels) => set('eligibility', { englishLevels: levels.length > 0 ? levels : null })}
          />
          <WordChoices
            label={t.documents}
            description={t.documentsHint}
            of="documentTypes"
            chosen={eligibility.documents}
            onChange={(documents) => set('eligibility', { documents })}
          />
          <Checkbox
            label={t.priorCertificate}
            checked={eligibility.requiresPriorCertificate}
            onChange={({ currentTarget }) =>
              set('eligibility', { requiresPriorCertificate: currentTarget.checked })
            }
          />
        </Stack>
      </Fieldset>
      <Fieldset legend={t.review}>
        <div className="fields">
          <Days
            label={t.reviewRemind}
            value={review.remindAfterDays}
            onChange={(remindAfterDays) => set('review', { remindAfterDays })}
          />
          <Days
            label={t.reviewEscalate}
            value={review.escalateAfterDays}
            onChange={(escalateAfterDays) => set('review', { escalateAfterDays })}
          />
          <Days
            label={t.reviewDeadline}
            value={review.deadlineDays}
            onChange={(deadlineDays) => set('review', { deadlineDays })}
          />
        </div>
      </Fieldset>
      <Fieldset legend={t.weights}>
        <p className="hint">{t.weightsHint}</p>
        <div className="fields">
          {(['elearning', 'sessions', 'homework', 'assessments'] as const).map((part) => (
            <NumberInput
              key={part}
              label={criteria[part]}
              value={Math.round(weights[part] * 1_000) / 10}
              suffix=" %"
              min={0}
              max={100}
              onChange={(percent) => set('weights', { [part]: Number(percent) / 100 })}
            />
          ))}
        </div>
      </Fieldset>
      <Fieldset legend={t.training}>
        <div className="fields">
          <NumberList
            label={t.milestones}
            description={t.milestonesHint}
            value={training.milestones}
            onChange={(milestones) => set('training', { milestones })}
          />
          <Days
            label={t.remindAfter}
            value={training.remindAfterDays}
            onChange={(remindAfterDays) => set('training', { remindAfterDays })}
          />
          <NumberInput
            label={t.maxReminders}
            value={training.maxReminders}
            min={0}
            max={100}
            allowDecimal={false}
            onChange={(count) => set('training', { maxReminders: Number(count) })}
          />
          <Days
            label={t.stalledAfter}
            value={training.stalledAfterDays}
            onChange={(stalledAfterDays) => set('training', { stalledAfterDays })}
          />
          <OptionalNumber
            label={t.deadlineWeeks}
            description={t.noLimit}
            value={training.deadlineWeeks}
            onChange={(deadlineWeeks) => set('training', { deadlineWeeks })}
          />
        </div>
      </Fieldset>
      <Fieldset legend={t.certificate}>
        <Stack gap="sm">
          <Checkbox
            label={t.requireMinElearning}
            checked={certificate.requireMinElearning}
            onChange={({ currentTarget }) =>
              set('certificate', { requireMinElearning: currentTarget.checked })
            }
          />
          <div className="fields">
            <OptionalNumber
              label={t.validMonths}
              description={t.noLimit}
              value={certificate.validMonths}
              onChange={(validMonths) => set('certificate', { validMonths })}
            />
            <Days
              label={t.certificateRemind}
              value={certificate.review.remindAfterDays}
              onChange={(remindAfterDays) =>
                set('certificate', { review: { ...certificate.review, remindAfterDays } })
              }
            />
            <Days
              label={t.certificateEscalate}
              value={certificate.review.escalateAfterDays}
              onChange={(escalateAfterDays) =>
                set('certificate', { review: { ...certificate.review, escalateAfterDays } })
              }
            />
          </div>
        </Stack>
      </Fieldset>
    </fieldset>
  )
}

interface FieldProps<T> {
  readonly label: string
  readonly description?: string
  readonly value: T
  readonly onChange: (value: T) => void
}

const Days = ({ label, value, onChange }: FieldProps<number>) => (
  <NumberInput
    label={label}
    value={value}
    min={1}
    max={3_650}
    allowDecimal={false}
    onChange={(days) => onChange(Number(days))}
  />
)

/** Empty: no limit. */
const OptionalNumber = ({ label, description, value, onChange }: FieldProps<number | null>) => (
  <NumberInput
    label={label}
    description={description}
    value={value ?? ''}
    min={1}
    allowDecimal={false}
    onChange={(number) => onChange(number === '' ? null : Number(number))}
  />
)

/** Numbers separated by commas. What is being typed stays as it is until the field is left. */
function NumberList({ label, description, value, onChange }: FieldProps<number[]>) {
  const [text, setText] = useState(value.join(', '))
  return (
    <TextInput
      label={label}
      description={description}
      value={text}
      dir="ltr"
      onChange={({ currentTarget }) => {
        setText(currentTarget.value)
        onChange(
          currentTarget.value
            .split(/[,،]/)
            .filter((number) => number.trim() !== '')
            .map(Number)
            .filter((number) => Number.isInteger(number)),
        )
      }}
    />
  )
}
