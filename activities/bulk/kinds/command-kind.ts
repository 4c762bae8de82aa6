import { concurrently } from '../../../src/concurrently.js'
import type { BulkEffect } from '../../../src/contracts/bulk-operation.js'
import type { Flow } from '../../../src/contracts/application.js'
import { say, textOf, type Sentence } from '../../../src/domain/sentences/sentence.js'
import { fingerprint } from '../../../src/hash.js'
import { standingsOf, type FlowStanding, type Standing } from '../../../src/store/application-standings.js'
import type { BulkItem, ItemChange } from '../../../src/store/bulk-items.js'
import { applicationOf } from '../command.js'
import type { BulkKind, BulkWork, ItemResult } from '../kind.js'
import { studentsWithApplication } from './students-matching.js'

/** What a command would do to one application. */
interface Foreseen {
  readonly effects: readonly BulkEffect[]
  readonly warnings?: readonly Sentence[]
  /** Why nothing would happen. Absent: it would. */
  readonly obstacle?: Sentence | undefined
}

type Foresight = (standing: Standing) => Foreseen

/** A kind of operation that gives a command to each application. */
export interface CommandKind {
  /** Returns what would happen to each application. What that takes is read once for all. */
  readonly foresee: (work: BulkWork, standings: readonly Standing[]) => Foresight | Promise<Foresight>
  /** Gives the command to one application. Repeated after a crash, it is done once. */
  readonly give: (work: BulkWork, item: BulkItem) => Promise<ItemResult>
  /** Takes it back for one application; a sentence: why that is possible for nobody. */
  readonly undo: Sentence | ((work: BulkWork, item: BulkItem) => Promise<ItemResult>)
}

/** What is noted of an application before the command. */
export interface BeforeCommand {
  readonly run: number
  readonly policyVersion: number
}

/** Students of a page at the same time. */
const CONCURRENCY = 10

/** Makes a kind of bulk operation of the command that it gives to each application. */
export const commandKind = ({ foresee, give, undo }: CommandKind): BulkKind => ({
  candidates: studentsWithApplication,

  async preview(work, studentIds) {
    const { programId } = work.operation.filter
    const standings = await standingsOf(work.context.store, programId, studentIds)
    const foreseen = await foresee(work, standings)
    return standings.map((standing) => {
      const { studentId, run, policyVersion, endedStage, flows } = standing
      const { effects, warnings = [], obstacle } = foreseen(standing)
      const places = flows.map(({ flow, stage, closed, task }) => [
        flow,
        stage,
        closed,
        task?.kind,
        task?.since,
      ])
      return {
        programId,
        studentId,
        effects,
        warnings,
        obstacles: obstacle === undefined ? [] : [obstacle],
        inTraining: openFlow(standing, 'progress') !== undefined,
        fingerprint: fingerprint([
          ...[run, policyVersion, endedStage, places],
          ...[obstacle === undefined ? null : textOf(obstacle), effects],
        ]),
        before: { run, policyVersion } satisfies BeforeCommand,
      }
    })
  },

  apply: give,

  async undo(work, items) {
    const changes: ItemChange[] = []
    await concurrently(items, CONCURRENCY, async (item) => {
      const result: ItemResult =
        typeof undo === 'function' ? await undo(work, item) : { outcome: 'kept', reasons: [undo] }
      changes.push({ ...applicationOf(item), ...result })
    })
    return changes
  },
})

/** Returns the flow if it is running. */
export const openFlow = ({ flows }: Standing, name: Flow): FlowStanding | undefined =>
  flows.find(({ flow, closed }) => flow === name && !closed)

/** Why a command to the training is not possible; undefined: it runs. */
export function trainingObstacle(standing: Standing): Sentence | undefined {
  if (openFlow(standing, 'progress') !== undefined) return undefined
  return standing.endedStage === null
    ? say('training_not_begun')
    : say('application_ended', { stage: standing.endedStage })
}
