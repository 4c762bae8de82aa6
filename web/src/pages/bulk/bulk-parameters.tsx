import { Checkbox, NumberInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type Decision, TASK_KINDS, type TaskKind } from '../../../../src/contracts/tasks.js'
import { api, read, type Schemas } from '../../api/client.js'
import { useCourseName, useProgram } from '../../api/courses.js'
import { Choice } from '../../components/choice.js'
import { useWords } from '../../components/words.js'
import { useFormat } from '../../i18n/format.js'
import { useMessages } from '../../i18n/language.js'

type Parameters = NonNullable<Schemas['NewBulkOperation']['parameters']>
type BulkDecision = NonNullable<Parameters['decision']>
type BulkEmail = NonNullable<Parameters['email']>

export type BulkKind = Schemas['NewBulkOperation']['kind']

/** Every kind of the API, in the order of the page: one that is missing here does not compile. */
const IS_OFFERED: Readonly<Record<BulkKind, true>> = {
  enroll: true,
  decide_reviews: true,
  enroll_by_agent: true,
  extend: true,
  pause: true,
  resume: true,
  withdraw: true,
  resync: true,
  override: true,
  resend_email: true,
  move_to_policy: true,
}
export const KINDS = Object.keys(IS_OFFERED) as readonly BulkKind[]

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
  readonly kind: BulkKind
  readonly adopt: boolean
  readonly days: number | string
  readonly taskKind: TaskKind | null
  readonly decision: BulkDecision | null
  readonly email: BulkEmail
  readonly course: string
  readonly version: number | string
  readonly dryRun: string
}

export const initialParameters: Chosen = {
  kind: 'enroll',
  adopt: false,
  days: 14,
  taskKind: null,
  decision: null,
  email: 'welcome',
  course: '',
  version: '',
  dryRun: '',
}

export function isComplete({ kind, days, decision, course, version, dryRun }: Chosen): boolean {
  if (kind === 'extend') return Number(days) > 0
  if (kind === 'decide_reviews') return decision !== null
  if (kind === 'move_to_policy') return version !== '' && dryRun !== ''
  return kind !== 'override' || course !== ''
}

/** The parameters that this kind has. */
export function parametersOf(chosen: Chosen): Parameters {
  const { kind, adopt, days, decision, email, course, version, dryRun } = chosen
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
    case 'move_to_policy':
      return { policyVersion: Number(version), dryRun: Number(dryRun) }
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
    case 'move_to_policy':
      return programId === null ? null : (
        <VersionChoice programId={programId} parameters={parameters} onChange={onChange} />
      )
    default:
      return null
  }
}

/** The version, and the comparison that shows what it changes. */
function VersionChoice({ programId, parameters, onChange }: Props & { readonly programId: number }) {
  const t = useMessages()
  const texts = t.pages.bulk
  const format = useFormat()
  const { data } = useQuery({
    queryKey: ['dry-runs', programId],
    queryFn: () => read(api.GET('/v1/programs/{id}/dry-runs', { params: { path: { id: programId } } })),
  })
  const completed = (data?.dryRuns ?? []).filter(({ state }) => state === 'completed')
  return (
    <>
      <NumberInput
        label={texts.version}
        value={parameters.version}
        min={0}
        allowDecimal={false}
        onChange={(version) => onChange({ ...parameters, version })}
      />
      <Choice
        label={texts.dryRun}
        none={completed.length === 0 && data ? texts.noDryRun : `${texts.dryRun} …`}
        value={parameters.dryRun}
        onChange={(dryRun) => onChange({ ...parameters, dryRun })}
        options={completed.map(({ id, startedAt, students }) => ({
          value: String(id),
          label: `${id} · ${format.instant(startedAt)} · ${t.plural.students(students ?? 0)}`,
        }))}
      />
    </>
  )
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
