import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { api, read } from '../../api/client.js'
import { applicationOf } from '../../api/application.js'
import { Chip } from '../../components/chip.js'
import { Comments } from '../../components/comments.js'
import { Loaded } from '../../components/loaded.js'
import { OutsideLink } from '../../components/outside-link.js'
import { SaidList, SaidText } from '../../components/said.js'
import { StudentName } from '../../components/student-name.js'
import { useWords } from '../../components/words.js'
import { useFormat } from '../../i18n/format.js'
import { useTitle } from '../../i18n/title.js'
import { useMessages } from '../../i18n/language.js'
import { useMay } from '../../session/session.js'
import { CourseProgressList } from '../student/course-progress.js'
import { Timeline } from '../student/timeline.js'
import { DecisionFacts } from './decision-facts.js'
import { DecisionForm } from './decision-form.js'
import { TaskHandling } from './task-handling.js'
import type { Review } from './review.js'

interface Props {
  readonly review: Review
  readonly onDecided: () => void
}

/** One task: why, what is missing, the facts beside it, and the decisions. */
export function TaskDetail({ review, onDecided }: Props) {
  const t = useMessages()
  const say = useWords()
  const format = useFormat()
  const inLanguage = useTitle()
  const mayDecide = useMay('decide')
  const { ref, task, programId, why } = review
  const kind = task?.kind ?? 'email'
  const detail = useQuery({
    queryKey: ['enrollment', ref],
    queryFn: () =>
      read(api.GET('/v1/enrollments/{programId}-{studentId}', { params: { path: applicationOf(ref) } })),
  })

  return (
    <Stack gap="md">
      <section className="card">
        <Group justify="space-between" gap="xs" mb={4}>
          <Title order={2} fz="lg">
            <StudentName of={review} />
          </Title>
          <Group gap={6}>
            {task?.escalated && <Chip tone="bad">{t.pages.work.escalated}</Chip>}
            <Chip tone="attention">{say('tasks', kind)}</Chip>
          </Group>
        </Group>
        <Text size="sm" c="dimmed" mb="sm">
          <bdi>{inLanguage(review.programName)}</bdi>
          {review.handling?.assignee && (
            <>
              {' · '}
              {t.pages.work.givenTo}:{' '}
              <bdi>{review.handling.assignee.name ?? review.handling.assignee.id}</bdi>
            </>
          )}
          {review.student?.agent?.name && (
            <>
              {' · '}
              {t.common.agent}: <bdi>{review.student.agent.name}</bdi>
            </>
          )}
          {' · '}
          {t.pages.work.waiting(format.relative(review.since))}
          {task?.deadline && ` · ${t.pages.work.deadline(format.relative(task.deadline))}`}
          {task && task.reminders > 0 && ` · ${t.plural.reminders(task.reminders)}`}
        </Text>
        <Title order={3}>{t.pages.work.why}</Title>
        <Text size="sm">{say('taskReasons', kind)}</Text>
        <Text size="sm" mt={4}>
          <SaidText english={review.instructions} arabic={review.instructionsArabic} />
        </Text>
        {why.length > 0 && (
          <>
            <Title order={3} mt="sm">
              {t.pages.work.missing}
            </Title>
            <SaidList english={why} arabic={review.whyArabic} />
          </>
        )}
        <DecisionFacts basis={review.basis} />
        {mayDecide && review.decisions.length > 0 && <DecisionForm review={review} onDecided={onDecided} />}
        {review.decisions.length === 0 && <p className="note">{t.pages.work.noDecision}</p>}
        {mayDecide && (
          <Group gap="xs" mt="sm">
            <TaskHandling review={review} onResting={onDecided} />
          </Group>
        )}
        <Group gap="md" mt="sm">
          <Anchor size="sm" component={Link} href={`/applications/${ref}`}>
            {t.pages.work.student}
          </Anchor>
          <OutsideLink href={review.links.student} text={t.common.openInOdoo} />
          {review.links.temporal && (
            <OutsideLink href={review.links.temporal} text={t.common.openInTemporal} />
          )}
        </Group>
      </section>
      <Loaded query={detail}>
        {({ progress, steps, comments }) => (
          <>
            {progress.length > 0 && (
              <section className="card">
                <Title order={3} mb="xs">
                  {t.pages.work.facts}
                </Title>
                <CourseProgressList courses={progress} programId={programId} />
              </section>
            )}
            <section className="card">
              <Title order={3} mb="xs">
                {t.pages.student.comments}
              </Title>
              <Comments reference={ref} comments={comments} />
            </section>
            <section className="card">
              <Title order={3} mb="xs">
                {t.pages.work.history}
              </Title>
              <Timeline steps={steps} />
            </section>
          </>
        )}
      </Loaded>
      <Button component={Link} href="/work" variant="default" hiddenFrom="md">
        {t.common.back}
      </Button>
    </Stack>
  )
}
