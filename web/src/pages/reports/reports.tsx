import { Button, Group, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { IconDownload } from '@tabler/icons-react'
import {
  REPORT_FORMATS,
  REPORT_PERMISSIONS,
  REPORTS,
  type ReportFormat,
} from '../../../../src/domain/reports.js'
import { Choice } from '../../components/choice.js'
import { DayField, dayIn } from '../../components/day-field.js'
import { sentenceOf } from '../../components/failure.js'
import { Filters } from '../../components/filters.js'
import { Loaded } from '../../components/loaded.js'
import { Page } from '../../components/page.js'
import { ProgramChoice } from '../../components/program-choice.js'
import { useAddress } from '../../components/use-address.js'
import { useLanguage, useMessages } from '../../i18n/language.js'
import { useMay, useMe } from '../../session/session.js'
import { Preview } from './preview.js'
import { ReportSchedules } from './schedules.js'
import { downloadReport, type ReportRequest, useReport } from './use-report.js'

/** Reports: what they are about, a preview, and files. */
export default function Reports() {
  const t = useMessages()
  const texts = t.pages.reports
  const { language } = useLanguage()
  const { permissions } = useMe()
  const schedules = useMay('schedule_reports')
  const { valueOf, change } = useAddress()
  const allowed = REPORTS.filter((name) => permissions.includes(REPORT_PERMISSIONS[name]))
  const report = allowed.find((name) => name === valueOf('report')) ?? 'progress'
  const request: ReportRequest = {
    report,
    language,
    program: /^\d+$/.test(valueOf('program')) ? valueOf('program') : '',
    from: dayIn(valueOf('from')),
    to: dayIn(valueOf('to')),
    asOf: dayIn(valueOf('asOf')),
  }
  const query = useReport(request)
  return (
    <Page title={t.nav.reports}>
      <Filters names={['program', 'from', 'to', 'asOf']}>
        <Choice
          label={texts.report}
          value={report}
          none={null}
          onChange={(value) => change({ report: value })}
          options={allowed.map((name) => ({ value: name, label: texts.names[name] }))}
        />
        {report !== 'integration' && (
          <ProgramChoice value={request.program} onChange={(value) => change({ program: value })} />
        )}
        <DayField label={texts.from} value={request.from} onChange={(value) => change({ from: value })} />
        <DayField label={texts.to} value={request.to} onChange={(value) => change({ to: value })} />
        <DayField label={texts.asOf} value={request.asOf} onChange={(value) => change({ asOf: value })} />
      </Filters>
      <Downloads request={request} />
      <Loaded query={query} rows={8}>
        {(data) => <Preview report={data} />}
      </Loaded>
      {schedules && <ReportSchedules report={report} />}
    </Page>
  )
}

function Downloads({ request }: { readonly request: ReportRequest }) {
  const t = useMessages()
  const texts = t.pages.reports
  const saving = useMutation({ mutationFn: (format: ReportFormat) => downloadReport(request, format) })
  return (
    <Group gap="xs">
      {REPORT_FORMATS.map((format) => (
        <Button
          key={format}
          variant="default"
          leftSection={<IconDownload size={14} aria-hidden />}
          aria-label={texts.download(texts.names[request.report], format.toUpperCase())}
          loading={saving.isPending && saving.variables === format}
          disabled={saving.isPending}
          onClick={() => saving.mutate(format)}
        >
          {format.toUpperCase()}
        </Button>
      ))}
      <Text size="xs" c={saving.error ? 'red' : 'dimmed'} role={saving.error ? 'alert' : undefined}>
        {saving.error ? sentenceOf(saving.error, t) : saving.isPending ? texts.making : texts.limits}
      </Text>
    </Group>
  )
}
