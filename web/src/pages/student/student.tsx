import { Anchor, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { applicationOf } from '../../api/application.js'
import { api, read } from '../../api/client.js'
import { Comments } from '../../components/comments.js'
import { Instant } from '../../components/instant.js'
import { Loaded } from '../../components/loaded.js'
import { Page, Section } from '../../components/page.js'
import { OutsideLink } from '../../components/outside-link.js'
import { SaidList, SaidText } from '../../components/said.js'
import { useStudentName } from '../../components/student-name.js'
import { WordChip } from '../../components/words.js'
import { useFormat } from '../../i18n/format.js'
import { useTitle } from '../../i18n/title.js'
import { useMessages } from '../../i18n/language.js'
import { useMay } from '../../session/session.js'
import type { ApplicationDetail } from './application-detail.js'
import { Changes } from './changes.js'
import { CommandBar } from './command-bar.js'
import { CourseProgressList } from './course-progress.js'
import { Flowcharts } from './flowcharts.js'
import { PersonalPage } from './personal-page.js'
import { Timeline } from './timeline.js'

/** Everything about a student in a program. */
export default function Student({ reference }: { readonly reference: string }) {
  const application = useQuery({
    queryKey: ['enrollment', reference],
    queryFn: () =>
      read(
        api.GET('/v1/enrollments/{programId}-{studentId}', { params: { path: applicationOf(reference) } }),
      ),
  })
  return (
    <Loaded query={application} rows={8}>
      {(detail) => <Content detail={detail} />}
    </Loaded>
  )
}

function Content({ detail }: { readonly detail: ApplicationDetail }) {
  const t = useMessages()
  const studentName = useStudentName()
  const inLanguage = useTitle()
  const mayReadEmails = useMay('read_emails')
  const mayReadAudit = useMay('read_audit')
  const { programId, links, missing, heldUpBy, progress, steps, emails, certificates, comments, learner } =
    detail
  const s = t.pages.student
  return (
    <Page title={studentName(detail)} actions={<CommandBar detail={detail} />}>
      <Group gap="xs">
        <Text size="sm" c="dimmed" component="span">
          <bdi>{inLanguage(detail.programName)}</bdi>
        </Text>
        <WordChip of="stages" word={detail.stage} />
        <Text size="sm" c="dimmed" component="span">
          {t.common.studentNumber(detail.studentId)}
          {detail.student?.agent?.name && (
            <>
              {' · '}
              {t.common.agent}: <bdi>{detail.student.agent.name}</bdi>
            </>
          )}
        </Text>
        {detail.run > 1 && <Text size="sm">{s.run(detail.run)}</Text>}
        {links.student && <OutsideLink href={links.student} text={t.common.openInOdoo} />}
        {links.temporal && <OutsideLink href={links.temporal} text={t.common.openInTemporal} />}
        {detail.task && (
          <Anchor size="sm" component={Link} href={`/work/${detail.ref}`}>
            {t.pages.students.task}
          </Anchor>
        )}
      </Group>
      {heldUpBy.map((sentence, index) => (
        <p className="note" key={sentence}>
          {s.heldUp}: <SaidText english={sentence} arabic={detail.heldUpByArabic[index] ?? null} />
        </p>
      ))}
      {missing.length > 0 && (
        <Section title={s.missing}>
          <SaidList english={missing} arabic={detail.missingArabic} />
        </Section>
      )}
      <Section title={s.position}>
        <Flowcharts detail={detail} />
      </Section>
      <div className="columns">
        <Stack gap="md">
          <Section title={s.progress}>
            {progress.length === 0 ? (
              <Nothing text={s.noProgress} />
            ) : (
              <CourseProgressList programId={programId} courses={progress} />
            )}
          </Section>
          <Section title={s.certificates}>
            {certificates.length === 0 && <Nothing text={s.noCertificates} />}
            <ul className="plain-list">
              {certificates.map((certificate) => (
                <li key={certificate.number}>
                  <Group gap="xs" py={3}>
                    <Anchor size="sm" component={Link} href={`/certificates/${certificate.number}`}>
                      <bdi dir="ltr">{certificate.number}</bdi>
                    </Anchor>
                    <WordChip of="certificateStates" word={certificate.state} />
                    <Text size="xs" c="dimmed">
                      <Instant at={certificate.issuedAt} style="day" />
                    </Text>
                    <OutsideLink href={certificate.links.pdf} text={t.pages.certificates.pdf} />
                  </Group>
                </li>
              ))}
            </ul>
          </Section>
          {mayReadEmails && <Emails emails={emails} />}
          {learner && <PersonalPage studentId={detail.studentId} choices={learner} />}
          <Section title={s.comments}>
            <Comments reference={detail.ref} comments={comments} />
          </Section>
          {mayReadAudit && <Changes studentId={detail.studentId} />}
        </Stack>
        <Section title={s.timeline}>
          <Timeline steps={steps} />
        </Section>
      </div>
    </Page>
  )
}

function Emails({ emails }: { readonly emails: ApplicationDetail['emails'] }) {
  const t = useMessages()
  const format = useFormat()
  return (
    <Section title={t.pages.student.emails}>
      {emails.length === 0 && <Nothing text={t.pages.student.noEmails} />}
      <ul className="plain-list">
        {emails.map((email) => (
          <li key={email.id}>
            <Group gap="xs" py={3} justify="space-between">
              <Text size="sm">
                <EmailKind kind={email.kind} />
              </Text>
              <Group gap="xs">
                <WordChip of="emailStates" word={email.state} />
                <Text size="xs" c="dimmed">
                  {format.relative(email.lastAttemptAt ?? email.createdAt)}
                </Text>
              </Group>
            </Group>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function EmailKind({ kind }: { readonly kind: ApplicationDetail['emails'][number]['kind'] }) {
  return useMessages().words.emailKinds[kind]
}

const Nothing = ({ text }: { readonly text: string }) => (
  <Text size="sm" c="dimmed">
    {text}
  </Text>
)
