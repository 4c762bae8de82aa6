import { Box, Group, NumberInput, Radio, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, read, type Schemas } from '../../api/client.js'
import { ConfirmButton } from '../../components/confirm.js'
import { Facts } from '../../components/facts.js'
import { Instant } from '../../components/instant.js'
import { ListExport } from '../../components/list-export.js'
import { Loaded } from '../../components/loaded.js'
import { Section } from '../../components/page.js'
import { WordChip } from '../../components/words.js'
import { useFormat } from '../../i18n/format.js'
import { useMessages } from '../../i18n/language.js'
import { useMay } from '../../session/session.js'

const MODES = ['off', 'preview', 'on'] as const
type Mode = (typeof MODES)[number]

/** Whether a program enrolls students who apply, without anybody’s command. */
export function Intake({ programId }: { readonly programId: number }) {
  const t = useMessages()
  const texts = t.pages.programs
  const mayManage = useMay('manage_intake')
  const path = { id: programId }
  const intake = useQuery({
    queryKey: ['intake', programId],
    queryFn: () => read(api.GET('/v1/programs/{id}/intake', { params: { path } })),
  })
  return (
    <Section
      title={texts.intake}
      aside={intake.data && <WordChip of="intakeModes" word={intake.data.mode} />}
    >
      <Loaded query={intake} rows={2}>
        {(data) => (
          <Stack gap="sm" align="flex-start">
            <Text size="sm">{texts.intakeText[data.mode]}</Text>
            {data.stoppedAtCount !== null && <p className="note">{texts.stopped(data.stoppedAtCount)}</p>}
            {data.changedAt && (
              <Text size="xs" c="dimmed">
                <bdi>{data.author}</bdi> · <Instant at={data.changedAt} />
                {data.reason && (
                  <>
                    {' · '}
                    <bdi>{data.reason}</bdi>
                  </>
                )}
              </Text>
            )}
            {data.mode === 'preview' && <Applicants intake={data} />}
            {mayManage && <ChangeIntake key={data.version} intake={data} />}
          </Stack>
        )}
      </Loaded>
    </Section>
  )
}

function Applicants({ intake }: { readonly intake: Schemas['Intake'] }) {
  const t = useMessages()
  const format = useFormat()
  const mayExport = useMay('manage_intake')
  const { applicants, complete } = intake
  return (
    <Box w="100%">
      <Group justify="space-between" mb={4}>
        <Text size="sm" fw={500}>
          {t.pages.programs.applicants}
        </Text>
        {mayExport && (
          <ListExport
            label={t.pages.programs.applicants}
            path={`/v1/programs/${intake.programId}/applicants`}
            query={{}}
          />
        )}
      </Group>
      <Facts
        facts={(['enroll', 'agent', 'review', 'cannot_apply'] as const).map((outcome) => [
          t.words.applicantOutcomes[outcome],
          format.number(applicants[outcome]),
        ])}
      />
      {!complete && (
        <Text size="xs" c="dimmed">
          {t.pages.programs.stillReading}
        </Text>
      )}
    </Box>
  )
}

function ChangeIntake({ intake }: { readonly intake: Schemas['Intake'] }) {
  const t = useMessages()
  const texts = t.pages.programs
  const [mode, setMode] = useState<Mode>(intake.mode)
  const [accept, setAccept] = useState<number | string>('')
  return (
    <ConfirmButton
      label={texts.changeIntake}
      title={texts.changeIntake}
      text={texts.intakeText[mode]}
      action={t.common.save}
      reason="required"
      isReady={mode !== intake.mode}
      onConfirm={(reason) =>
        read(
          api.PUT('/v1/programs/{id}/intake', {
            params: { path: { id: intake.programId }, header: { 'if-match': `"${intake.version}"` } },
            body: { mode, reason, ...(mode === 'on' && accept !== '' && { accept: Number(accept) }) },
          }),
        )
      }
    >
      <Radio.Group label={texts.mode} value={mode} onChange={(value) => setMode(value)}>
        <Group mt={4}>
          {MODES.map((value) => (
            <Radio key={value} value={value} label={t.words.intakeModes[value]} />
          ))}
        </Group>
      </Radio.Group>
      {mode === 'on' && (
        <NumberInput
          label={texts.accept}
          description={texts.acceptHint}
          value={accept}
          onChange={setAccept}
          min={1}
          max={1_000_000}
          allowDecimal={false}
        />
      )}
    </ConfirmButton>
  )
}
