import {
  Alert,
  Button,
  Checkbox,
  Code,
  CopyButton,
  Group,
  NativeSelect,
  Radio,
  Stack,
  Text,
  TextInput,
} from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, read } from '../../api/client.js'
import { Dialog, OPENS_DIALOG } from '../../components/dialog.js'
import { sentenceOf } from '../../components/failure.js'
import { oneOf } from '../../components/one-of.js'
import { useWords } from '../../components/words.js'
import { useMessages } from '../../i18n/language.js'
import { type Permission, useMe } from '../../session/session.js'

const LIFETIMES = ['30', '90', '365', 'never'] as const
type Lifetime = (typeof LIFETIMES)[number]

/** Milliseconds. */
const DAY = 86_400_000

/** A button that creates an API key, and shows it once. */
export function NewApiKey() {
  const t = useMessages()
  const texts = t.pages.apiKeys
  const [isOpen, setOpen] = useState(false)
  const [created, setCreated] = useState<string | null>(null)
  const close = () => {
    setOpen(false)
    setCreated(null)
  }
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)} {...OPENS_DIALOG}>
        {texts.new}
      </Button>
      <Dialog
        isOpen={isOpen}
        onClose={close}
        title={texts.new}
        // Whoever closes it by mistake would lose the key.
        closesEasily={created === null}
      >
        {created === null ? (
          <Form onCreated={setCreated} onCancel={close} />
        ) : (
          <Secret text={created} onClose={close} />
        )}
      </Dialog>
    </>
  )
}

interface FormProps {
  readonly onCreated: (key: string) => void
  readonly onCancel: () => void
}

function Form({ onCreated, onCancel }: FormProps) {
  const t = useMessages()
  const texts = t.pages.apiKeys
  const say = useWords()
  const { permissions } = useMe()
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [isLimited, setLimited] = useState(true)
  const [scopes, setScopes] = useState<readonly Permission[]>([])
  const [lifetime, setLifetime] = useState<Lifetime>('365')
  const create = useMutation({
    mutationFn: () =>
      read(
        api.POST('/v1/api-keys', {
          body: {
            name: name.trim(),
            scopes: isLimited ? [...scopes] : null,
            expiresAt:
              lifetime === 'never' ? null : new Date(Date.now() + Number(lifetime) * DAY).toISOString(),
          },
        }),
      ),
    onSuccess: ({ key }) => {
      void queries.invalidateQueries({ queryKey: ['api-keys'] })
      onCreated(key)
    },
  })
  const isComplete = name.trim() !== '' && (!isLimited || scopes.length > 0)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (isComplete) create.mutate()
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={texts.name}
          description={texts.nameHint}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          maxLength={100}
          required
          withAsterisk={false}
          dir="auto"
          data-autofocus
        />
        <Radio.Group
          label={texts.scopes}
          value={isLimited ? 'limited' : 'everything'}
          onChange={(value) => setLimited(value === 'limited')}
        >
          <Group mt={4}>
            <Radio value="limited" label={texts.limited} />
            <Radio value="everything" label={texts.everything} />
          </Group>
        </Radio.Group>
        {isLimited && (
          <div className="fields" role="group" aria-label={texts.scopes}>
            {permissions.map((permission) => (
              <Checkbox
                key={permission}
                size="xs"
                label={say('permissions', permission)}
                checked={scopes.includes(permission)}
                onChange={({ currentTarget: { checked } }) =>
                  setScopes((chosen) =>
                    checked ? [...chosen, permission] : chosen.filter((one) => one !== permission),
                  )
                }
              />
            ))}
          </div>
        )}
        <NativeSelect
          label={texts.expires}
          value={lifetime}
          onChange={({ currentTarget: { value } }) => setLifetime(oneOf(LIFETIMES, value) ?? '365')}
          data={LIFETIMES.map((value) => ({
            value,
            label: value === 'never' ? texts.never : texts.in(t.plural.days(Number(value))),
          }))}
        />
        {create.error && (
          <Alert color="red" variant="light" role="alert" className="message" title={t.states.commandFailed}>
            {sentenceOf(create.error, t)}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            {t.common.cancel}
          </Button>
          <Button type="submit" loading={create.isPending} disabled={!isComplete}>
            {texts.create}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** The key itself, which the server does not show again. */
function Secret({ text, onClose }: { readonly text: string; readonly onClose: () => void }) {
  const t = useMessages()
  const texts = t.pages.apiKeys
  return (
    <Stack gap="sm">
      <Text size="sm">{texts.once}</Text>
      <Code block dir="ltr" className="secret" aria-label={texts.title} tabIndex={0}>
        {text}
      </Code>
      <Group justify="flex-end" gap="xs">
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? texts.copied : texts.copy}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onClose}>{t.common.done}</Button>
      </Group>
    </Stack>
  )
}
