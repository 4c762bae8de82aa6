import { condition, defineUpdate, proxyActivities, setHandler } from '@temporalio/workflow'

/** The least that a workflow can do which is talked to and acts: the yardstick for a journey. */
export async function empty(): Promise<void> {
  let begun = false
  setHandler(begin, () => {
    begun = true
  })
  await condition(() => begun)
  await proxyActivities<{ nothing(): Promise<void> }>({ startToCloseTimeout: '1 minute' }).nothing()
}

export const begin = defineUpdate('begin')
