import { Checkbox, NumberInput } from '@mantine/core'
import { type Decision, TASK_KINDS, type TaskKind } from '../../../../src/contracts/tasks.js'
import type { Schemas } from '../../api/client.js'
import { useCourseName, useProgram } from '../../api/courses.js'
import { Choice } from '../../components/choice.js'
import { useWords } from '../../components/words.js'
import { useMessages } from '../../i18n/language.js'

type Parameters = NonNullable<Schemas['NewBulkOperation']['parameters']>
type BulkDecision = NonNullable<Parameters['decision']>
type BulkEmail = NonNullable<Parameters['email']>

/** What the page offers. Moving to a policy version needs a dry run: the command line has it. */
export const KINDS = [
  'enroll',
  'withdraw',
  'pause',
  'resume',
  'extend',
  'resync',
  'decide_reviews',
  'enroll_by_agent',
  'resend_email',
  'override',
] as const

const EMAILS: readonly BulkEmail[] = ['welcome', 'completion', 'certificate']

/** Decisions that each kind of task accepts for many at once. */
const DECISIONS_OF: Readonly<Record<TaskKind, readonly BulkDecision[]>> = {
  eligibility: ['approve', 'reject', 'ask_more', 'retry'],
  identity: ['create_contact', 'retry'],
  person: ['same_person', 'end'],
  enroll: [],
  problem: ['retry'],
  address: ['retry', 'skip'],
  certificate: ['issue_anyway', 'wait', 'decline', 'record_again'],
} satisfies Readonly<Record<TaskKind, readonly Decision[]>>

export interface Chosen {
  readonly kind: (typeof KINDS)[number]
  readonly adopt: boolean
  readonly days: number | string
  readonly taskKind: TaskKind | null
  readonly decision: BulkDecision | null
  readonly email: BulkEmail
  readonly course: string
}

export const initialParameters: Chosen = {
  kind: 'enroll',
  adopt: false,
  days: 14,
  taskKind: null,
  decision: null,
  email: 'welcome',
  course: '',
}

export function isComplete({ kind, days, decision, course }: Chosen): boolean {
  if (kind === 'extend') return Number(days) > 0
  if (kind === 'decide_reviews') return decision !== null
  return kind !== 'override' || course !== ''
}

/** The parameters that this kind has. */
export function parametersOf({ kind, adopt, days, decision, email, course }: Chosen): Parameters {
  switch (kind) {
    case 'enroll':
      return adopt ? { adopt } : {}
    case 'extend':
      return { days: Number(days) }
    case 'decide_reviews':
      return decision === null ? {} : { decision }
    case 'resend_email':
      return { email }
    case 'override':
      return { courseIntegrationId: Number(course) }
    default:
      return {}
  }
}

interface Props {
  readonly parameters: Chosen
  readonly programId: number | null
  readonly onChange: (parameters: Chosen) => void
}

/** The further fields of a kind of bulk operation. */
export function BulkParameters({ parameters, programId, onChange }: Props) {
  const t = useMessages()
  const texts = t.pages.bulk
  const say = useWords()
  const { kind, adopt, days, taskKind, decision, email } = parameters
  const change = (values: Partial<Chosen>) => onChange({ ...parameters, ...values })
  switch (kind) {
    case 'enroll':
      return (
        <Checkbox
          label={texts.adopt}
          checked={adopt}
          onChange={({ currentTarget }) => change({ adopt: currentTarget.checked })}
        />
      )
    case 'extend':
      return (
        <NumberInput
          label={texts.days}
          value={days}
          min={1}
          max={3_650}
          allowDecimal={false}
          onChange={(value) => change({ days: value })}
        />
      )
    case 'decide_reviews':
      return (
        <>
          <Choice
            label={texts.taskKind}
            none={`${texts.taskKind} …`}
            value={taskKind ?? ''}
            onChange={(value) =>
              change({ taskKind: TASK_KINDS.find((known) => known === value) ?? null, decision: null })
            }
            options={TASK_KINDS.filter((value) => DECISIONS_OF[value].length > 0).map((value) => ({
              value,
              label: say('tasks', value),
            }))}
          />
          {taskKind && (
            <Choice
              label={texts.decision}
              none={`${texts.decision} …`}
              value={decision ?? ''}
              onChange={(value) =>
                change({ decision: DECISIONS_OF[taskKind].find((known) => known === value) ?? null })
              }
              options={DECISIONS_OF[taskKind].map((value) => ({ value, label: say('decisions', value) }))}
            />
          )}
        </>
      )
    case 'resend_email':
      return (
        <Choice
          label={texts.email}
          none={null}
          value={email}
          onChange={(value) => change({ email: EMAILS.find((known) => known === value) ?? email })}
          options={EMAILS.map((value) => ({ value, label: say('emailKinds', value) }))}
        />
      )
    case 'override':
      return programId === null ? null : (
        <CourseChoice programId={programId} parameters={parameters} onChange={onChange} />
      )
    default:
      return null
  }
}

function CourseChoice({ programId, parameters, onChange }: Props & { readonly programId: number }) {
  const t = useMessages()
  const program = useProgram(programId)
  const courseName = useCourseName(programId)
  return (
    <Choice
      label={t.pages.bulk.course}
      none={`${t.pages.bulk.course} …`}
      value={parameters.course}
      onChange={(course) => onChange({ ...parameters, course })}
      options={(program.data?.courses ?? []).map(({ id }) => ({ value: String(id), label: courseName(id) }))}
    />
  )
}
