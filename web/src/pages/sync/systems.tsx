import { Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, read, type Schemas } from '../../api/client.js'
import { ConfirmButton } from '../../components/confirm.js'
import { Instant } from '../../components/instant.js'
import { Section } from '../../components/page.js'
import { useWords, WordChip } from '../../components/words.js'
import { useMessages } from '../../i18n/language.js'
import { useMay } from '../../session/session.js'

type System = Schemas['NewPause']['system']

/** The connected systems: whether they respond, and whether a person has paused them. */
export function Systems({ systems }: { readonly systems: Schemas['Sync']['systems'] }) {
  const t = useMessages()
  const texts = t.pages.sync
  const say = useWords()
  const mayManage = useMay('manage_sync')
  const pauses = useQuery({ queryKey: ['pauses'], queryFn: () => read(api.GET('/v1/pauses')) })
  const pauseOf = (system: System) => pauses.data?.pauses.find((pause) => pause.system === system)
  const everything = pauseOf('everything')
  return (
    <Section
      title={texts.systems}
      aside={
        mayManage &&
        (everything ? (
          <Resume system="everything" />
        ) : (
          <Pause system="everything" label={texts.pauseEverything} />
        ))
      }
    >
      {everything && <p className="note">{texts.pausedBy(everything.author, everything.reason)}</p>}
      <ul className="plain-list">
        {systems.map(({ system, state, since, pause, failure }) => (
          <li key={system} className="line-item">
            <Group gap="xs">
              <Text size="sm" fw={500} miw={90}>
                {t.words.systems[system]}
              </Text>
              <WordChip of="systemStates" word={state} />
              <Text size="xs" c="dimmed">
                {since && <Instant at={since} />}
                {failure && ` · ${say('failures', failure)}`}
                {pause && (
                  <>
                    {' · '}
                    <bdi>{texts.pausedBy(pause.author, pause.reason)}</bdi>
                  </>
                )}
              </Text>
            </Group>
            {mayManage &&
              !everything &&
              (pauseOf(system) ? <Resume system={system} /> : <Pause system={system} label={texts.pause} />)}
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Pause({ system, label }: { readonly system: System; readonly label: string }) {
  const t = useMessages()
  const texts = t.pages.sync
  return (
    <ConfirmButton
      label={label}
      title={`${texts.pause}: ${t.words.systems[system]}`}
      text={texts.pauseText}
      action={texts.pause}
      reason="required"
      onConfirm={(reason) => read(api.POST('/v1/pauses', { body: { system, reason } }))}
    />
  )
}

function Resume({ system }: { readonly system: System }) {
  const t = useMessages()
  const texts = t.pages.sync
  return (
    <ConfirmButton
      label={texts.resume}
      variant="filled"
      title={`${texts.resume}: ${t.words.systems[system]}`}
      text={texts.resumeText}
      action={texts.resume}
      onConfirm={() => read(api.DELETE('/v1/pauses/{system}', { params: { path: { system } } }))}
    />
  )
}
