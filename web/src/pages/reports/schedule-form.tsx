import { Alert, Button, Checkbox, Group, NativeSelect, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { REPORT_PERIODS, WEEKDAYS } from '../../../../src/domain/report-schedule.js'
import { REPORT_FORMATS, REPORTS } from '../../../../src/domain/reports.js'
import { api, read, type Schemas } from '../../api/client.js'
import { usePrograms, useProgramName } from '../../api/programs.js'
import { Dialog, OPENS_DIALOG } from '../../components/dialog.js'
import { sentenceOf } from '../../components/failure.js'
import { Loaded } from '../../components/loaded.js'
import { oneOf } from '../../components/one-of.js'
import { useWords } from '../../components/words.js'
import { useFormat } from '../../i18n/format.js'
import { LANGUAGES, useMessages } from '../../i18n/language.js'
import type { ReportName } from './use-report.js'

type Schedule = Schemas['ReportSchedule']
type Settings = Schemas['ReportScheduleSettings']
type Cadence = Settings['cadence']

/** `7` is `07:00`. */
export const clockTime = (hour: number) => `${String(hour).padStart(2, '0')}:00`

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at)

const CADENCES = ['day', 'week', 'month'] as const

interface Props {
  /** Suggested for a new schedule. */
  readonly report: ReportName
  /** Absent: a new one. */
  readonly schedule?: Schedule
}

/** A button that opens the form of a scheduled report. */
export function ScheduleButton({ report, schedule }: Props) {
  const t = useMessages()
  const texts = t.pages.reports
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)} {...OPENS_DIALOG}>
        {schedule ? texts.change : texts.schedule}
      </Button>
      <Dialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={schedule ? texts.changeSchedule : texts.schedule}
      >
        <Form
          id={schedule?.id ?? null}
          first={schedule ? settingsOf(schedule) : suggested(report)}
          present={schedule?.recipients ?? []}
          onClose={() => setOpen(false)}
        />
      </Dialog>
    </>
  )
}

const settingsOf = ({
  report,
  format,
  period,
  programId,
  language,
  cadence,
  recipients,
}: Schedule): Settings => ({
  ...{ report, format, period, programId, language, cadence },
  recipients: recipients.map(({ id }) => id),
})

const suggested = (report: ReportName): Settings => ({
  report,
  format: 'pdf',
  period: 'last_month',
  programId: null,
  language: null,
  cadence: { every: 'month', day: 1, hour: 7 },
  recipients: [],
})

interface FormProps {
  /** null: a new one. */
  readonly id: number | null
  readonly first: Settings
  /** Some of them may be no staff any more. */
  readonly present: Schedule['recipients']
  readonly onClose: () => void
}

