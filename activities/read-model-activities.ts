import type { ReadModelActivities } from '../src/contracts/activities.js'
import type { DeliveryChannel } from '../src/contracts/outbox.js'
import type { Transition } from '../src/contracts/transitions.js'
import { JointSaves } from '../src/store/joint-saves.js'
import type { Store } from '../src/store/store.js'
import { recordTransitions } from '../src/store/transitions.js'

/**
 * The only way from the workflows into the read model and the outbox. `onFilled` learns that a
 * channel of the outbox has more.
 */
export function createReadModelActivities(
  store: Store,
  onFilled: (channel: DeliveryChannel) => void,
): ReadModelActivities {
  const saves = new JointSaves((transitions) => recordTransitions(store, transitions))
  return {
    async recordTransitions(transitions) {
      await saves.save(transitions)
      if (transitions.some(({ effects }) => (effects?.emails ?? []).length > 0)) onFilled('emails')
      if (transitions.some(({ effects }) => effects?.statuses !== undefined)) onFilled('statuses')
      if (transitions.some(concernsTask)) onFilled('todos')
    },
  }
}

/** A task was opened, changed or decided. Other ends are noticed within half a minute. */
const concernsTask = ({ task, facts }: Transition) => task !== null || 'decision' in facts
