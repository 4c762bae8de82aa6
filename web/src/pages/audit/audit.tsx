import { TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconHistory } from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { daysLater, startOfDay } from '../../../../src/domain/calendar.js'
import { api, read, type Schemas } from '../../api/client.js'
import { Choice } from '../../components/choice.js'
import { DataTable } from '../../components/data-table.js'
import { DayField, dayIn } from '../../components/day-field.js'
import { Filters } from '../../components/filters.js'
import { Instant } from '../../components/instant.js'
import { ListExport } from '../../components/list-export.js'
import { Message } from '../../components/message.js'
import { oneOf } from '../../components/one-of.js'
import { Page } from '../../components/page.js'
import { Paged, usePages } from '../../components/paged.js'
import { ProgramChoice } from '../../components/program-choice.js'
import { useAddress } from '../../components/use-address.js'
import { useHiddenColumns } from '../../components/use-hidden-columns.js'
import { useWords, WordChip } from '../../components/words.js'
import { useMessages } from '../../i18n/language.js'
import { useMe } from '../../session/session.js'
import { ChangedFields } from './changed-fields.js'

type Change = Schemas['AuditChange']

/** Milliseconds after the last key until the list is read. */
const TYPING = 250

/** Who changed what, newest first. */
export default function Audit() {
  const t = useMessages()
  const texts = t.pages.audit
  const say = useWords()
  const { timeZone } = useMe()
  const { valueOf, change } = useAddress()
  const columns = useHiddenColumns('audit')
  const entities = Object.keys(t.words.auditEntities) as Change['entity'][]
  const entity = oneOf(entities, valueOf('entity'))
  const actions = Object.entries(t.words.auditActions)
  const action = oneOf(
    actions.map(([value]) => value),
    valueOf('action'),
  )
  const program = numberIn(valueOf('program'))
  const student = numberIn(valueOf('student'))
  const actor = valueOf('actor')
  const [from, to] = [dayIn(valueOf('from')), dayIn(valueOf('to'))]
  const [typed, setTyped] = useState(student)
  const searchFor = useDebouncedCallback((text: string) => change({ student: numberIn(text.trim()) }), TYPING)
  const isFiltered = [entity ?? '', action ?? '', program, student, actor, from, to].some(
    (value) => value !== '',
  )
  const filter = {
    ...(entity && { entity }),
    ...(action && { action }),
    ...(program && { programId: Number(program) }),
    ...(student && { studentId: Number(student) }),
    ...(actor && { actor }),
    ...(from && { from: startOfDay(timeZone, from).toISOString() }),
    ...(to && { to: startOfDay(timeZone, daysLater(to, 1)).toISOString() }),
  }
  const changes = usePages<Change>({
    key: ['audit', filter],
    fetch: async (cursor) => {
      const query = { limit: 50, ...filter, ...(cursor !== undefined && { cursor }) }
      const page = await read(api.GET('/v1/audit', { params: { query } }))
      return { rows: page.changes, next: page.next }
    },
  })
  return (
    <Page
      title={t.nav.audit}
      actions={
        // A reader who may not see the list may not export it either.
        changes.data && <ListExport label={t.nav.audit} path="/v1/audit" query={filter} />
      }
    >
      <Filters
        names={['entity', 'action', 'program', 'student', 'actor', 'from', 'to']}
        onClear={() => setTyped('')}
      >
        <TextInput
          type="search"
          size="xs"
          inputMode="numeric"
          aria-label={texts.student}
          placeholder={texts.student}
          value={typed}
          onChange={({ currentTarget }) => {
            setTyped(currentTarget.value)
            searchFor(currentTarget.value)
          }}
        />
        <Choice
          label={texts.entity}
          value={entity ?? ''}
          onChange={(value) => change({ entity: value })}
          options={entities.map((value) => ({ value, label: say('auditEntities', value) }))}
        />
        <Choice
          label={texts.action}
          value={action ?? ''}
          onChange={(value) => change({ action: value })}
          options={actions.map(([value, label]) => ({ value, label }))}
        />
        <ProgramChoice value={program} onChange={(value) => change({ program: value })} />
        <DayField label={texts.from} value={from} onChange={(value) => change({ from: value })} />
        <DayField label={texts.to} value={to} onChange={(value) => change({ to: value })} />
      </Filters>
      <Paged
        query={changes}
        empty={
          <Message
            icon={<IconHistory />}
            title={isFiltered ? texts.empty : texts.none}
            text={isFiltered ? t.pages.students.emptyText : texts.noneText}
          />
        }
      >
        {(rows) => (
          <DataTable
            label={t.nav.audit}
            rows={rows}
            keyOf={({ id }) => String(id)}
            choice={columns}
            columns={[
              { id: 'at', title: texts.at, cell: ({ at }) => <Instant at={at} style="exact" /> },
              {
                id: 'actor',
                title: texts.actor,
                cell: ({ actor: { id, name } }) => (
                  <button
                    type="button"
                    className="link-button"
                    title={texts.onlyThis}
                    onClick={() => change({ actor: id })}
                  >
                    <bdi>{id === 'learner' ? texts.learner : name}</bdi>
                  </button>
                ),
              },
              { id: 'action', title: texts.action, cell: ({ action }) => say('auditActions', action) },
              { id: 'entity', title: texts.entity, cell: (row) => <Entity of={row} /> },
              {
                id: 'outcome',
                title: texts.outcome,
                cell: ({ outcome }) => <WordChip of="auditOutcomes" word={outcome} />,
              },
              {
                id: 'changed',
                title: texts.changed,
                wide: true,
                cell: ({ before, after }) => <ChangedFields before={before} after={after} />,
              },
              {
                id: 'request',
                title: texts.request,
                wide: true,
                cell: ({ requestId }) => <bdi dir="ltr">{requestId ?? '–'}</bdi>,
              },
            ]}
          />
        )}
      </Paged>
    </Page>
  )
}

/** What was changed, and a link to it where it has a page. */
function Entity({ of: { entity, entityId, programId, studentId } }: { readonly of: Change }) {
  const say = useWords()
  const address =
    programId !== null && studentId !== null
      ? `/applications/${programId}-${studentId}`
      : entity === 'bulk_operation'
        ? `/bulk/${entityId}`
        : programId !== null
          ? `/programs/${programId}`
          : null
  // A session has no number of its own: it is that of the person.
  const text = (
    <>
      {say('auditEntities', entity)} {entity !== 'session' && <bdi dir="ltr">{entityId}</bdi>}
    </>
  )
  return address === null ? (
    text
  ) : (
    <Link href={address} className="row-link">
      {text}
    </Link>
  )
}

const numberIn = (text: string) => (/^\d+$/.test(text) ? text : '')