function Form({ id, first, present, onClose }: FormProps) {
  const t = useMessages()
  const texts = t.pages.reports
  const say = useWords()
  const queries = useQueryClient()
  const programs = usePrograms()
  const programName = useProgramName()
  const [settings, setSettings] = useState(first)
  const set = (change: Partial<Settings>) => setSettings((before) => ({ ...before, ...change }))
  const { report, format, period, programId, language, cadence, recipients } = settings
  const save = useMutation({
    mutationFn: () =>
      read(
        id === null
          ? api.POST('/v1/report-schedules', { body: settings })
          : api.PUT('/v1/report-schedules/{id}', { params: { path: { id } }, body: settings }),
      ),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['report-schedules'] })
      onClose()
    },
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (recipients.length > 0) save.mutate()
      }}
    >
      <Stack gap="sm">
        <div className="fields">
          <NativeSelect
            label={texts.report}
            value={report}
            onChange={({ currentTarget: { value } }) => set({ report: oneOf(REPORTS, value) ?? report })}
            data={REPORTS.map((value) => ({ value, label: texts.names[value] }))}
          />
          <NativeSelect
            label={t.common.program}
            value={programId ?? ''}
            onChange={({ currentTarget: { value } }) =>
              set({ programId: value === '' ? null : Number(value) })
            }
            data={[
              { value: '', label: texts.allPrograms },
              ...(programs.data?.programs ?? []).map((program) => ({
                value: String(program.id),
                label: programName(program.id),
              })),
            ]}
          />
          <NativeSelect
            label={texts.period}
            value={period}
            onChange={({ currentTarget: { value } }) =>
              set({ period: oneOf(REPORT_PERIODS, value) ?? period })
            }
            data={REPORT_PERIODS.map((value) => ({ value, label: say('reportPeriods', value) }))}
          />
          <NativeSelect
            label={texts.format}
            value={format}
            onChange={({ currentTarget: { value } }) =>
              set({ format: oneOf(REPORT_FORMATS, value) ?? format })
            }
            data={REPORT_FORMATS.map((value) => ({ value, label: value.toUpperCase() }))}
          />
          <NativeSelect
            label={texts.languageOfReport}
            value={language ?? ''}
            onChange={({ currentTarget: { value } }) => set({ language: oneOf(LANGUAGES, value) ?? null })}
            data={[
              { value: '', label: texts.readersLanguage },
              ...LANGUAGES.map((value) => ({ value, label: say('languages', value) })),
            ]}
          />
          <CadenceFields cadence={cadence} onChange={(changed) => set({ cadence: changed })} />
        </div>
        <Readers present={present} chosen={recipients} onChange={(changed) => set({ recipients: changed })} />
        {save.error && (
          <Alert color="red" variant="light" role="alert" className="message" title={t.states.commandFailed}>
            {sentenceOf(save.error, t)}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={recipients.length === 0}>
            {t.common.save}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

interface CadenceProps {
  readonly cadence: Cadence
  readonly onChange: (cadence: Cadence) => void
}

function CadenceFields({ cadence, onChange }: CadenceProps) {
  const texts = useMessages().pages.reports
  const format = useFormat()
  const { every, hour } = cadence
  const labels = { day: texts.everyDay, week: texts.everyWeek, month: texts.everyMonth }
  return (
    <>
      <NativeSelect
        label={texts.every}
        value={every}
        onChange={({ currentTarget: { value } }) =>
          onChange(cadenceOf(oneOf(CADENCES, value) ?? every, hour))
        }
        data={CADENCES.map((value) => ({ value, label: labels[value] }))}
      />
      {cadence.every === 'week' && (
        <NativeSelect
          label={texts.weekday}
          value={cadence.weekday}
          onChange={({ currentTarget: { value } }) => onChange({ ...cadence, weekday: Number(value) })}
          data={numbers(1, WEEKDAYS.length).map((value) => ({
            value: String(value),
            label: format.weekday(value),
          }))}
        />
      )}
      {cadence.every === 'month' && (
        <NativeSelect
          label={texts.dayOfMonth}
          value={cadence.day}
          onChange={({ currentTarget: { value } }) => onChange({ ...cadence, day: Number(value) })}
          data={numbers(1, 31).map((value) => ({ value: String(value), label: texts.lastDay(value) }))}
        />
      )}
      <NativeSelect
        label={texts.hour}
        value={hour}
        onChange={({ currentTarget: { value } }) => onChange({ ...cadence, hour: Number(value) })}
        data={numbers(0, 23).map((value) => ({ value: String(value), label: clockTime(value) }))}
      />
    </>
  )
}

function cadenceOf(every: Cadence['every'], hour: number): Cadence {
  switch (every) {
    case 'day':
      return { every, hour }
    case 'week':
      return { every, weekday: 1, hour }
    case 'month':
      return { every, day: 1, hour }
  }
}

interface ReadersProps {
  readonly present: Schedule['recipients']
  readonly chosen: readonly number[]
  readonly onChange: (chosen: number[]) => void
}

function Readers({ present, chosen, onChange }: ReadersProps) {
  const texts = useMessages().pages.reports
  const query = useQuery({
    queryKey: ['report-readers'],
    queryFn: () => read(api.GET('/v1/report-readers')),
  })
  return (
    <div role="group" aria-label={texts.recipients}>
      <Text size="sm" fw={500} mb={4}>
        {texts.recipients}
      </Text>
      <Loaded query={query} rows={3}>
        {({ readers: staff }) => {
          const others = present.filter(({ id }) => staff.every((one) => one.id !== id))
          const readers = [...staff, ...others]
          return readers.length === 0 ? (
            <Text size="sm">{texts.noRecipients}</Text>
          ) : (
            <div className="fields">
              {readers.map(({ id, name }) => (
                <Checkbox
                  key={id}
                  size="xs"
                  label={<bdi>{name ?? id}</bdi>}
                  checked={chosen.includes(id)}
                  onChange={({ currentTarget: { checked } }) =>
                    onChange(checked ? [...chosen, id] : chosen.filter((one) => one !== id))
                  }
                />
              ))}
            </div>
          )
        }}
      </Loaded>
    </div>
  )
}
