import { proxyActivities } from '@temporalio/workflow'

/** The least that a workflow with an activity can do. */
export async function oneActivity(): Promise<void> {
  await proxyActivities<{ nothing(): Promise<void> }>({ startToCloseTimeout: '1 minute' }).nothing()
}
