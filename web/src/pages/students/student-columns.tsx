import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Schemas } from '../../api/client.js'
import type { TableColumn } from '../../components/data-table.js'
import { Instant } from '../../components/instant.js'
import { StudentName } from '../../components/student-name.js'
import { useWords, WordChip } from '../../components/words.js'
import { useFormat } from '../../i18n/format.js'
import { useMessages } from '../../i18n/language.js'
import { useTitle } from '../../i18n/title.js'

export type Student = Schemas['Student']

/** What the list of students can show about each. Saved views contain the ids of columns. */
export function useStudentColumns(): readonly TableColumn<Student>[] {
  const t = useMessages()
  const texts = t.pages.students
  const say = useWords()
  const format = useFormat()
  const inLanguage = useTitle()
  return [
    { id: 'student', title: t.common.student, cell: (row) => <StudentName of={row} /> },
    {
      id: 'program',
      title: t.common.program,
      cell: ({ applications }) => (
        <Lines
          lines={applications.map(({ ref, programName: name }) => [
            ref,
            <Link key={ref} href={`/applications/${ref}`} className="quiet-link">
              <bdi>{inLanguage(name)}</bdi>
            </Link>,
          ])}
        />
      ),
    },
    {
      id: 'stage',
      title: t.common.stage,
      cell: ({ applications }) => (
        <Lines
          lines={applications.map(({ ref, stage: at }) => [
            ref,
            <WordChip key={ref} of="stages" word={at} />,
          ])}
        />
      ),
    },
    {
      id: 'progress',
      title: t.pages.student.overall,
      numeric: true,
      wide: true,
      cell: ({ applications }) => (
        <Lines
          lines={applications.map(({ ref, progress }) => [
            ref,
            progress ? format.percent(Math.round(progress.overall)) : '–',
          ])}
        />
      ),
    },
    {
      id: 'task',
      title: texts.task,
      wide: true,
      cell: ({ applications }) => (
        <Lines
          lines={applications.map(({ ref, openTask }) => [
            ref,
            openTask && (
              <Link key={ref} href={`/work/${ref}-${openTask.flow}`} className="quiet-link">
                {say('tasks', openTask.kind)}
              </Link>
            ),
          ])}
        />
      ),
    },
    {
      id: 'agent',
      title: t.common.agent,
      wide: true,
      cell: ({ agent }) => <bdi>{agent?.name ?? '–'}</bdi>,
    },
    {
      id: 'updated',
      title: t.common.updated,
      wide: true,
      cell: ({ applications }) => (
        <Lines
          lines={applications.map(({ ref, updatedAt }) => [ref, <Instant key={ref} at={updatedAt} />])}
        />
      ),
    },
  ]
}

/** One line per application, at the same height in every column. */
const Lines = ({ lines }: { readonly lines: readonly (readonly [string, ReactNode])[] }) => (
  <div className="lines">
    {lines.map(([key, content]) => (
      <Text key={key} size="sm" component="div">
        {content}
      </Text>
    ))}
  </div>
)
