import type { ReadModelActivities } from '../src/contracts/activities.js'
import type { Channel } from '../src/contracts/outbox.js'
import type { Store } from '../src/store/store.js'
import { recordTransitions } from '../src/store/transitions.js'

/**
 * The only way from the workflows into the read model and the outbox. `onFilled` learns that a
 * channel of the outbox has more.
 */
export const createReadModelActivities = (
  store: Store,
  onFilled: (channel: Channel) => void,
): ReadModelActivities => ({
  async recordTransitions(transitions) {
    await recordTransitions(store, transitions)
    if (transitions.some(({ effects }) => (effects?.emails ?? []).length > 0)) onFilled('emails')
    if (transitions.some(({ effects }) => effects?.statuses !== undefined)) onFilled('statuses')
  },
})
