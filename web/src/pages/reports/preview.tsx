import { Text } from '@mantine/core'
import { DataTable } from '../../components/data-table.js'
import { Instant } from '../../components/instant.js'
import { Section } from '../../components/page.js'
import { useFormat } from '../../i18n/format.js'
import { useMessages } from '../../i18n/language.js'
import type { Report } from './use-report.js'

type Cell = Report['rows'][number][number]

const NUMBERS: readonly Report['columns'][number]['type'][] = ['count', 'percent', 'days']

/** Longer texts are broken into lines: one of them would make its column too wide. Characters. */
const LONGEST_UNBROKEN = 32

/** The first rows of a report, and what it cannot say. */
export function Preview({ report }: { readonly report: Report }) {
  const texts = useMessages().pages.reports
  const format = useFormat()
  const { title, about, asOf, columns, rows, hasMore, notes } = report
  const shown = (cell: Cell, { type, words }: Report['columns'][number]) => {
    if (cell === null) return '–'
    if (typeof cell === 'number') return format.number(cell)
    if (type === 'instant')
      return (
        <span className="unbroken">
          <Instant at={cell} style="exact" />
        </span>
      )
    const text = words?.[cell] ?? cell
    return <bdi {...(text.length <= LONGEST_UNBROKEN && { className: 'unbroken' })}>{text}</bdi>
  }
  return (
    <Section title={title}>
      <Text size="sm">{about}</Text>
      <Text size="xs" c="dimmed" mb="sm">
        {texts.known} <Instant at={asOf} style="exact" />. {notes.map(({ text }) => text).join(' ')}
      </Text>
      {rows.length === 0 ? (
        <Text size="sm" c="dimmed">
          {texts.empty}
        </Text>
      ) : (
        <DataTable
          label={title}
          rows={rows.map((cells, index) => ({ index, cells }))}
          keyOf={({ index }) => String(index)}
          columns={columns.map((column, at) => ({
            id: column.id,
            title: column.title,
            numeric: NUMBERS.includes(column.type),
            cell: ({ cells }: { readonly cells: readonly Cell[] }) => shown(cells[at] ?? null, column),
          }))}
        />
      )}
      {hasMore && (
        <Text size="xs" c="dimmed" mt="xs">
          {texts.more(format.number(rows.length))}
        </Text>
      )}
    </Section>
  )
}
