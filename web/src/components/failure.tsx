import { Button, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconLock, IconMapPinOff } from '@tabler/icons-react'
import { ApiProblem } from '../api/problem.js'
import { useMessages } from '../i18n/language.js'
import type { Messages } from '../i18n/messages.js'
import { Message } from './message.js'

/** Returns what went wrong, and what to do, in a sentence. */
export function sentenceOf(error: unknown, t: Messages): string {
  if (!(error instanceof ApiProblem)) return t.states.internal
  if (error.status === 0) return t.states.offline
  if (error.status === 500) return t.states.internal
  const fields = error.errors.map(({ pointer, detail }) =>
    pointer === '' ? detail : `${pointer.replace(/^\//, '').replaceAll('/', ' › ')}: ${detail}`,
  )
  const english = [error.message, ...fields].filter((text) => text !== '').join(' ')
  return t.states.problem(error.kind, english) || t.states.internal
}

interface Props {
  readonly error: unknown
  readonly onRetry?: () => void
  readonly isRetrying?: boolean
}

/** Why something cannot be shown: not allowed, not there, or failed. */
export function Failure({ error, onRetry, isRetrying = false }: Props) {
  const t = useMessages()
  const status = error instanceof ApiProblem ? error.status : -1
  if (status === 403)
    return <Message icon={<IconLock />} title={t.states.noPermissionTitle} text={t.states.noPermission} />
  if (status === 404)
    return <Message icon={<IconMapPinOff />} title={t.states.notFoundTitle} text={t.states.notFound} />
  const request = error instanceof ApiProblem ? error.requestId : null
  return (
    <Message
      icon={<IconAlertTriangle />}
      title={t.states.failedTitle}
      text={sentenceOf(error, t)}
      role="alert"
    >
      <Stack gap="xs" align="center">
        {request !== null && status >= 500 && (
          <Text size="xs" c="dimmed" dir="ltr">
            {t.states.request(request)}
          </Text>
        )}
        {onRetry && (
          <Button loading={isRetrying} onClick={onRetry}>
            {t.common.retry}
          </Button>
        )}
      </Stack>
    </Message>
  )
}
