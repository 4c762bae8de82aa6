import { Alert, Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useMessages } from '../i18n/language.js'
import { Dialog, OPENS_DIALOG } from './dialog.js'
import { sentenceOf } from './failure.js'

export interface ConfirmProps {
  readonly title: string
  /** What will happen, in a sentence. */
  readonly text: string
  readonly action: string
  readonly reason?: 'required' | 'optional' | 'none'
  readonly danger?: boolean
  /** Further fields. */
  readonly children?: ReactNode
  /** Whether those fields are filled in. */
  readonly isReady?: boolean
  readonly onConfirm: (reason: string) => Promise<unknown>
  /** Said when it is done. Default: that the action is done. */
  readonly done?: string
}

/** A button that asks before it changes something, says what will happen, and takes the reason. */
export function ConfirmButton({
  label,
  variant = 'default',
  isDisabled = false,
  ...confirm
}: ConfirmProps & { readonly label: string; readonly variant?: string; readonly isDisabled?: boolean }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button
        variant={variant}
        {...(confirm.danger && { className: 'danger' })}
        disabled={isDisabled}
        onClick={() => setOpen(true)}
        {...OPENS_DIALOG}
      >
        {label}
      </Button>
      <ConfirmDialog isOpen={isOpen} onClose={() => setOpen(false)} {...confirm} />
    </>
  )
}

export function ConfirmDialog({
  isOpen,
  onClose,
  ...props
}: ConfirmProps & { readonly isOpen: boolean; readonly onClose: () => void }) {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={props.title}>
      <ConfirmForm {...props} onClose={onClose} />
    </Dialog>
  )
}

function ConfirmForm(props: ConfirmProps & { readonly onClose: () => void }) {
  const { text, action, reason = 'none', danger, children, isReady = true, onConfirm, onClose, done } = props
  const t = useMessages()
  const queries = useQueryClient()
  const [written, setWritten] = useState('')
  const change = useMutation({
    mutationFn: () => onConfirm(written.trim()),
    onSuccess: () => {
      notifications.show({ message: done ?? t.pages.commands.done(action), color: 'teal' })
      void queries.invalidateQueries()
      onClose()
    },
  })
  const isComplete = isReady && (reason !== 'required' || written.trim() !== '')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (isComplete) change.mutate()
      }}
    >
      <Stack gap="sm">
        <Text size="sm">{text}</Text>
        {children}
        {reason !== 'none' && (
          <Textarea
            label={reason === 'required' ? t.common.reason : t.common.comment}
            description={t.common.reasonHint}
            value={written}
            onChange={({ currentTarget }) => setWritten(currentTarget.value)}
            required={reason === 'required'}
            withAsterisk={false}
            maxLength={2_000}
            autosize
            minRows={2}
            dir="auto"
            data-autofocus
          />
        )}
        {change.error && (
          <Alert color="red" variant="light" role="alert" className="message" title={t.states.commandFailed}>
            {sentenceOf(change.error, t)}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button
            type="submit"
            loading={change.isPending}
            disabled={!isComplete}
            {...(danger && { className: 'danger-filled' })}
          >
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
