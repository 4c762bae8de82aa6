import type { Transition } from '../contracts/transitions.js'
import { isDatabaseUnavailable } from './unavailable.js'

type SaveAll = (transitions: readonly Transition[]) => Promise<void>

/** Steps of one workflow that wait to be saved. */
interface Save {
  readonly transitions: readonly Transition[]
  readonly settle: (outcome: Promise<void>) => void
}

/** Transactions at the same time: one that waits for a lock must not hold up all others. */
const AT_ONCE = 2
/** Saves in one transaction. It locks their applications, for some milliseconds each. */
const MOST = 25

/**
 * Saves the steps of several workflows in one transaction, where they come at the same time. A
 * save that comes alone does not wait. Saves of one workflow follow each other: which of two
 * attempts is the later one can only be told between transactions.
 */
export class JointSaves {
  readonly #saveAll: SaveAll
  #waiting: Save[] = []
  #inFlight = 0
  readonly #workflows = new Set<string>()

  /** `saveAll` saves all steps or none. */
  constructor(saveAll: SaveAll) {
    this.#saveAll = saveAll
  }

  save(transitions: readonly Transition[]): Promise<void> {
    return new Promise((settle) => {
      this.#waiting.push({ transitions, settle })
      this.#next()
    })
  }

  #next(): void {
    if (this.#inFlight >= AT_ONCE) return
    const saves = this.#take()
    if (saves.length === 0) return
    this.#inFlight += 1
    void this.#run(saves).finally(() => {
      this.#inFlight -= 1
      for (const workflow of saves.flatMap(workflowsOf)) this.#workflows.delete(workflow)
      this.#next()
    })
  }

  #take(): Save[] {
    const taken: Save[] = []
    const left: Save[] = []
    for (const save of this.#waiting) {
      const workflows = workflowsOf(save)
      const isFree = taken.length < MOST && workflows.every((workflow) => !this.#workflows.has(workflow))
      ;(isFree ? taken : left).push(save)
      if (isFree) for (const workflow of workflows) this.#workflows.add(workflow)
    }
    this.#waiting = left
    return taken
  }

  /** What one save makes impossible is saved without it. */
  async #run(saves: readonly Save[]): Promise<void> {
    const saving = this.#saveAll(saves.flatMap(({ transitions }) => transitions))
    const failure = await saving.then(
      () => null,
      (error: unknown) => ({ error }),
    )
    if (failure === null || saves.length === 1 || isDatabaseUnavailable(failure.error)) {
      for (const { settle } of saves) settle(saving)
      return
    }
    for (const save of saves) await this.#run([save])
  }
}

const workflowsOf = ({ transitions }: Save): string[] => [
  ...new Set(transitions.map(({ workflowId }) => workflowId)),
]
