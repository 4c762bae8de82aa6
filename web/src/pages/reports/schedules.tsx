import { Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, read, type Schemas } from '../../api/client.js'
import { useProgramName } from '../../api/programs.js'
import { ConfirmButton } from '../../components/confirm.js'
import { DataTable } from '../../components/data-table.js'
import { Instant } from '../../components/instant.js'
import { Loaded } from '../../components/loaded.js'
import { Section } from '../../components/page.js'
import { useWords, WordChip } from '../../components/words.js'
import { useFormat } from '../../i18n/format.js'
import { useMessages } from '../../i18n/language.js'
import { clockTime, ScheduleButton } from './schedule-form.js'
import type { ReportName } from './use-report.js'

type Schedule = Schemas['ReportSchedule']

/** Milliseconds. A report that was sent now is delivered within a minute. */
const EVERY = 10_000

/** Reports that are emailed on a schedule: what, when and to whom, and how the last one fared. */
export function ReportSchedules({ report }: { readonly report: ReportName }) {
  const t = useMessages()
  const texts = t.pages.reports
  const say = useWords()
  const programName = useProgramName()
  const whenOf = useWhen()
  const schedules = useQuery({
    queryKey: ['report-schedules'],
    queryFn: () => read(api.GET('/v1/report-schedules')),
    refetchInterval: EVERY,
  })
  return (
    <Section title={texts.schedules} aside={<ScheduleButton report={report} />}>
      <Text size="xs" c="dimmed" mb="xs">
        {texts.schedulesIntro}
      </Text>
      <Loaded query={schedules}>
        {({ schedules: rows }) =>
          rows.length === 0 ? (
            <Text size="sm">{texts.noSchedules}</Text>
          ) : (
            <DataTable
              label={texts.schedules}
              rows={rows}
              keyOf={({ id }) => String(id)}
              columns={[
                {
                  id: 'report',
                  title: texts.report,
                  cell: ({ report: name, format, period, programId }) => (
                    <>
                      {texts.names[name]} · <bdi dir="ltr">{format.toUpperCase()}</bdi>
                      <Text size="xs" c="dimmed">
                        {say('reportPeriods', period)}
                        {programId !== null && (
                          <>
                            {' · '}
                            <bdi>{programName(programId)}</bdi>
                          </>
                        )}
                      </Text>
                    </>
                  ),
                },
                { id: 'when', title: texts.when, cell: whenOf },
                {
                  id: 'recipients',
                  title: texts.recipients,
                  wide: true,
                  cell: ({ recipients }) => <Names of={recipients} />,
                },
                { id: 'next', title: texts.next, wide: true, cell: ({ nextAt }) => <Instant at={nextAt} /> },
                { id: 'last', title: texts.last, cell: (schedule) => <Last of={schedule} /> },
                {
                  id: 'commands',
                  title: t.pages.student.commands,
                  cell: (schedule) => <Commands schedule={schedule} />,
                },
              ]}
            />
          )
        }
      </Loaded>
    </Section>
  )
}

function Names({ of }: { readonly of: Schedule['recipients'] }) {
  const format = useFormat()
  return <bdi>{format.list(of.map(({ id, name }) => name ?? String(id)))}</bdi>
}

/** States of the deliveries, and whom they concern where something is wrong. */
function Last({ of: { last } }: { readonly of: Schedule }) {
  const texts = useMessages().pages.reports
  if (last === null) return texts.notYet
  const states = [...new Set(last.deliveries.map(({ state }) => state))]
  return (
    <Stack gap={4}>
      <Text size="xs" c="dimmed">
        <Instant at={last.asOf} />
      </Text>
      {states.map((state) => (
        <Group key={state} gap={6}>
          <WordChip of="staffEmailStates" word={state} />
          {state !== 'accepted' && (
            <Text size="xs">
              <Names
                of={last.deliveries.flatMap(({ recipient, state: its }) => (its === state ? recipient : []))}
              />
            </Text>
          )}
        </Group>
      ))}
    </Stack>
  )
}

function useWhen(): (schedule: Schedule) => string {
  const texts = useMessages().pages.reports
  const format = useFormat()
  return ({ cadence }) => {
    const time = clockTime(cadence.hour)
    switch (cadence.every) {
      case 'day':
        return texts.daily(time)
      case 'week':
        return texts.weekly(format.weekday(cadence.weekday), time)
      case 'month':
        return texts.monthly(texts.lastDay(cadence.day), time)
    }
  }
}

function Commands({ schedule }: { readonly schedule: Schedule }) {
  const texts = useMessages().pages.reports
  const name = texts.names[schedule.report]
  const params = { path: { id: schedule.id } }
  return (
    <Group gap={6}>
      <ConfirmButton
        label={texts.sendNow}
        title={name}
        text={texts.sendNowText}
        action={texts.sendNow}
        done={texts.sendNowDone}
        onConfirm={() => read(api.POST('/v1/report-schedules/{id}/send', { params }))}
      />
      <ScheduleButton report={schedule.report} schedule={schedule} />
      <ConfirmButton
        label={texts.deleteSchedule}
        title={texts.deleteTitle(name)}
        text={texts.deleteText}
        action={texts.deleteSchedule}
        danger
        onConfirm={() => read(api.DELETE('/v1/report-schedules/{id}', { params }))}
      />
    </Group>
  )
}
