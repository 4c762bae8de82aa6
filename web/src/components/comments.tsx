import { Alert, Button, Group, Kbd, Stack, Text, Textarea } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { applicationOf } from '../api/application.js'
import { api, idempotencyKey, read, type Schemas } from '../api/client.js'
import { useMessages } from '../i18n/language.js'
import { useMay } from '../session/session.js'
import { sentenceOf } from './failure.js'
import { Instant } from './instant.js'

interface Props {
  readonly reference: string
  readonly comments: Schemas['EnrollmentDetail']['comments']
}

/** What staff have written about an application, and a field to write more. `C` moves into it. */
export function Comments({ reference, comments }: Props) {
  const t = useMessages()
  const texts = t.pages.student
  const queries = useQueryClient()
  const mayWrite = useMay('decide')
  const [text, setText] = useState('')
  const key = useRef(idempotencyKey())
  const field = useRef<HTMLTextAreaElement>(null)
  useHotkeys([['c', () => field.current?.focus()]])
  const write = useMutation({
    mutationFn: () =>
      read(
        api.POST('/v1/enrollments/{programId}-{studentId}/comments', {
          params: { path: applicationOf(reference) },
          headers: { 'idempotency-key': key.current },
          body: { text: text.trim() },
        }),
      ),
    onSuccess: () => {
      key.current = idempotencyKey()
      setText('')
      void queries.invalidateQueries({ queryKey: ['enrollment', reference] })
    },
  })
  return (
    <Stack gap="xs">
      {comments.length === 0 && (
        <Text size="sm" c="dimmed">
          {texts.noComments}
        </Text>
      )}
      {comments.map(({ id, author, text: written, at }) => (
        <div key={id}>
          <Text size="xs" c="dimmed">
            <bdi>{author}</bdi> · <Instant at={at} />
          </Text>
          <Text size="sm" dir="auto" className="written">
            {written}
          </Text>
        </div>
      ))}
      {mayWrite && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (text.trim() !== '' && !write.isPending) write.mutate()
          }}
        >
          <Textarea
            ref={field}
            aria-label={texts.writeComment}
            placeholder={texts.writeComment}
            value={text}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') event.currentTarget.blur()
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey))
                event.currentTarget.form?.requestSubmit()
            }}
            autosize
            minRows={1}
            maxLength={2_000}
            dir="auto"
            rightSection={
              text === '' ? (
                <Kbd size="xs" className="key" visibleFrom="md" aria-hidden>
                  C
                </Kbd>
              ) : null
            }
          />
          {write.error && (
            <Alert color="red" variant="light" role="alert" className="message" mt="xs">
              {sentenceOf(write.error, t)}
            </Alert>
          )}
          {text.trim() !== '' && (
            <Group justify="flex-end" mt="xs">
              <Button type="submit" variant="default" loading={write.isPending}>
                {texts.sendComment}
              </Button>
            </Group>
          )}
        </form>
      )}
    </Stack>
  )
}
