import { Button, Group, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { IconDownload } from '@tabler/icons-react'
import { usePrograms, useProgramName } from '../../api/programs.js'
import { Choice } from '../../components/choice.js'
import { DayField, dayIn } from '../../components/day-field.js'
import { sentenceOf } from '../../components/failure.js'
import { Loaded } from '../../components/loaded.js'
import { Page } from '../../components/page.js'
import { useAddress } from '../../components/use-address.js'
import { useLanguage, useMessages } from '../../i18n/language.js'
import { useMe, type Permission } from '../../session/session.js'
import { Preview } from './preview.js'
import { download, type ReportName, type ReportRequest, useReport } from './use-report.js'

const NEEDS: Readonly<Record<ReportName, Permission>> = {
  progress: 'read_students',
  enrollment: 'read_students',
  certificates: 'read_certificates',
  decisions: 'read_students',
  integration: 'read_sync',
}

const NAMES = Object.keys(NEEDS) as ReportName[]

const FORMATS = ['csv', 'xlsx', 'pdf'] as const

/** Reports: what they are about, a preview, and files. */
export default function Reports() {
  const t = useMessages()
  const texts = t.pages.reports
  const { language } = useLanguage()
  const { permissions } = useMe()
  const { valueOf, change } = useAddress()
  const programs = usePrograms()
  const programName = useProgramName()
  const allowed = NAMES.filter((name) => permissions.includes(NEEDS[name]))
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
  const isFiltered = [request.program, request.from, request.to, request.asOf].some((value) => value !== '')
  return (
    <Page
      title={t.nav.reports}
      actions={
        <>
          <Choice
            label={texts.report}
            value={report}
            none={null}
            onChange={(value) => change({ report: value })}
            options={allowed.map((name) => ({ value: name, label: texts.names[name] }))}
          />
          {report !== 'integration' && (
            <Choice
              label={t.common.program}
              value={request.program}
              onChange={(value) => change({ program: value })}
              options={(programs.data?.programs ?? []).map(({ id }) => ({
                value: String(id),
                label: programName(id),
              }))}
            />
          )}
          <DayField label={texts.from} value={request.from} onChange={(value) => change({ from: value })} />
          <DayField label={texts.to} value={request.to} onChange={(value) => change({ to: value })} />
          <DayField label={texts.asOf} value={request.asOf} onChange={(value) => change({ asOf: value })} />
          {isFiltered && (
            <Button
              variant="default"
              onClick={() => change({ program: null, from: null, to: null, asOf: null })}
            >
              {t.common.clear}
            </Button>
          )}
        </>
      }
    >
      <Downloads request={request} />
      <Loaded query={query} rows={8}>
        {(data) => <Preview report={data} />}
      </Loaded>
    </Page>
  )
}

function Downloads({ request }: { readonly request: ReportRequest }) {
  const t = useMessages()
  const texts = t.pages.reports
  const saving = useMutation({ mutationFn: (format: (typeof FORMATS)[number]) => download(request, format) })
  return (
    <Group gap="xs">
      {FORMATS.map((format) => (
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
