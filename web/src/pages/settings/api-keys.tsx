import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, read, type Schemas } from '../../api/client.js'
import { Chip, type Tone } from '../../components/chip.js'
import { ConfirmButton } from '../../components/confirm.js'
import { DataTable } from '../../components/data-table.js'
import { Instant } from '../../components/instant.js'
import { Loaded } from '../../components/loaded.js'
import { Section } from '../../components/page.js'
import { useWords } from '../../components/words.js'
import { useMessages } from '../../i18n/language.js'
import { NewApiKey } from './new-api-key.js'

type ApiKey = Schemas['ApiKey']
type State = 'usable' | 'expired' | 'revoked'

const TONES: Readonly<Record<State, Tone>> = { usable: 'good', expired: 'attention', revoked: 'bad' }

/** Keys of programs that use the API: list, create, revoke. */
export function ApiKeys() {
  const t = useMessages()
  const texts = t.pages.apiKeys
  const say = useWords()
  const keys = useQuery({ queryKey: ['api-keys'], queryFn: () => read(api.GET('/v1/api-keys')) })
  const [now] = useState(() => Date.now())
  return (
    <Section title={texts.title} aside={<NewApiKey />}>
      <Text size="xs" c="dimmed" mb="xs">
        {texts.intro}
      </Text>
      <Loaded query={keys}>
        {({ keys: rows }) =>
          rows.length === 0 ? (
            <Text size="sm">{texts.none}</Text>
          ) : (
            <DataTable
              label={texts.title}
              rows={rows}
              keyOf={({ id }) => id}
              columns={[
                { id: 'name', title: texts.name, cell: ({ name }) => <bdi>{name}</bdi> },
                {
                  id: 'state',
                  title: t.common.state,
                  cell: (key) => (
                    <Chip tone={TONES[stateOf(key, now)]}>{say('apiKeyStates', stateOf(key, now))}</Chip>
                  ),
                },
                {
                  id: 'scopes',
                  title: texts.scopes,
                  wide: true,
                  cell: ({ scopes }) =>
                    scopes === null
                      ? texts.everything
                      : scopes.map((scope) => say('permissions', scope)).join(' · '),
                },
                {
                  id: 'expires',
                  title: texts.expires,
                  wide: true,
                  cell: ({ expiresAt }) => <At at={expiresAt} />,
                },
                {
                  id: 'used',
                  title: texts.lastUsed,
                  wide: true,
                  cell: ({ lastUsedAt }) => <At at={lastUsedAt} />,
                },
                {
                  id: 'by',
                  title: texts.createdBy,
                  wide: true,
                  cell: ({ createdBy }) => <bdi>{createdBy?.name ?? '–'}</bdi>,
                },
                { id: 'revoke', title: t.pages.student.commands, cell: (key) => <Revoke apiKey={key} /> },
              ]}
            />
          )
        }
      </Loaded>
    </Section>
  )
}

const At = ({ at }: { readonly at: string | null }) => (at === null ? '–' : <Instant at={at} />)

function stateOf({ revokedAt, expiresAt }: ApiKey, now: number): State {
  if (revokedAt !== null) return 'revoked'
  return expiresAt !== null && Date.parse(expiresAt) <= now ? 'expired' : 'usable'
}

function Revoke({ apiKey: { id, name, revokedAt } }: { readonly apiKey: ApiKey }) {
  const texts = useMessages().pages.apiKeys
  if (revokedAt !== null) return <Instant at={revokedAt} />
  return (
    <ConfirmButton
      label={texts.revoke}
      title={texts.revokeTitle(name)}
      text={texts.revokeText}
      action={texts.revoke}
      danger
      onConfirm={() => read(api.DELETE('/v1/api-keys/{id}', { params: { path: { id } } }))}
    />
  )
}
