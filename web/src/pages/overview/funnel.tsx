import type { Schemas } from '../../api/client.js'
import { Bar } from '../../components/bar.js'
import { TableSection } from '../../components/table-section.js'
import { useWords } from '../../components/words.js'
import { useFormat } from '../../i18n/format.js'
import { useMessages } from '../../i18n/language.js'

/** How many reach each step, and what share of those before. */
export function Funnel({ steps }: { readonly steps: readonly Schemas['FunnelStep'][] }) {
  const t = useMessages()
  const texts = t.pages.overview
  const say = useWords()
  const format = useFormat()
  const shareOf = (share: number | null) => (share === null ? '–' : format.share(share))
  const isEmpty = steps.every(({ count }) => count === 0)
  return (
    <TableSection
      title={texts.funnel}
      file="funnel"
      rows={isEmpty ? [] : steps}
      empty={texts.funnelEmpty}
      keyOf={({ step }) => step}
      columns={[
        {
          id: 'step',
          title: texts.step,
          cell: ({ step }) => say('funnelSteps', step),
          exported: ({ step }) => say('funnelSteps', step),
        },
        { id: 'bar', title: texts.share, cell: ({ ofAll }) => <Bar share={ofAll ?? 0} /> },
        {
          id: 'count',
          title: t.nav.students,
          numeric: true,
          cell: ({ count }) => format.number(count),
          exported: ({ count }) => count,
        },
        {
          id: 'ofPrevious',
          title: texts.ofPrevious,
          numeric: true,
          cell: ({ ofPrevious }) => shareOf(ofPrevious),
          exported: ({ ofPrevious }) => ofPrevious,
        },
        {
          id: 'ofAll',
          title: texts.ofAll,
          numeric: true,
          wide: true,
          cell: ({ ofAll }) => shareOf(ofAll),
          exported: ({ ofAll }) => ofAll,
        },
      ]}
    />
  )
}
