import { Group, Stack, Text } from '@mantine/core'
import type { Schemas } from '../../api/client.js'
import { useCourseName } from '../../api/courses.js'
import { Instant } from '../../components/instant.js'
import { useWords, WordChip } from '../../components/words.js'
import { useFormat } from '../../i18n/format.js'
import { useMessages } from '../../i18n/language.js'

interface Props {
  readonly programId: number
  readonly courses: readonly Schemas['CourseProgress'][]
}

const PARTS = ['elearning', 'sessions', 'homework', 'assessments'] as const

/** Where a student stands in each course, as it was read in Odoo. */
export function CourseProgressList({ programId, courses }: Props) {
  const t = useMessages()
  const say = useWords()
  const format = useFormat()
  const courseName = useCourseName(programId)
  return (
    <Stack gap="md">
      {courses.map((course) => (
        <div key={course.courseIntegrationId}>
          <Group justify="space-between" gap="xs" mb={4}>
            <Text size="sm" fw={500} dir="auto">
              {courseName(course.courseIntegrationId)}
            </Text>
            <Group gap={6}>
              <WordChip of="trackerStatus" word={course.trackerStatus} />
              <Text size="sm" fw={600}>
                {format.percent(course.overall)}
              </Text>
            </Group>
          </Group>
          <div
            className="bar"
            role="img"
            aria-label={`${t.pages.student.overall}: ${format.percent(course.overall)}, ${t.pages.student.threshold(format.percent(course.threshold))}`}
          >
            <span style={{ width: `${Math.min(100, course.overall)}%` }} />
            <i style={{ insetInlineStart: `calc(${Math.min(100, course.threshold)}% - 1px)` }} />
          </div>
          <Text size="xs" c="dimmed" mt={4}>
            {PARTS.flatMap((part) => {
              const percent = course[part]
              return percent === null ? [] : [`${say('criteria', part)} ${format.percent(percent)}`]
            }).join(' · ')}
            {' · '}
            {t.pages.student.threshold(format.percent(course.threshold))}
            {' · '}
            <Instant at={course.asOf} /> ({say('sources', course.source)})
          </Text>
        </div>
      ))}
    </Stack>
  )
}
