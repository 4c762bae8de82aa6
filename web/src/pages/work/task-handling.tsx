import { Button, Kbd, NativeSelect, TextInput } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useState } from 'react'
import { dayIn, daysLater } from '../../../../src/domain/calendar.js'
import { applicationOf } from '../../api/application.js'
import { api, read } from '../../api/client.js'
import { useColleagues } from '../../api/colleagues.js'
import { ConfirmDialog } from '../../components/confirm.js'
import { OPENS_DIALOG } from '../../components/dialog.js'
import { useFormat } from '../../i18n/format.js'
import { useMessages } from '../../i18n/language.js'
import { useMe } from '../../session/session.js'
import type { Review } from './review.js'

interface Props {
  readonly review: Review
  /** The task has left the list. */
  readonly onResting: () => void
}

/** Gives the task to a colleague, or lets it rest until a day. */
export function TaskHandling({ review, onResting }: Props) {
  const t = useMessages()
  const texts = t.pages.work
  const format = useFormat()
  const me = useMe()
  const [now, setNow] = useState(() => Date.now())
  const [open, setOpen] = useState<'assign' | 'snooze' | null>(null)
  const [assignee, setAssignee] = useState('')
  const [until, setUntil] = useState('')
  const { handling, task, ref, flow } = review
  const canRest = task?.escalated === false
  const chooseDay = () => {
    setNow(Date.now())
    setOpen('snooze')
  }
  useHotkeys([
    ['a', () => setOpen('assign')],
    ['s', () => canRest && chooseDay()],
  ])
  const colleagues = useColleagues()
  if (!handling) return null
  const target = { params: { path: applicationOf(ref) } }
  const ofFlow = flow ? { flow } : {}
  const snooze = (day: string | null) =>
    read(
      api.POST('/v1/enrollments/{programId}-{studentId}/snooze', {
        ...target,
        body: { ...ofFlow, until: day },
      }),
    )
  const assign = (assigneeId: number | null) =>
    read(
      api.POST('/v1/enrollments/{programId}-{studentId}/assign', {
        ...target,
        body: { ...ofFlow, assigneeId },
      }),
    )
  const isResting = handling.snoozedUntil !== null && Date.parse(handling.snoozedUntil) > now
  // The API counts days in the center, wherever the reader is.
  const inDays = (days: number) => daysLater(dayIn(me.timeZone, now), days)
  const close = () => setOpen(null)

  return (
    <>
      <Button
        variant="default"
        onClick={() => setOpen('assign')}
        {...OPENS_DIALOG}
        rightSection={<Shortcut of="A" />}
      >
        {texts.assign}
      </Button>
      {canRest && (
        <Button variant="default" onClick={chooseDay} {...OPENS_DIALOG} rightSection={<Shortcut of="S" />}>
          {isResting ? texts.restsUntil(format.day(handling.snoozedUntil ?? '')) : texts.snooze}
        </Button>
      )}
      <ConfirmDialog
        isOpen={open === 'assign'}
        onClose={close}
        title={texts.assign}
        text={texts.assignText}
        action={texts.assign}
        isReady={assignee !== ''}
        onConfirm={() => assign(assignee === 'agent' ? null : Number(assignee))}
      >
        <NativeSelect
          label={texts.colleague}
          value={assignee}
          onChange={({ currentTarget }) => setAssignee(currentTarget.value)}
          data={[
            { value: '', label: '…' },
            ...(handling.assignee ? [{ value: 'agent', label: texts.backToAgent }] : []),
            ...colleagues
              .filter(({ id }) => id !== (handling.assignee ?? review.student?.agent)?.id)
              .map(({ id, name, openTasks }) => ({
                value: String(id),
                label: `${id === me.odooUserId ? texts.myself(name) : name} (${t.plural.tasks(openTasks)})`,
              })),
          ]}
        />
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={open === 'snooze'}
        onClose={close}
        title={texts.snooze}
        text={texts.snoozeText}
        action={texts.snooze}
        isReady={until !== ''}
        onConfirm={async () => {
          await snooze(until === 'now' ? null : until)
          if (until !== 'now') onResting()
        }}
      >
        <NativeSelect
          label={texts.until}
          value={
            [inDays(1), inDays(3), inDays(7), inDays(14), 'now'].includes(until) || until === ''
              ? until
              : 'other'
          }
          onChange={({ currentTarget }) =>
            setUntil(currentTarget.value === 'other' ? inDays(30) : currentTarget.value)
          }
          data={[
            { value: '', label: '…' },
            ...[1, 3, 7, 14].map((days) => ({ value: inDays(days), label: format.day(inDays(days)) })),
            { value: 'other', label: texts.otherDay },
            ...(isResting ? [{ value: 'now', label: texts.wakeNow }] : []),
          ]}
        />
        {until !== '' && until !== 'now' && (
          <TextInput
            type="date"
            label={texts.day}
            value={until}
            min={inDays(1)}
            max={inDays(90)}
            onChange={({ currentTarget }) => setUntil(currentTarget.value)}
          />
        )}
      </ConfirmDialog>
    </>
  )
}

const Shortcut = ({ of }: { readonly of: string }) => (
  <Kbd size="xs" className="key" visibleFrom="md" aria-hidden>
    {of}
  </Kbd>
)
