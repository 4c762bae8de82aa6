import { condition, defineUpdate, proxyActivities, setHandler } from '@temporalio/workflow'

/**
 * The least that a workflow with an update and an activity can do: journeys are compared with it.
 */
export async function empty(): Promise<void> {
  let mayProceed = false
  setHandler(proceed, () => {
    mayProceed = true
  })
  await condition(() => mayProceed)
  await proxyActivities<{ nothing(): Promise<void> }>({ startToCloseTimeout: '1 minute' }).nothing()
}

export const proceed = defineUpdate('proceed')
