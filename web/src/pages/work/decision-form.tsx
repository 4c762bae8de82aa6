import { Alert, Button, Checkbox, Group, Kbd, Stack, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useHotkeys } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { DECISIONS_WITH_REASON } from '../../../../src/contracts/tasks.js'
import { applicationOf } from '../../api/application.js'
import { api, idempotencyKey, read } from '../../api/client.js'
import { useCourseName } from '../../api/courses.js'
import { sentenceOf } from '../../components/failure.js'
import { useWords } from '../../components/words.js'
import { useMessages } from '../../i18n/language.js'
import { ContactChoice } from './contact-choice.js'
import type { Review } from './review.js'
import { stageReached } from './stage-reached.js'

type Decision = Review['decisions'][number]

/** Decisions that end something for the student. */
const ENDING: readonly Decision[] = ['reject', 'decline', 'end']

interface Props {
  readonly review: Review
  readonly onDecided: () => void
}

/** A button for each decision that the task accepts, with the reason and what must be chosen. */
export function DecisionForm({ review, onDecided }: Props) {
  const t = useMessages()
  const say = useWords()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const [contact, setContact] = useState<string | null>(null)
  const [lacking, setLacking] = useState<string | null>(null)
  const key = useRef(idempotencyKey())
  const reasonField = useRef<HTMLTextAreaElement>(null)
  const { decisions, task, ref, flow, programId } = review
  const courseName = useCourseName(programId)
  const { choices = [], courseIntegrationIds = [] } = task ?? {}
  const [courses, setCourses] = useState(() => courseIntegrationIds.map(String))

  const send = useMutation({
    mutationFn: async (decision: Decision) => {
      const comment = reason.trim()
      const path = applicationOf(ref)
      const request = { params: { path }, headers: { 'idempotency-key': key.current } }
      if (decision === 'enroll' && courses.length < courseIntegrationIds.length)
        return read(
          api.POST('/v1/enrollments/{programId}-{studentId}/enroll', {
            ...request,
            body: { courseIntegrationIds: courses.map(Number), ...(comment && { comment }) },
          }),
        )
      return read(
        api.POST('/v1/enrollments/{programId}-{studentId}/review', {
          ...request,
          body: {
            decision,
            ...(comment && { comment }),
            ...(flow && { flow }),
            ...(decision === 'use_contact' && contact && { partnerId: Number(contact) }),
          },
        }),
      )
    },
    onSuccess: (outcome, decision) => {
      const stage = stageReached(outcome)
      notifications.show({
        title: t.pages.work.decided(say('decisions', decision)),
        message: stage === null ? t.pages.work.goesOn : t.pages.work.nowIn(say('stages', stage)),
        color: 'teal',
      })
      onDecided()
      void queries.invalidateQueries()
    },
    onError: () => {
      key.current = idempotencyKey()
    },
  })

  const decide = (decision: Decision) => {
    if (send.isPending) return
    if (DECISIONS_WITH_REASON.includes(decision) && reason.trim() === '') {
      setLacking(t.pages.work.needReason)
      reasonField.current?.focus()
    } else if (decision === 'use_contact' && contact === null) setLacking(t.pages.work.needContact)
    else {
      setLacking(null)
      send.mutate(decision)
    }
  }
  useHotkeys([
    ...decisions.map((decision, index): [string, () => void] => [String(index + 1), () => decide(decision)]),
    ['r', () => reasonField.current?.focus()],
  ])

  return (
    <Stack gap="sm" mt="md" component="form" onSubmit={(event) => event.preventDefault()}>
      {task?.kind === 'identity' && choices.length > 0 && (
        <ContactChoice
          applicationRef={ref}
          contactIds={choices}
          {...(decisions.includes('use_contact') && { chosen: contact, onChoose: setContact })}
        />
      )}
      {courseIntegrationIds.length > 1 && (
        <Checkbox.Group value={courses} onChange={setCourses} label={t.pages.work.chooseCourses}>
          <Stack gap={6} mt={4}>
            {courseIntegrationIds.map((id) => (
              <Checkbox key={id} value={String(id)} label={courseName(id)} />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
      <Textarea
        ref={reasonField}
        label={
          decisions.some((decision) => DECISIONS_WITH_REASON.includes(decision))
            ? t.common.reason
            : t.common.comment
        }
        value={reason}
        onChange={({ currentTarget }) => {
          setReason(currentTarget.value)
          setLacking(null)
        }}
        onKeyDown={({ key: pressed, currentTarget }) => pressed === 'Escape' && currentTarget.blur()}
        error={lacking}
        autosize
        minRows={2}
        maxLength={2_000}
        dir="auto"
      />
      {send.error && (
        <Alert color="red" variant="light" role="alert" className="message" title={t.states.commandFailed}>
          {sentenceOf(send.error, t)}
        </Alert>
      )}
      <Group gap="xs">
        {decisions.map((decision, index) => (
          <Button
            key={decision}
            variant={index === 0 && decision !== 'issue_anyway' ? 'filled' : 'default'}
            {...(ENDING.includes(decision) && { className: 'danger' })}
            loading={send.isPending && send.variables === decision}
            disabled={send.isPending && send.variables !== decision}
            onClick={() => decide(decision)}
            rightSection={
              <Kbd size="xs" className="key" visibleFrom="md" aria-hidden>
                {index + 1}
              </Kbd>
            }
          >
            {say('decisions', decision)}
          </Button>
        ))}
      </Group>
    </Stack>
  )
}
