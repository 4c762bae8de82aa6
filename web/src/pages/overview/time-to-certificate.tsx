import type { Schemas } from '../../api/client.js'
import { Bar } from '../../components/bar.js'
import { Facts } from '../../components/facts.js'
import { TableSection } from '../../components/table-section.js'
import { useFormat } from '../../i18n/format.js'
import { useMessages } from '../../i18n/language.js'

const SECONDS_OF_A_DAY = 86_400

/** How long certified students took, from the start of the training. */
export function TimeToCertificate({ time }: { readonly time: Schemas['TimeToCertificate'] }) {
  const t = useMessages()
  const texts = t.pages.overview
  const format = useFormat()
  const largest = Math.max(1, ...time.weeks.map(({ count }) => count))
  const duration = (days: number | null) => (days === null ? '–' : format.seconds(days * SECONDS_OF_A_DAY))
  return (
    <TableSection
      title={texts.time}
      file="time-to-certificate"
      rows={time.weeks}
      empty={texts.timeEmpty}
      keyOf={({ week }) => String(week)}
      columns={[
        {
          id: 'week',
          title: texts.weeks,
          cell: ({ week }) => `${format.number(week)}–${format.number(week + 1)}`,
          exported: ({ week }) => week,
        },
        { id: 'bar', title: texts.share, cell: ({ count }) => <Bar share={count / largest} /> },
        {
          id: 'count',
          title: t.nav.students,
          numeric: true,
          cell: ({ count }) => format.number(count),
          exported: ({ count }) => count,
        },
      ]}
    >
      {time.count > 0 && (
        <Facts
          facts={[
            [texts.half, duration(time.p50)],
            [texts.mostOf, duration(time.p90)],
          ]}
        />
      )}
    </TableSection>
  )
}
