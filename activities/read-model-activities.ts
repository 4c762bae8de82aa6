import type { ReadModelActivities } from '../src/contracts/activities.js'
import type { Store } from '../src/store/store.js'
import { recordTransitions } from '../src/store/transitions.js'

/** The only way from the workflows into the read model. */
export const createReadModelActivities = (store: Store): ReadModelActivities => ({
  recordTransitions: (transitions) => recordTransitions(store, transitions),
})
