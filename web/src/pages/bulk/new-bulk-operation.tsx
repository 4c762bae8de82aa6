import { Alert, Button, Group, NumberInput, Stack, Text, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { TaskKind } from '../../../../src/contracts/tasks.js'
import { api, idempotencyKey, read, type Schemas } from '../../api/client.js'
import { useIntakeBatches } from '../../api/intake-batches.js'
import { useColleagues } from '../../api/colleagues.js'
import { Choice } from '../../components/choice.js'
import { Dialog } from '../../components/dialog.js'
import { sentenceOf } from '../../components/failure.js'
import { ProgramChoice } from '../../components/program-choice.js'
import { WordChoices } from '../../components/word-choices.js'
import { useWords } from '../../components/words.js'
import { useMessages } from '../../i18n/language.js'
import { STAGES } from '../students/stages.js'
import { BulkParameters, initialParameters, isComplete, KINDS, parametersOf } from './bulk-parameters.js'

/** What the fields begin with: empty texts are everything. */
interface BulkSelection {
  readonly program: string
  readonly stage: string
  readonly agent: string
  readonly taskKind: TaskKind | null
}

const EVERYBODY: BulkSelection = { program: '', stage: '', agent: '', taskKind: null }

interface Props {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly selection?: BulkSelection
}

/** Chooses what should happen to whom. It only makes a preview. */
export function NewBulkOperation({ isOpen, onClose, selection = EVERYBODY }: Props) {
  const t = useMessages()
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t.pages.bulk.new} size="lg">
      <Form onClose={onClose} selection={selection} />
    </Dialog>
  )
}

type Filter = Schemas['NewBulkOperation']['filter']

function Form({ onClose, selection }: Required<Omit<Props, 'isOpen'>>) {
  const t = useMessages()
  const texts = t.pages.bulk
  const say = useWords()
  const [, go] = useLocation()
  const [key, setKey] = useState(idempotencyKey)
  const [program, setProgram] = useState(selection.program)
  const [stage, setStage] = useState(selection.stage)
  const [agent, setAgent] = useState(selection.agent)
  const [batch, setBatch] = useState('')
  const [studentStates, setStudentStates] = useState<string[]>([])
  const [size, setSize] = useState<number | string>('')
  const [students, setStudents] = useState('')
  const [parameters, setParameters] = useState(() => parametersFor(selection))
  const colleagues = useColleagues()
  const batches = useIntakeBatches()
  const [reason, setReason] = useState('')
  const { kind } = parameters

  const studentIds = students.split(/[\s,،]+/).filter((text) => text !== '')
  const isReady =
    program !== '' &&
    reason.trim() !== '' &&
    studentIds.every((id) => /^\d+$/.test(id)) &&
    isComplete(parameters)
  const preview = useMutation({
    mutationFn: () => {
      const filter: Filter = {
        programId: Number(program),
        ...(studentIds.length > 0 && { studentIds: studentIds.map(Number) }),
        ...(size !== '' && { size: Number(size) }),
        ...(agent !== '' && { agentId: Number(agent) }),
        ...(batch !== '' && { intakeBatchId: Number(batch) }),
        ...(studentStates.length > 0 && { studentStates }),
        ...(kind !== 'enroll' && stage !== '' && { stage }),
        ...(kind === 'decide_reviews' && parameters.taskKind && { taskKind: parameters.taskKind }),
      }
      const body = { kind, filter, reason: reason.trim(), parameters: parametersOf(parameters) }
      return read(api.POST('/v1/bulk-operations', { headers: { 'idempotency-key': key }, body }))
    },
    onSuccess: ({ id }) => {
      onClose()
      go(`/bulk/${id}`)
    },
    onError: () => setKey(idempotencyKey()),
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady) preview.mutate()
      }}
    >
      <Stack gap="sm">
        <Choice
          label={texts.kind}
          value={kind}
          none={null}
          onChange={(value) =>
            setParameters({ ...parameters, kind: KINDS.find((known) => known === value) ?? kind })
          }
          options={KINDS.map((value) => ({ value, label: say('bulkKinds', value) }))}
        />
        <Text size="sm" c="dimmed">
          {texts.texts[kind]}
        </Text>
        <ProgramChoice value={program} onChange={setProgram} none={`${t.common.program} …`} />
        <BulkParameters
          parameters={parameters}
          programId={program === '' ? null : Number(program)}
          onChange={setParameters}
        />
        {kind !== 'enroll' && kind !== 'decide_reviews' && (
          <Choice
            label={texts.stage}
            value={stage}
            onChange={setStage}
            options={STAGES.map((value) => ({ value, label: say('stages', value) }))}
          />
        )}
        <Choice
          label={t.common.agent}
          value={agent}
          onChange={setAgent}
          options={colleagues.map(({ id, name }) => ({ value: String(id), label: name }))}
        />
        {batches.length > 0 && (
          <Choice
            label={texts.batch}
            value={batch}
            onChange={setBatch}
            options={batches.map(({ id, name, filename, students: count }) => ({
              value: String(id),
              label: [name, filename, t.plural.students(count)].filter(Boolean).join(' · '),
            }))}
          />
        )}
        <WordChoices
          label={texts.states}
          description={texts.statesHint}
          of="studentStates"
          chosen={studentStates}
          onChange={setStudentStates}
        />
        <NumberInput
          label={texts.size}
          description={texts.sizeHint}
          value={size}
          onChange={setSize}
          min={1}
          max={50_000}
          allowDecimal={false}
        />
        <Textarea
          label={texts.students}
          description={texts.studentsHint}
          value={students}
          onChange={({ currentTarget }) => setStudents(currentTarget.value)}
          dir="ltr"
          autosize
          minRows={1}
          maxRows={6}
        />
        <Textarea
          label={t.common.reason}
          description={t.common.reasonHint}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
          maxLength={2_000}
          autosize
          minRows={2}
          dir="auto"
        />
        {preview.error && (
          <Alert color="red" variant="light" role="alert" className="message" title={t.states.commandFailed}>
            {sentenceOf(preview.error, t)}
          </Alert>
        )}
        <Group justify="space-between" gap="xs">
          <Text size="xs" c="dimmed">
            {texts.previewHint}
          </Text>
          <Button type="submit" disabled={!isReady} loading={preview.isPending}>
            {texts.preview}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** Who selects tasks of a kind probably decides them. */
const parametersFor = ({ taskKind }: BulkSelection) =>
  taskKind === null ? initialParameters : { ...initialParameters, kind: 'decide_reviews' as const, taskKind }
