/**
 * Where an application stands on the plan's three flowcharts, by the letters of their boxes. A box
 * that only computes (chart 2: A–F, H, I) is never a place to stand: nobody waits there.
 */

const CHARTS = { enrollment: 1, progress: 2, certificate: 3 } as const
type Flow = keyof typeof CHARTS

type Box = 'A' | 'B' | 'C' | 'D' | 'E' | 'F' | 'G' | 'H' | 'I' | 'J' | 'K'

export interface ChartPosition {
  readonly chart: 1 | 2 | 3
  readonly flow: Flow
  /** `open`: the flow goes on from the box. `done`: the chart's end. `ended`: left without it. */
  readonly state: 'not_started' | 'open' | 'done' | 'ended'
  /** null: not started. */
  readonly box: Box | null
}

/** A flow in the present run of an application. */
export interface FlowHistory {
  readonly flow: Flow
  /** The stages of its steps so far, the newest last. */
  readonly stages: readonly string[]
  readonly closed: boolean
}

/** The box of each stage. A stage that is not here leaves an application where it was. */
const BOXES: Readonly<Record<Flow, Readonly<Record<string, Box>>>> = {
  enrollment: {
    received: 'A',
    not_open: 'A',
    review: 'D',
    rejected: 'D',
    lapsed: 'D',
    already_certified: 'B',
    already_finished: 'B',
    identity: 'E',
    enrolling: 'E',
    awaiting_agent: 'F',
    address_rejected: 'H',
    training_started: 'I',
  },
  progress: {
    not_started: 'G',
    in_progress: 'G',
    stalled: 'G',
    overdue: 'G',
    paused: 'G',
    certificate_pending: 'J',
    certified: 'J',
    declined: 'J',
  },
  certificate: {
    validating: 'B',
    flagged: 'E',
    declined: 'E',
    issuing: 'D',
    address_rejected: 'F',
    issued: 'G',
    revoked: 'G',
    expired: 'G',
    deleted_in_odoo: 'G',
  },
}

/** The first box of each chart. */
const START: Readonly<Record<Flow, Box>> = { enrollment: 'A', progress: 'G', certificate: 'A' }

/** The last box of each chart. */
const END: Readonly<Record<Flow, Box>> = { enrollment: 'I', progress: 'J', certificate: 'G' }

/** Stages that end a flow short of the chart's end, although their box is the last one. */
const FAILED: readonly string[] = ['declined']

/**
 * Returns the position on each chart. `completedCourses`: whether some course of the program is
 * completed; then the program goes on (chart 2: K).
 */
export function chartPositions(
  flows: readonly FlowHistory[],
  { completedCourses }: { readonly completedCourses: boolean },
): ChartPosition[] {
  return (Object.keys(CHARTS) as Flow[]).map((flow) => {
    const history = flows.find((one) => one.flow === flow)
    const chart = CHARTS[flow]
    if (history === undefined) return { chart, flow, state: 'not_started', box: null }
    const placed = history.stages.findLast((stage) => BOXES[flow][stage] !== undefined)
    const box = placed === undefined ? START[flow] : (BOXES[flow][placed] ?? START[flow])
    const isAtEnd = box === END[flow] && !FAILED.includes(history.stages.at(-1) ?? '')
    const state = history.closed ? (isAtEnd ? 'done' : 'ended') : 'open'
    return { chart, flow, state, box: box === 'G' && flow === 'progress' && completedCourses ? 'K' : box }
  })
}
