import { Stack, Text } from '@mantine/core'
import { useProgram } from '../../api/courses.js'
import { DataTable } from '../../components/data-table.js'
import { Loaded } from '../../components/loaded.js'
import { OutsideLink } from '../../components/outside-link.js'
import { Page, Section } from '../../components/page.js'
import { useFormat } from '../../i18n/format.js'
import { useTitle } from '../../i18n/title.js'
import { useMessages } from '../../i18n/language.js'
import { CourseChanges } from './course-changes.js'
import { Intake } from './intake.js'
import { PolicyEditor } from './policy-editor.js'

/** A program: its courses in Odoo, whether it takes students by itself, and its rules. */
export default function Program({ id }: { readonly id: number }) {
  const program = useProgram(id)
  const t = useMessages()
  const texts = t.pages.programs
  const format = useFormat()
  const inLanguage = useTitle()
  return (
    <Loaded query={program} rows={8}>
      {({ name, courses, odoo }) => (
        <Page
          title={inLanguage(name ?? t.common.programNumber(id))}
          actions={<OutsideLink href={odoo} text={t.common.openInOdoo} />}
        >
          <Section title={texts.courses}>
            {courses.length === 0 ? (
              <Text size="sm" c="dimmed">
                {texts.noCourses}
              </Text>
            ) : (
              <DataTable
                label={texts.courses}
                rows={courses}
                keyOf={(course) => String(course.id)}
                columns={[
                  {
                    id: 'name',
                    title: texts.course,
                    cell: (course) => <bdi>{inLanguage(course.name)}</bdi>,
                  },
                  {
                    id: 'threshold',
                    title: texts.threshold,
                    numeric: true,
                    cell: (course) => format.percent(course.completionThreshold),
                  },
                  {
                    id: 'elearning',
                    title: texts.minElearning,
                    numeric: true,
                    wide: true,
                    cell: (course) => format.percent(course.minElearningProgress),
                  },
                  {
                    id: 'sessions',
                    title: texts.sessions,
                    numeric: true,
                    wide: true,
                    cell: (course) => format.number(course.minSessionsRequired),
                  },
                  {
                    id: 'homework',
                    title: texts.homework,
                    numeric: true,
                    wide: true,
                    cell: (course) => format.number(course.minHomeworkRequired),
                  },
                  {
                    id: 'auto',
                    title: texts.autoEnroll,
                    cell: (course) => (course.autoEnroll ? texts.automatic : texts.byAgent),
                  },
                  {
                    id: 'odoo',
                    title: t.nav.odoo,
                    wide: true,
                    cell: (course) => <OutsideLink href={course.odoo} text={t.common.openInOdoo} />,
                  },
                ]}
              />
            )}
          </Section>
          <Stack gap="md">
            <CourseChanges programId={id} />
            <Intake programId={id} />
            <PolicyEditor programId={id} />
          </Stack>
        </Page>
      )}
    </Loaded>
  )
}
