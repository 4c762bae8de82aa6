/**
 * Records the histories that `replay.test.ts` replays: a plugin for a run of the charts' tests, see
 * README.md here.
 */
import { mkdir, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { WorkflowNotFoundError, type WorkflowHandle } from '@temporalio/client'
import type { RootHookObject } from 'mocha'
import { WorkflowHarness } from '../workflows/workflow-harness.js'
import { writeHistory, type History } from './histories.js'

interface Candidate {
  readonly workflowId: string
  readonly history: History
}

const finished: Candidate[] = []
const shapes = new Set<string>()

WorkflowHarness.onTestEnd = async (workflows) => {
  for (const workflow of workflows) {
    const history = await historyOf(workflow)
    if (history) finished.push({ workflowId: workflow.workflowId, history })
  }
}

async function historyOf(workflow: WorkflowHandle): Promise<History | undefined> {
  try {
    await workflow.describe()
    return await workflow.fetchHistory()
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined
    throw error
  }
}

/** Histories with the same events and activities are the same path to a replay. */
const shapeOf = ({ workflowId, history }: Candidate) =>
  [
    workflowId.split('/')[0],
    ...(history.events ?? []).map(
      (event) => event.activityTaskScheduledEventAttributes?.activityType?.name ?? `${event.eventType}`,
    ),
  ].join(' ')

const nameOf = (title: string, { workflowId }: Candidate) =>
  `${title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 70)
    .replace(/^-|-$/, '')}.${workflowId.split('/')[0] ?? ''}`

async function keepNewPaths(title: string): Promise<void> {
  for (const candidate of finished.splice(0)) {
    const shape = shapeOf(candidate)
    if (shapes.has(shape)) continue
    shapes.add(shape)
    await writeHistory({ name: nameOf(title, candidate), ...candidate })
  }
}

export const mochaHooks: RootHookObject = {
  async beforeAll() {
    const folder = fileURLToPath(new URL('./histories', import.meta.url))
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder)
  },
  async afterEach(this: Mocha.Context) {
    if (this.currentTest) await keepNewPaths(this.currentTest.title)
  },
}
