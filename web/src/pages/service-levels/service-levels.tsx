import { Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { api, read, type Schemas } from '../../api/client.js'
import { Chip } from '../../components/chip.js'
import { DayField, dayIn } from '../../components/day-field.js'
import { Filters } from '../../components/filters.js'
import { Instant } from '../../components/instant.js'
import { Loaded } from '../../components/loaded.js'
import { Page } from '../../components/page.js'
import { TableSection } from '../../components/table-section.js'
import { useAddress } from '../../components/use-address.js'
import { useFormat } from '../../i18n/format.js'
import { useMessages } from '../../i18n/language.js'
import type { Messages } from '../../i18n/messages.js'
import { useLevelTexts } from './level-texts.js'

type Level = Schemas['ServiceLevel']

/** Milliseconds. */
const EVERY = 60_000

const DAYS = ['from', 'to', 'baselineFrom', 'baselineTo'] as const

/** How well the service does, compared with its targets and with an earlier period. */
export default function ServiceLevels() {
  const t = useMessages()
  const texts = t.pages.serviceLevels
  const format = useFormat()
  const { valueOf, change } = useAddress()
  const days = Object.fromEntries(
    DAYS.map((name) => [name, dayIn(valueOf(name))] as const).filter(([, day]) => day !== ''),
  )
  const query = useQuery({
    queryKey: ['service-levels', days],
    queryFn: () => read(api.GET('/v1/service-levels', { params: { query: days } })),
    refetchInterval: EVERY,
    placeholderData: keepPreviousData,
  })
  return (
    <Page title={t.nav.serviceLevels}>
      <Filters names={DAYS}>
        {DAYS.map((name) => (
          <DayField
            key={name}
            label={texts[name]}
            value={days[name] ?? ''}
            onChange={(value) => change({ [name]: value })}
          />
        ))}
      </Filters>
      <Loaded query={query} rows={8}>
        {({ period, baseline, levels, courseRatings }) => (
          <>
            <Text size="xs" c="dimmed">
              {texts.compared(
                `${format.day(period.from)} – ${format.day(period.to)}`,
                `${format.day(baseline.from)} – ${format.day(baseline.to)}`,
              )}
            </Text>
            <Targets levels={levels.filter(({ target }) => target !== null)} />
            <Outcomes levels={levels.filter(({ target }) => target === null)} />
            <Ratings ratings={courseRatings} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Targets({ levels }: { readonly levels: readonly Level[] }) {
  const texts = useMessages().pages.serviceLevels
  const { valueOf, baselineOf, countOf, targetOf } = useLevelTexts()
  const format = useFormat()
  return (
    <TableSection
      title={texts.targets}
      file="service-levels"
      rows={levels}
      empty={texts.notMeasured}
      keyOf={({ level }) => level}
      columns={[
        measureColumn(texts),
        {
          id: 'target',
          title: texts.target,
          numeric: true,
          cell: (row) => <span className="unbroken">{targetOf(row)}</span>,
          exported: ({ target }) => target,
        },
        {
          id: 'value',
          title: texts.measured,
          numeric: true,
          cell: valueOf,
          exported: ({ value }) => value,
        },
        {
          id: 'met',
          title: texts.isMet,
          cell: ({ isMet }) =>
            isMet === null ? (
              '–'
            ) : (
              <Chip tone={isMet ? 'good' : 'bad'}>{isMet ? texts.met : texts.missed}</Chip>
            ),
          exported: ({ isMet }) => (isMet === null ? null : isMet ? texts.met : texts.missed),
        },
        {
          id: 'budget',
          title: texts.budget,
          numeric: true,
          cell: ({ errorBudget }) =>
            errorBudget === null || errorBudget.left === null ? '–' : format.share(errorBudget.left),
          exported: ({ errorBudget }) => errorBudget?.left ?? null,
        },
        {
          id: 'used',
          title: texts.used,
          numeric: true,
          wide: true,
          cell: ({ errorBudget }) =>
            errorBudget === null
              ? '–'
              : texts.usedOf(format.number(errorBudget.used), format.number(Math.floor(errorBudget.allowed))),
          exported: ({ errorBudget }) => errorBudget?.used ?? null,
        },
        {
          id: 'baseline',
          title: texts.baseline,
          numeric: true,
          wide: true,
          cell: baselineOf,
          exported: ({ baseline }) => baseline,
        },
        {
          id: 'count',
          title: texts.basis,
          wide: true,
          cell: (row) => <span className="unbroken">{countOf(row)}</span>,
          exported: ({ count }) => count,
        },
      ]}
    />
  )
}

function Outcomes({ levels }: { readonly levels: readonly Level[] }) {
  const texts = useMessages().pages.serviceLevels
  const { valueOf, baselineOf, countOf, changeOf } = useLevelTexts()
  return (
    <TableSection
      title={texts.outcomes}
      file="training-outcomes"
      rows={levels}
      empty={texts.notMeasured}
      keyOf={({ level }) => level}
      columns={[
        measureColumn(texts),
        {
          id: 'value',
          title: texts.measured,
          numeric: true,
          cell: valueOf,
          exported: ({ value }) => value,
        },
        {
          id: 'baseline',
          title: texts.baseline,
          numeric: true,
          cell: baselineOf,
          exported: ({ baseline }) => baseline,
        },
        { id: 'change', title: texts.change, numeric: true, wide: true, cell: changeOf },
        { id: 'count', title: texts.basis, wide: true, cell: countOf, exported: ({ count }) => count },
      ]}
    />
  )
}

/** What learners think of each course. */
function Ratings({ ratings }: { readonly ratings: readonly Schemas['CourseRating'][] }) {
  const texts = useMessages().pages.serviceLevels
  const { stars } = useLevelTexts()
  const format = useFormat()
  return (
    <TableSection
      title={texts.ratings}
      file="course-ratings"
      rows={ratings}
      empty={texts.ratingsEmpty}
      keyOf={({ channelId }) => String(channelId)}
      columns={[
        {
          id: 'course',
          title: texts.course,
          cell: ({ title }) => <bdi>{title}</bdi>,
          exported: ({ title }) => title,
        },
        {
          id: 'value',
          title: texts.measured,
          numeric: true,
          cell: ({ average }) => stars(average),
          exported: ({ average }) => average,
        },
        {
          id: 'count',
          title: texts.ratingCount,
          numeric: true,
          cell: ({ count }) => format.number(count),
          exported: ({ count }) => count,
        },
        {
          id: 'baseline',
          title: texts.baseline,
          numeric: true,
          wide: true,
          cell: ({ baseline }) => (baseline === null ? texts.notMeasured : stars(baseline)),
          exported: ({ baseline }) => baseline,
        },
        {
          id: 'asOf',
          title: texts.asOf,
          wide: true,
          cell: ({ asOf }) => <Instant at={asOf} />,
          exported: ({ asOf }) => asOf,
        },
      ]}
    />
  )
}

const measureColumn = (texts: Messages['pages']['serviceLevels']) => ({
  id: 'level',
  title: texts.measure,
  cell: ({ level }: Level) => (
    <div className="measure">
      {texts.levels[level]}
      <Text size="xs" c="dimmed">
        {texts.meanings[level]}
      </Text>
    </div>
  ),
  exported: ({ level }: Level) => texts.levels[level],
})
