import type { ReadModelActivities } from '../src/contracts/activities.js'
import type { Store } from '../src/store/store.js'
import { recordTransitions } from '../src/store/transitions.js'

/** The one bridge from the workflows to the lists that people read. */
export const createReadModelActivities = (store: Store): ReadModelActivities => ({
  recordTransitions: (transitions) => recordTransitions(store, transitions),
})
