import { Button, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch, IconUsers } from '@tabler/icons-react'
import { useState } from 'react'
import { TASK_KINDS } from '../../../../src/contracts/tasks.js'
import { api, read } from '../../api/client.js'
import { useColleagues } from '../../api/colleagues.js'
import { Choice } from '../../components/choice.js'
import { DataTable } from '../../components/data-table.js'
import { Filters } from '../../components/filters.js'
import { ListExport } from '../../components/list-export.js'
import { Message } from '../../components/message.js'
import { oneOf } from '../../components/one-of.js'
import { Page } from '../../components/page.js'
import { Paged, usePages } from '../../components/paged.js'
import { ProgramChoice } from '../../components/program-choice.js'
import { useAddress } from '../../components/use-address.js'
import { useHiddenColumns } from '../../components/use-hidden-columns.js'
import { useWords } from '../../components/words.js'
import { useMessages } from '../../i18n/language.js'
import { useMay } from '../../session/session.js'
import { NewBulkOperation } from '../bulk/new-bulk-operation.js'
import { SavedViews, type View } from './saved-views.js'
import { STAGES } from './stages.js'
import { type Student, useStudentColumns } from './student-columns.js'

const ORDERS = ['name', 'recent', 'waiting'] as const

/** Milliseconds after the last key until the search begins. */
const TYPING = 250

/** Students by name, with each of their applications. */
export default function Students() {
  const t = useMessages()
  const texts = t.pages.students
  const say = useWords()
  const { valueOf, change } = useAddress()
  const columns = useStudentColumns()
  const choice = useHiddenColumns('students')
  const [search, stage] = [valueOf('search'), valueOf('stage')]
  const program = idIn(valueOf('program'))
  const taskKind = oneOf(TASK_KINDS, valueOf('task'))
  const agent = idIn(valueOf('agent'))
  const colleagues = useColleagues()
  const mayRunBulk = useMay('run_bulk')
  const [isBulkOpen, setBulkOpen] = useState(false)
  const sort = oneOf(ORDERS, valueOf('sort')) ?? 'recent'
  const [typed, setTyped] = useState(search)
  const searchFor = useDebouncedCallback((text: string) => change({ search: text.trim() }), TYPING)

  const filters = {
    ...(program && { programId: Number(program) }),
    ...(stage && { stage }),
    ...(taskKind && { taskKind }),
    ...(agent && { agentId: Number(agent) }),
  }
  const listed = { sort, ...(search && { search }), ...filters }
  const openView = (view: View) => {
    setTyped('')
    choice.onChange(view.hiddenColumns)
    change({
      search: null,
      program: textOf(view.programId),
      stage: view.stage ?? null,
      task: view.taskKind ?? null,
      agent: textOf(view.agentId),
      sort: view.sort,
      view: view.name,
    })
  }

  const students = usePages<Student>({
    key: ['students', { search, program, stage, taskKind, agent, sort }],
    fetch: async (cursor) => {
      const query = {
        limit: 50,
        ...listed,
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
        <>
          {mayRunBulk && (
            <Button variant="default" onClick={() => setBulkOpen(true)}>
              {texts.bulk}
            </Button>
          )}
          <ListExport label={t.nav.students} path="/v1/students" query={listed} />
        </>
      }
    >
      <NewBulkOperation
        isOpen={isBulkOpen}
        onClose={() => setBulkOpen(false)}
        selection={{ program, stage, agent, taskKind: taskKind ?? null }}
      />
      <Filters names={['search', 'program', 'stage', 'task', 'agent', 'view']} onClear={() => setTyped('')}>
        <SavedViews
          settings={{ ...filters, sort, hiddenColumns: [...choice.hidden] }}
          opened={valueOf('view')}
          onOpen={openView}
          onOpened={(name) => change({ view: name })}
        />
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
        <ProgramChoice value={program} onChange={(value) => change({ program: value })} />
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
      </Filters>
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
            choice={choice}
            columns={columns}
          />
        )}
      </Paged>
    </Page>
  )
}

/** Returns the text if it is an id, else an empty text. */
const idIn = (text: string) => (/^\d{1,9}$/.test(text) ? text : '')

const textOf = (id: number | undefined) => (id === undefined ? null : String(id))
