import type { Client, WorkflowExecutionInfo } from '@temporalio/client'
import { applicationRef, type ApplicationRun } from '../contracts/application.js'
import type { EnrollmentStage } from '../contracts/enrollment.js'
import type { ProgressStage } from '../contracts/progress.js'
import { Stage } from '../contracts/search-attributes.js'
import type { KnownRun } from '../domain/adoption.js'
import { TERMINATED } from './start-workflows.js'

export interface RunInTemporal extends ApplicationRun, KnownRun {}

/** Stages in which a run has ended. Its workflow may still be saving its last steps. */
const ENDS: readonly string[] = [
  'rejected',
  'lapsed',
  'withdrawn',
  'already_certified',
  'already_finished',
  'not_open',
  'certified',
  'declined',
] satisfies (EnrollmentStage | ProgressStage)[]

/** Returns the latest run of every application that Temporal still knows, by `applicationRef`. */
export async function runsInTemporal(client: Client): Promise<Map<string, RunInTemporal>> {
  const latest = new Map<string, { readonly order: readonly number[]; readonly run: RunInTemporal }>()
  const query = "WorkflowType = 'enrollment' OR WorkflowType = 'progress'"
  for await (const info of client.workflow.list({ query })) {
    const [, flow, programId, studentId] = /^(enrollment|progress)\/(\d+)\/(\d+)$/.exec(info.workflowId) ?? []
    if (flow === undefined || info.status.name === 'CONTINUED_AS_NEW') continue
    const run = typeof info.memo?.['run'] === 'number' ? info.memo['run'] : 1
    const application = { programId: Number(programId), studentId: Number(studentId) }
    // The training decides how a run ended once there is one.
    const order = [run, flow === 'progress' ? 1 : 0, info.startTime.getTime()]
    const found = { ...application, ...stateOf(info, flow, run) }
    const ref = applicationRef(application)
    if (isLater(order, latest.get(ref)?.order ?? [])) latest.set(ref, { order, run: found })
  }
  return new Map([...latest].map(([ref, { run }]) => [ref, run]))
}

function stateOf(info: WorkflowExecutionInfo, flow: string, run: number): KnownRun {
  const stage = info.typedSearchAttributes.get(Stage) ?? ''
  const hasEnded = ENDS.includes(stage)
  if (info.status.name === 'RUNNING')
    return { run, trainingStarted: flow === 'progress', endedStage: hasEnded ? stage : null }
  if (stage === ('training_started' satisfies EnrollmentStage))
    return { run, trainingStarted: true, endedStage: null }
  return { run, trainingStarted: flow === 'progress', endedStage: hasEnded ? stage : TERMINATED }
}

function isLater(order: readonly number[], other: readonly number[]): boolean {
  const at = order.findIndex((value, index) => value !== other[index])
  return at >= 0 && (order[at] ?? 0) > (other[at] ?? -1)
}
