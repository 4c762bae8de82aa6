import { SegmentedControl } from '@mantine/core'
import { IconMail } from '@tabler/icons-react'
import type { ComponentProps } from 'react'
import type { RowData } from '@tanstack/react-table'
import { Choice } from '../../components/choice.js'
import { DataTable, type TableColumn } from '../../components/data-table.js'
import { Filters } from '../../components/filters.js'
import { Instant } from '../../components/instant.js'
import { ListExport } from '../../components/list-export.js'
import { Message } from '../../components/message.js'
import { oneOf } from '../../components/one-of.js'
import { Page } from '../../components/page.js'
import { Paged, usePages } from '../../components/paged.js'
import { useAddress } from '../../components/use-address.js'
import { useHiddenColumns } from '../../components/use-hidden-columns.js'
import { useWords, WordChip } from '../../components/words.js'
import { useFormat } from '../../i18n/format.js'
import { useMessages } from '../../i18n/language.js'

const READERS = ['students', 'staff'] as const

/** What the emails of both ledgers have. */
interface Sent {
  readonly id: number
  readonly state: string
  readonly attempts: number
  readonly createdAt: string
}

interface Props<Row, Kind extends string, State extends string> {
  readonly to: (typeof READERS)[number]
  /** Address of the list in the API. */
  readonly path: string
  readonly kinds: readonly Kind[]
  readonly states: readonly State[]
  readonly kindWords: 'emailKinds' | 'staffEmailKinds'
  readonly stateWords: ComponentProps<typeof WordChip>['of']
  readonly fetch: (query: {
    readonly limit: number
    readonly kind?: Kind
    readonly state?: State
    readonly cursor?: string
  }) => Promise<{ readonly emails: readonly Row[]; readonly next: string | null }>
  /** Before the state. */
  readonly first: readonly TableColumn<Row>[]
  /** After the state. */
  readonly further?: readonly TableColumn<Row>[]
  readonly hrefOf?: (row: Row) => string
}

/** A page of a ledger of emails, newest first. */
export function Ledger<Row extends RowData & Sent, Kind extends string, State extends string>(
  props: Props<Row, Kind, State>,
) {
  const { to, path, kinds, states, kindWords, stateWords, fetch, first, further = [], hrefOf } = props
  const t = useMessages()
  const texts = t.pages.emails
  const say = useWords()
  const format = useFormat()
  const { valueOf, change } = useAddress()
  const columns = useHiddenColumns('emails')
  const kind = oneOf(kinds, valueOf('kind'))
  const state = oneOf(states, valueOf('state'))
  const isFiltered = kind !== undefined || state !== undefined
  const filter = { ...(kind && { kind }), ...(state && { state }) }
  const emails = usePages<Row>({
    key: ['emails', to, filter],
    fetch: async (cursor) => {
      const page = await fetch({ limit: 50, ...filter, ...(cursor !== undefined && { cursor }) })
      return { rows: page.emails, next: page.next }
    },
  })
  const isUnknown = (row: Sent) => row.state === 'unknown'
  return (
    <Page title={t.nav.emails} actions={<ListExport label={t.nav.emails} path={path} query={filter} />}>
      <Filters names={['kind', 'state']}>
        <SegmentedControl
          size="xs"
          aria-label={texts.recipient}
          value={to}
          onChange={(value) => change({ to: value === 'staff' ? value : null, kind: null, state: null })}
          data={READERS.map((value) => ({ value, label: texts.to[value] }))}
        />
        <Choice
          label={t.common.kind}
          value={kind ?? ''}
          onChange={(value) => change({ kind: value })}
          options={kinds.map((value) => ({ value, label: say(kindWords, value) }))}
        />
        <Choice
          label={t.common.state}
          value={state ?? ''}
          onChange={(value) => change({ state: value })}
          options={states.map((value) => ({ value, label: say(stateWords, value) }))}
        />
      </Filters>
      <Paged
        query={emails}
        empty={
          <Message
            icon={<IconMail />}
            title={isFiltered ? texts.empty : texts.none}
            text={isFiltered ? t.pages.students.emptyText : texts.noneText[to]}
          />
        }
      >
        {(rows) => (
          <>
            {rows.some(isUnknown) && <p className="note">{texts.unknownHint[to]}</p>}
            <DataTable
              label={t.nav.emails}
              rows={rows}
              keyOf={({ id }) => String(id)}
              {...(hrefOf && { hrefOf })}
              choice={columns}
              columns={[
                ...first,
                {
                  id: 'state',
                  title: t.common.state,
                  cell: (row) => <WordChip of={stateWords} word={row.state} />,
                },
                ...further,
                {
                  id: 'attempts',
                  title: texts.attempts,
                  numeric: true,
                  wide: true,
                  cell: ({ attempts }) => format.number(attempts),
                },
                {
                  id: 'created',
                  title: texts.created,
                  wide: to === 'students',
                  cell: ({ createdAt }) => <Instant at={createdAt} />,
                },
              ]}
            />
          </>
        )}
      </Paged>
    </Page>
  )
}
