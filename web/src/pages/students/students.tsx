import { Button, Text, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch, IconUsers } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import { TASK_KINDS } from '../../../../src/contracts/tasks.js'
import { api, read, type Schemas } from '../../api/client.js'
import { useColleagues } from '../../api/colleagues.js'
import { usePrograms, useProgramName } from '../../api/programs.js'
import { Choice } from '../../components/choice.js'
import { DataTable } from '../../components/data-table.js'
import { Instant } from '../../components/instant.js'
import { Message } from '../../components/message.js'
import { oneOf } from '../../components/one-of.js'
import { Page } from '../../components/page.js'
import { Paged, usePages } from '../../components/paged.js'
import { StudentName } from '../../components/student-name.js'
import { useAddress } from '../../components/use-address.js'
import { useWords, WordChip } from '../../components/words.js'
import { useFormat } from '../../i18n/format.js'
import { useMessages } from '../../i18n/language.js'
import { useTitle } from '../../i18n/title.js'
import { useMay } from '../../session/session.js'
import { NewBulkOperation } from '../bulk/new-bulk-operation.js'
import { STAGES } from './stages.js'

type Student = Schemas['Student']

const ORDERS = ['name', 'recent', 'waiting'] as const

/** Milliseconds after the last key until the search begins. */
const TYPING = 250

/** Students by name, with each of their applications. */
export default function Students() {
  const t = useMessages()
  const texts = t.pages.students
  const say = useWords()
  const format = useFormat()
  const inLanguage = useTitle()
  const { valueOf, change } = useAddress()
  const programs = usePrograms()
  const programName = useProgramName()
  const [search, program, stage] = [valueOf('search'), valueOf('program'), valueOf('stage')]
  const taskKind = oneOf(TASK_KINDS, valueOf('task'))
  const agent = /^\d{1,9}$/.test(valueOf('agent')) ? valueOf('agent') : ''
  const colleagues = useColleagues()
  const mayRunBulk = useMay('run_bulk')
  const [isBulkOpen, setBulkOpen] = useState(false)
  const sort = oneOf(ORDERS, valueOf('sort')) ?? 'recent'
  const [typed, setTyped] = useState(search)
  const searchFor = useDebouncedCallback((text: string) => change({ search: text.trim() }), TYPING)

  const students = usePages<Student>({
    key: ['students', { search, program, stage, taskKind, agent, sort }],
    fetch: async (cursor) => {
      const query = {
        limit: 50,
        sort,
        ...(search && { search }),
        ...(program && { programId: Number(program) }),
        ...(stage && { stage }),
        ...(taskKind && { taskKind }),
        ...(agent && { agentId: Number(agent) }),
        ...(cursor !== undefined && { cursor }),
      }
      const page = await read(api.GET('/v1/students', { params: { query } }))
      return { rows: page.students, next: page.next }
    },
  })
  const isFiltered = [search, program, stage, taskKind ?? '', agent].some((value) => value !== '')
  const hrefOf = ({ applications: [first], studentId }: Student) =>
    first ? `/applications/${first.ref}` : `/students?search=${studentId}`

  return (
    <Page
      title={t.nav.students}
      actions={
        mayRunBulk && (
          <Button variant="default" onClick={() => setBulkOpen(true)}>
            {texts.bulk}
          </Button>
        )
      }
    >
      <NewBulkOperation
        isOpen={isBulkOpen}
        onClose={() => setBulkOpen(false)}
        selection={{ program, stage, agent, taskKind: taskKind ?? null }}
      />
      <div className="filters">
        <TextInput
          type="search"
          size="xs"
          className="search"
          aria-label={texts.search}
          placeholder={texts.search}
          leftSection={<IconSearch size={15} aria-hidden />}
          value={typed}
          onChange={({ currentTarget }) => {
            setTyped(currentTarget.value)
            searchFor(currentTarget.value)
          }}
          dir="auto"
        />
        <Choice
          label={t.common.program}
          value={program}
          onChange={(value) => change({ program: value })}
          options={(programs.data?.programs ?? []).map(({ id }) => ({
            value: String(id),
            label: programName(id),
          }))}
        />
        <Choice
          label={t.common.stage}
          value={stage}
          onChange={(value) => change({ stage: value })}
          options={STAGES.map((value) => ({ value, label: say('stages', value) }))}
        />
        <Choice
          label={texts.task}
          value={taskKind ?? ''}
          onChange={(value) => change({ task: value })}
          options={TASK_KINDS.map((value) => ({ value, label: say('tasks', value) }))}
        />
        {colleagues.length > 1 && (
          <Choice
            label={t.common.agent}
            value={agent}
            onChange={(value) => change({ agent: value })}
            options={colleagues.map(({ id, name }) => ({ value: String(id), label: name }))}
          />
        )}
        <Choice
          label={texts.order}
          value={sort}
          none={null}
          onChange={(value) => change({ sort: value })}
          options={ORDERS.map((value) => ({ value, label: texts.orders[value] }))}
        />
        {isFiltered && (
          <Button
            variant="default"
            onClick={() => {
              setTyped('')
              change({ search: null, program: null, stage: null, task: null, agent: null })
            }}
          >
            {t.common.clear}
          </Button>
        )}
      </div>
      <Paged
        query={students}
        empty={
          <Message
            icon={<IconUsers />}
            title={isFiltered ? texts.empty : texts.none}
            text={isFiltered ? texts.emptyText : texts.noneText}
          />
        }
      >
        {(rows) => (
          <DataTable
            label={t.nav.students}
            rows={rows}
            keyOf={({ studentId }) => String(studentId)}
            hrefOf={hrefOf}
            choosable
            columns={[
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
                    lines={applications.map(({ ref, updatedAt }) => [
                      ref,
                      <Instant key={ref} at={updatedAt} />,
                    ])}
                  />
                ),
              },
            ]}
          />
        )}
      </Paged>
    </Page>
  )
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
