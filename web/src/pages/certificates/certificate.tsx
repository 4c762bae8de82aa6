import { Anchor, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { api, idempotencyKey, read } from '../../api/client.js'
import { useCourseName } from '../../api/courses.js'
import { ConfirmButton } from '../../components/confirm.js'
import { Chip } from '../../components/chip.js'
import { DataTable } from '../../components/data-table.js'
import { Facts } from '../../components/facts.js'
import { Instant } from '../../components/instant.js'
import { Loaded } from '../../components/loaded.js'
import { OutsideLink } from '../../components/outside-link.js'
import { Page, Section } from '../../components/page.js'
import { SaidText } from '../../components/said.js'
import { StudentName } from '../../components/student-name.js'
import { useWords, WordChip } from '../../components/words.js'
import { useMay } from '../../session/session.js'
import { useMessages } from '../../i18n/language.js'
import { useTitle } from '../../i18n/title.js'
import type { Schemas } from '../../api/client.js'

/** A certificate: whose, since when, and on what evidence. */
export default function Certificate({ number }: { readonly number: string }) {
  const certificate = useQuery({
    queryKey: ['certificate', number],
    queryFn: () => read(api.GET('/v1/certificates/{number}', { params: { path: { number } } })),
  })
  return <Loaded query={certificate}>{(data) => <Content certificate={data} />}</Loaded>
}

const resend = (number: string) =>
  read(
    api.POST('/v1/certificates/{number}/resend', {
      params: { path: { number } },
      headers: { 'idempotency-key': idempotencyKey() },
      body: {},
    }),
  )

function Content({ certificate }: { readonly certificate: Schemas['Certificate'] }) {
  const t = useMessages()
  const texts = t.pages.certificates
  const say = useWords()
  const inLanguage = useTitle()
  const courseName = useCourseName(certificate.programId)
  const mayResend = useMay('change_training')
  const { requirements, decision, revocation, validUntil, links, status } = certificate
  return (
    <Page
      title={certificate.number}
      actions={
        <Group gap="md">
          {status === 'valid' && mayResend && (
            <ConfirmButton
              label={texts.resend}
              title={texts.resend}
              text={texts.resendText}
              action={texts.resend}
              done={texts.resent}
              onConfirm={() => resend(certificate.number)}
            />
          )}
          <OutsideLink href={links.pdf} text={texts.pdf} />
          <OutsideLink href={links.verification} text={texts.verify} />
        </Group>
      }
    >
      <Section
        title={inLanguage(certificate.programName)}
        aside={<WordChip of="certificateStates" word={status} />}
      >
        <Facts
          facts={[
            [
              t.common.student,
              <Anchor key="student" size="sm" component={Link} href={`/applications/${certificate.ref}`}>
                <StudentName of={certificate} />
              </Anchor>,
            ],
            [texts.completed, <Instant key="completed" at={certificate.completedOn} style="day" />],
            [texts.issued, <Instant key="issued" at={certificate.issuedAt} style="exact" />],
            [
              texts.validUntil,
              validUntil ? <Instant key="until" at={validUntil} style="day" /> : texts.noEnd,
            ],
            [texts.courses, <bdi key="courses">{certificate.courses.map(inLanguage).join(' · ')}</bdi>],
            [
              'SHA-256',
              <code key="hash" dir="ltr">
                {certificate.sha256 ?? '–'}
              </code>,
            ],
          ]}
        />
        {decision && <p className="note">{texts.decidedBy(decision.by)}</p>}
        {revocation && <p className="note">{texts.revokedBy(revocation.by)}</p>}
      </Section>
      {requirements.length > 0 && (
        <Section title={texts.requirements}>
          <DataTable
            label={texts.requirements}
            rows={requirements}
            keyOf={(row) => `${row.criterion}-${row.courseIntegrationId ?? 0}`}
            columns={[
              {
                id: 'criterion',
                title: texts.criterion,
                cell: ({ criterion, courseIntegrationId: course }) => (
                  <bdi>
                    {say('requirements', criterion)}
                    {course !== null && ` · ${courseName(course)}`}
                  </bdi>
                ),
              },
              {
                id: 'wanted',
                title: texts.wanted,
                cell: ({ wanted, wantedArabic }) => <SaidText english={wanted} arabic={wantedArabic} />,
              },
              {
                id: 'found',
                title: texts.found,
                cell: ({ found, foundArabic }) => <SaidText english={found} arabic={foundArabic} />,
              },
              {
                id: 'met',
                title: t.common.state,
                cell: ({ met }) => <Chip tone={met ? 'good' : 'bad'}>{met ? texts.met : texts.notMet}</Chip>,
              },
            ]}
          />
        </Section>
      )}
    </Page>
  )
}
