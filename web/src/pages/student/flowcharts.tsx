import { Group, Title } from '@mantine/core'
import { WordChip } from '../../components/words.js'
import { useLanguage, useMessages } from '../../i18n/language.js'
import { CHARTS, passedBoxes } from './chart-layout.js'
import type { ApplicationDetail } from './application-detail.js'

const WIDTH = 150
const HEIGHT = 40
const COLUMN = 190
const ROW = 62
const MARGIN = 6

const FLOWS = ['enrollment', 'progress', 'certificate'] as const

/** The three flowcharts, with the box where the student stands. */
export function Flowcharts({ detail }: { readonly detail: ApplicationDetail }) {
  const { words } = useMessages()
  return (
    <div className="charts">
      {FLOWS.map((flow) => {
        const state = detail.flows.find(
          (candidate) => candidate.flow === flow && candidate.run === detail.run,
        )
        const position = detail.positions.find((candidate) => candidate.flow === flow)
        const stages = detail.steps.filter((step) => step.flow === flow && step.run === detail.run)
        return (
          <figure key={flow} className="chart">
            <Group component="figcaption" justify="space-between" mb="xs" mih={24}>
              <Title order={3}>{words.flows[flow]}</Title>
              {state && <WordChip of="stages" word={state.stage} />}
            </Group>
            <Drawing
              flow={flow}
              box={position?.box?.toLowerCase() ?? null}
              isAtEnd={position?.state === 'done'}
              stages={stages.map(({ stage }) => stage)}
            />
          </figure>
        )
      })}
    </div>
  )
}

interface Props {
  readonly flow: (typeof FLOWS)[number]
  /** The letter of the box where the student stands. */
  readonly box: string | null
  readonly isAtEnd: boolean
  readonly stages: readonly string[]
}

function Drawing({ flow, box, isAtEnd, stages }: Props) {
  const { messages: t, language } = useLanguage()
  const { boxes, arrows } = CHARTS[flow]
  const passed = passedBoxes(flow, box, stages)
  const current = isAtEnd ? null : box
  const labels: Readonly<Record<string, string>> = t.pages.charts[flow]
  const place = (id: string) => {
    const { x, y } = boxes.find((box) => box.id === id) ?? { x: 0, y: 0 }
    // In Arabic, the side branch is on the left.
    const column = language === 'ar' ? 1 - x : x
    return { left: MARGIN + column * COLUMN, top: MARGIN + y * ROW }
  }
  const rows = Math.max(...boxes.map(({ y }) => y)) + 1
  const width = COLUMN + WIDTH + 2 * MARGIN
  const height = (rows - 1) * ROW + HEIGHT + 2 * MARGIN
  const stateOf = (id: string) =>
    id === current ? 'current' : passed.has(id) || id === box ? 'passed' : 'open'
  const name = t.pages.student.chart(t.words.flows[flow])
  const here = current ? `${name}. ${t.pages.student.legendCurrent}: ${labels[current] ?? ''}` : name

  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={here}>
      <defs>
        <marker
          id={`head-${flow}`}
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="7"
          markerHeight="7"
          orient="auto"
        >
          <path d="M0 0 L8 4 L0 8 z" fill="#8b949e" />
        </marker>
      </defs>
      {arrows.map(({ from, to, name: arrowName }) => {
        const [start, end] = [place(from), place(to)]
        const line = pathBetween(
          start,
          end,
          boxes.some(({ id, x }) => id === from && x === 0),
        )
        return (
          <g key={`${from}${to}`}>
            <path className="arrow" d={line.path} markerEnd={`url(#head-${flow})`} />
            {arrowName && (
              <text className="arrow-name" x={line.label.x} y={line.label.y} textAnchor="middle">
                {arrowName === 'yes' || arrowName === 'no'
                  ? t.pages.student[arrowName]
                  : t.pages.charts[arrowName]}
              </text>
            )}
          </g>
        )
      })}
      {boxes.map(({ id, isQuestion = false }) => {
        const { left, top } = place(id)
        return (
          <g key={id}>
            <rect
              className="box"
              data-state={stateOf(id)}
              x={left}
              y={top}
              width={WIDTH}
              height={HEIGHT}
              rx={isQuestion ? HEIGHT / 2 : 7}
            />
            <foreignObject x={left} y={top} width={WIDTH} height={HEIGHT}>
              <div className="label" data-state={stateOf(id)}>
                {labels[id]}
              </div>
            </foreignObject>
          </g>
        )
      })}
    </svg>
  )
}

interface Point {
  readonly left: number
  readonly top: number
}

/** Straight down, straight to the side, or around one corner: out or in at the side. */
function pathBetween(from: Point, to: Point, leavesMainColumn: boolean) {
  const middle = (point: Point) => point.left + WIDTH / 2
  const bottom = from.top + HEIGHT
  if (from.left === to.left)
    return {
      path: `M${middle(from)} ${bottom} V${to.top - 1}`,
      label: { x: middle(from) + 30, y: (bottom + to.top) / 2 + 4 },
    }
  const isRight = to.left > from.left
  const start = isRight ? from.left + WIDTH : from.left
  const end = isRight ? to.left - 1 : to.left + WIDTH + 1
  if (from.top === to.top) {
    const y = from.top + HEIGHT / 2
    return { path: `M${start} ${y} H${end}`, label: { x: (start + end) / 2, y: y - 5 } }
  }
  if (leavesMainColumn) {
    const y = from.top + HEIGHT / 2
    return {
      path: `M${start} ${y} H${middle(to)} V${to.top - 1}`,
      label: { x: (start + middle(to)) / 2, y: y - 5 },
    }
  }
  const y = to.top + HEIGHT / 2
  return {
    path: `M${middle(from)} ${bottom} V${y} H${end}`,
    label: { x: (middle(from) + end) / 2, y: y - 5 },
  }
}
