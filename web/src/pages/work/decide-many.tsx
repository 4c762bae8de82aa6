import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { DECISIONS_WITH_REASON } from '../../../../src/contracts/tasks.js'
import { applicationOf } from '../../api/application.js'
import { api, idempotencyKey, read } from '../../api/client.js'
import { ApiProblem } from '../../api/problem.js'
import { Choice } from '../../components/choice.js'
import { ConfirmDialog } from '../../components/confirm.js'
import { OPENS_DIALOG } from '../../components/dialog.js'
import { sentenceOf } from '../../components/failure.js'
import { oneOf } from '../../components/one-of.js'
import { StudentName, useStudentName } from '../../components/student-name.js'
import { useWords } from '../../components/words.js'
import { useMessages } from '../../i18n/language.js'
import { useMay } from '../../session/session.js'
import type { Review } from './review.js'

type Decision = Review['decisions'][number]

interface Props {
  /** One at least, each with a task. */
  readonly reviews: readonly Review[]
  readonly onClear: () => void
}

/**
 * The same decision on several tasks of a kind. Who may run bulk operations gets the preview of
 * one, which shows every effect. Everyone else decides them one after the other, after a list by
 * name: agents see no operations that concern students of others.
 */
export function DecideMany({ reviews, onClear }: Props) {
  const t = useMessages()
  const texts = t.pages.work
  const say = useWords()
  const nameOf = useStudentName()
  const [, go] = useLocation()
  const mayRunBulk = useMay('run_bulk')
  const [isOpen, setOpen] = useState(false)
  const [chosen, setChosen] = useState('')
  const [finished, setFinished] = useState(0)
  const [first] = reviews
  if (!first?.task) return null
  const { kind } = first.task
  const isOneKind = reviews.every(({ task }) => task?.kind === kind)
  const isOneProgram = reviews.every(({ programId }) => programId === first.programId)
  const decisions = first.decisions.filter(
    (decision) =>
      decision !== 'use_contact' && reviews.every((review) => review.decisions.includes(decision)),
  )
  const decision = oneOf(decisions, chosen)
  const obstacle = !isOneKind
    ? texts.oneKind
    : mayRunBulk && !isOneProgram
      ? texts.oneProgram
      : decisions.length === 0
        ? texts.nothingInCommon
        : null

  async function preview(made: Decision, reason: string) {
    const studentIds = [...new Set(reviews.map(({ studentId }) => studentId))]
    const filter = { programId: first?.programId ?? 0, studentIds, taskKind: kind }
    const { id } = await read(
      api.POST('/v1/bulk-operations', {
        headers: { 'idempotency-key': idempotencyKey() },
        body:
          made === 'enroll'
            ? { kind: 'enroll_by_agent', filter, reason }
            : { kind: 'decide_reviews', filter, parameters: { decision: bulkDecision(made) }, reason },
      }),
    )
    go(`/bulk/${id}`)
  }

  async function decideAll(made: Decision, comment: string) {
    setFinished(0)
    const refused: string[] = []
    for (const review of reviews) {
      const { ref, flow } = review
      const request = {
        params: { path: applicationOf(ref) },
        headers: { 'idempotency-key': idempotencyKey() },
        body: { decision: made, ...(comment && { comment }), ...(flow && { flow }) },
      }
      try {
        await read(api.POST('/v1/enrollments/{programId}-{studentId}/review', request))
      } catch (error) {
        // A colleague may have been faster with one. The others are decided all the same.
        if (!(error instanceof ApiProblem) || error.status === 0 || error.status >= 500) throw error
        refused.push(`${nameOf(review)}: ${sentenceOf(error, t)}`)
      }
      setFinished((count) => count + 1)
    }
    if (refused.length > 0) throw new ApiProblem(409, { detail: refused.join(' ') })
    onClear()
  }

  const needsReason = mayRunBulk || (decision !== undefined && DECISIONS_WITH_REASON.includes(decision))
  return (
    <div className="note selection" role="status">
      <Text size="sm">{texts.selected(t.plural.tasks(reviews.length))}</Text>
      <Group gap="xs">
        {obstacle === null ? (
          <Button onClick={() => setOpen(true)} {...OPENS_DIALOG}>
            {texts.together}
          </Button>
        ) : (
          <Text size="sm">{obstacle}</Text>
        )}
        <Button variant="default" onClick={onClear}>
          {texts.clearSelection}
        </Button>
      </Group>
      <ConfirmDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={`${texts.together}: ${say('tasks', kind)}`}
        text={mayRunBulk ? texts.togetherPreview : texts.togetherText(t.plural.tasks(reviews.length))}
        action={mayRunBulk ? t.pages.bulk.preview : texts.togetherAction(t.plural.tasks(reviews.length))}
        reason={needsReason ? 'required' : 'optional'}
        isReady={decision !== undefined}
        onConfirm={async (reason) => {
          if (!decision) return
          await (mayRunBulk ? preview(decision, reason) : decideAll(decision, reason))
        }}
      >
        <Choice
          label={t.pages.bulk.decision}
          none={`${t.pages.bulk.decision} …`}
          value={decision ?? ''}
          onChange={setChosen}
          options={decisions.map((value) => ({ value, label: say('decisions', value) }))}
        />
        <ul className="plain-list names">
          {reviews.map((review) => (
            <li key={`${review.ref}-${review.flow ?? ''}`}>
              <StudentName of={review} />
            </li>
          ))}
        </ul>
        {finished > 0 && <Text size="sm">{t.pages.bulk.progress(finished, reviews.length)}</Text>}
      </ConfirmDialog>
    </div>
  )
}

/** The two that a person chooses for each student are not offered. */
const bulkDecision = (decision: Decision) => {
  if (decision === 'use_contact' || decision === 'enroll') throw new Error('Not for many at once.')
  return decision
}
