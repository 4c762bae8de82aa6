import type { Messages } from '../../i18n/messages.js'

/** A box of a flowchart. `x` counts columns, `y` rows. */
interface Box<Id extends string> {
  readonly id: Id
  readonly x: number
  readonly y: number
  readonly isQuestion?: boolean
}

interface Arrow<Id extends string> {
  readonly from: Id
  readonly to: Id
  readonly name?: 'yes' | 'no' | 'automatic' | 'manual'
}

interface Chart<Id extends string> {
  readonly boxes: readonly Box<Id>[]
  readonly arrows: readonly Arrow<Id>[]
}

type Charts = { readonly [Flow in keyof FlowBoxes]: Chart<FlowBoxes[Flow]> }
type FlowBoxes = {
  [Flow in 'enrollment' | 'progress' | 'certificate']: keyof Messages['pages']['charts'][Flow] & string
}

/** The three charts of the plan, with the letters that it gives to the boxes. */
export const CHARTS: Charts = {
  enrollment: {
    boxes: [
      { id: 'a', x: 0, y: 0 },
      { id: 'b', x: 0, y: 1, isQuestion: true },
      { id: 'd', x: 1, y: 1 },
      { id: 'c', x: 0, y: 2 },
      { id: 'e', x: 0, y: 3 },
      { id: 'f', x: 1, y: 3 },
      { id: 'g', x: 0, y: 4 },
      { id: 'h', x: 0, y: 5 },
      { id: 'i', x: 0, y: 6 },
    ],
    arrows: [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'c', name: 'yes' },
      { from: 'b', to: 'd', name: 'no' },
      { from: 'c', to: 'e', name: 'automatic' },
      { from: 'c', to: 'f', name: 'manual' },
      { from: 'e', to: 'g' },
      { from: 'f', to: 'g' },
      { from: 'g', to: 'h' },
      { from: 'h', to: 'i' },
    ],
  },
  progress: {
    boxes: [
      { id: 'a', x: 0, y: 0 },
      { id: 'b', x: 0, y: 1 },
      { id: 'c', x: 0, y: 2 },
      { id: 'd', x: 0, y: 3 },
      { id: 'e', x: 0, y: 4, isQuestion: true },
      { id: 'g', x: 1, y: 4 },
      { id: 'f', x: 0, y: 5 },
      { id: 'h', x: 0, y: 6 },
      { id: 'i', x: 0, y: 7, isQuestion: true },
      { id: 'k', x: 1, y: 7 },
      { id: 'j', x: 0, y: 8 },
    ],
    arrows: [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'c' },
      { from: 'c', to: 'd' },
      { from: 'd', to: 'e' },
      { from: 'e', to: 'f', name: 'yes' },
      { from: 'e', to: 'g', name: 'no' },
      { from: 'f', to: 'h' },
      { from: 'h', to: 'i' },
      { from: 'i', to: 'j', name: 'yes' },
      { from: 'i', to: 'k', name: 'no' },
    ],
  },
  certificate: {
    boxes: [
      { id: 'a', x: 0, y: 0 },
      { id: 'b', x: 0, y: 1 },
      { id: 'c', x: 0, y: 2, isQuestion: true },
      { id: 'e', x: 1, y: 2 },
      { id: 'h', x: 1, y: 3 },
      { id: 'd', x: 0, y: 3 },
      { id: 'f', x: 0, y: 4 },
      { id: 'g', x: 0, y: 5 },
    ],
    arrows: [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'c' },
      { from: 'c', to: 'd', name: 'yes' },
      { from: 'c', to: 'e', name: 'no' },
      { from: 'e', to: 'h' },
      { from: 'd', to: 'f' },
      { from: 'f', to: 'g' },
    ],
  },
}

/** Stages in the side branches, and the box of each. All other boxes are on the main column. */
const SIDE_BRANCHES: Readonly<Record<string, string>> = { review: 'd', awaiting_agent: 'f', flagged: 'e' }

/**
 * The boxes before the present one, on the way that the stages so far took. Boxes of a side branch
 * count if the student was there.
 */
export function passedBoxes(
  flow: keyof FlowBoxes,
  current: string | null,
  stages: readonly string[],
): ReadonlySet<string> {
  const visited = new Set(stages.flatMap((stage) => SIDE_BRANCHES[stage] ?? []))
  const boxes: readonly Box<string>[] = CHARTS[flow].boxes
  const here = boxes.find(({ id }) => id === current)
  if (!here) return new Set()
  const passed = boxes.filter(({ id, x, y }) => {
    if (id === current) return false
    if (x === 1) return visited.has(id) && y <= here.y
    // Courses are assigned automatically or by an agent.
    if (flow === 'enrollment' && id === 'e' && visited.has('f')) return false
    return y < here.y || (y === here.y && here.x === 1)
  })
  return new Set(passed.map(({ id }) => id))
}
