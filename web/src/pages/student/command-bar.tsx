import { Checkbox, Menu, Stack, TextInput } from '@mantine/core'
import { Button } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import { applicationOf } from '../../api/application.js'
import { api, idempotencyKey, read } from '../../api/client.js'
import { useCourseName } from '../../api/courses.js'
import { Choice } from '../../components/choice.js'
import { ConfirmDialog } from '../../components/confirm.js'
import { OPENS_DIALOG } from '../../components/dialog.js'
import { useMessages } from '../../i18n/language.js'
import { useMay } from '../../session/session.js'
import type { ApplicationDetail } from './application-detail.js'

/** Decisions have a page of their own. */
const COMMANDS = ['enroll', 'resync', 'pause', 'resume', 'extend', 'override', 'reopen', 'withdraw'] as const
type Command = (typeof COMMANDS)[number]

/** What can be done about an application in its present state. */
export function CommandBar({ detail }: { readonly detail: ApplicationDetail }) {
  const t = useMessages()
  const mayChange = useMay('change_training')
  const mayEnroll = useMay('enroll')
  const [open, setOpen] = useState<Command | null>(null)
  const commands = COMMANDS.filter(
    (command) =>
      detail.commands.includes(command) &&
      (command === 'enroll' || command === 'reopen' ? mayEnroll : mayChange) &&
      (command !== 'override' || detail.progress.length > 0),
  )
  if (commands.length === 0) return null
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
            {t.pages.student.commands}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {commands.map((command) => (
            <Menu.Item
              key={command}
              onClick={() => setOpen(command)}
              {...OPENS_DIALOG}
              {...(command === 'withdraw' && { className: 'danger' })}
            >
              {t.pages.commands[command]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {open && <CommandDialog key={open} command={open} detail={detail} onClose={() => setOpen(null)} />}
    </>
  )
}

interface DialogProps {
  readonly command: Command
  readonly detail: ApplicationDetail
  readonly onClose: () => void
}

function CommandDialog({ command, detail, onClose }: DialogProps) {
  const t = useMessages()
  const texts = t.pages.commands
  const courseName = useCourseName(detail.programId)
  const [key] = useState(idempotencyKey)
  const [deadline, setDeadline] = useState('')
  const [course, setCourse] = useState(String(detail.progress[0]?.courseIntegrationId ?? ''))
  const waiting = detail.task?.courseIntegrationIds ?? []
  const [courses, setCourses] = useState(() => waiting.map(String))

  const send = async (reason: string) => {
    const request = { params: { path: applicationOf(detail.ref) }, headers: { 'idempotency-key': key } }
    switch (command) {
      case 'resync':
        return read(api.POST('/v1/enrollments/{programId}-{studentId}/resync', { ...request, body: {} }))
      case 'pause':
        return read(
          api.POST('/v1/enrollments/{programId}-{studentId}/pause', { ...request, body: { reason } }),
        )
      case 'resume':
        return read(
          api.POST('/v1/enrollments/{programId}-{studentId}/resume', {
            ...request,
            body: reason ? { reason } : {},
          }),
        )
      case 'extend':
        return read(
          api.POST('/v1/enrollments/{programId}-{studentId}/extend', {
            ...request,
            body: { deadline, reason },
          }),
        )
      case 'override':
        return read(
          api.POST('/v1/enrollments/{programId}-{studentId}/override', {
            ...request,
            body: { courseIntegrationId: Number(course), reason },
          }),
        )
      case 'withdraw':
        return read(
          api.POST('/v1/enrollments/{programId}-{studentId}/withdraw', { ...request, body: { reason } }),
        )
      case 'reopen':
        return read(
          api.POST('/v1/enrollments', {
            headers: request.headers,
            body: request.params.path,
          }),
        )
      case 'enroll':
        return read(
          api.POST('/v1/enrollments/{programId}-{studentId}/enroll', {
            ...request,
            body: { courseIntegrationIds: courses.map(Number), ...(reason && { comment: reason }) },
          }),
        )
    }
  }
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={texts[command]}
      text={texts[`${command}Text`]}
      action={texts[command]}
      reason={
        command === 'resync' || command === 'reopen'
          ? 'none'
          : command === 'resume' || command === 'enroll'
            ? 'optional'
            : 'required'
      }
      danger={command === 'withdraw'}
      isReady={command === 'extend' ? deadline !== '' : command === 'enroll' ? courses.length > 0 : true}
      onConfirm={send}
    >
      {command === 'extend' && (
        <TextInput
          type="date"
          label={texts.deadline}
          value={deadline}
          onChange={({ currentTarget }) => setDeadline(currentTarget.value)}
          required
          withAsterisk={false}
        />
      )}
      {command === 'override' && (
        <Choice
          label={texts.course}
          value={course}
          none={null}
          onChange={setCourse}
          options={detail.progress.map(({ courseIntegrationId: id }) => ({
            value: String(id),
            label: courseName(id),
          }))}
        />
      )}
      {command === 'enroll' && (
        <Checkbox.Group value={courses} onChange={setCourses} label={texts.course}>
          <Stack gap={6} mt={4}>
            {waiting.map((id) => (
              <Checkbox key={id} value={String(id)} label={courseName(id)} />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
    </ConfirmDialog>
  )
}
