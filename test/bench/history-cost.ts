import type { Client } from '@temporalio/client'
import proto from '@temporalio/proto'

// CommonJS whose names a plain Node cannot see.
const { EventType } = proto.temporal.api.enums.v1

/** What workflows cost. */
export interface Cost {
  readonly events: number
  readonly actions: number
  /** Sum of the sizes of the histories, as the server reports them. */
  readonly bytes: number
}

/** Of all executions that the query finds. Prints their events by type. */
export async function costOfWorkflows(client: Client, query: string): Promise<Cost> {
  const sum = { events: 0, actions: 0, bytes: 0 }
  for await (const { workflowId, runId, historySize } of client.workflow.list({ query })) {
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory()
    const types = (events ?? []).map(typeOf)
    console.log(`${workflowId}: ${types.length} events; ${tally(types)}`)
    sum.events += types.length
    sum.actions += actionsOf(events ?? [])
    sum.bytes += historySize ?? 0
  }
  return sum
}

/**
 * As Temporal Cloud bills them: the start of a workflow, each attempt of an activity, a timer, a
 * signal, an update, an upsert of search attributes; two for the start of a child, which includes
 * its own start; one for all local activities of a workflow task.
 */
function actionsOf(events: readonly Event[]): number {
  const withLocalActivities = new Set<string>()
  let actions = 0
  for (const event of events) {
    actions += ACTIONS[typeOf(event)] ?? 0
    const { activityTaskStartedEventAttributes: started, markerRecordedEventAttributes: marker } = event
    actions += started?.attempt ?? 0
    if (event.workflowExecutionStartedEventAttributes?.parentWorkflowExecution) actions -= 1
    if (marker?.markerName === LOCAL_ACTIVITY)
      withLocalActivities.add(String(marker.workflowTaskCompletedEventId))
  }
  return actions + withLocalActivities.size
}

const LOCAL_ACTIVITY = 'core_local_activity'

const ACTIONS: Readonly<Record<string, number>> = {
  WORKFLOW_EXECUTION_STARTED: 1,
  WORKFLOW_EXECUTION_SIGNALED: 1,
  WORKFLOW_EXECUTION_UPDATE_ACCEPTED: 1,
  START_CHILD_WORKFLOW_EXECUTION_INITIATED: 2,
  SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED: 1,
  TIMER_STARTED: 1,
  UPSERT_WORKFLOW_SEARCH_ATTRIBUTES: 1,
}

type Event = proto.temporal.api.history.v1.IHistoryEvent

const typeOf = ({ eventType }: Event) => EventType[eventType ?? 0]?.replace('EVENT_TYPE_', '') ?? ''

function tally(types: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1)
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([type, count]) => `${count} ${type.toLowerCase()}`)
    .join(', ')
}
