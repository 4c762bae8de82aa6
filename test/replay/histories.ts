import { readdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { temporal } from '@temporalio/proto'

const { History } = temporal.api.history.v1
export type History = temporal.api.history.v1.IHistory

const FOLDER = fileURLToPath(new URL('./histories/', import.meta.url))

export interface RecordedHistory {
  /** Name of its file: the test, and which of the test's workflows. */
  readonly name: string
  readonly workflowId: string
  readonly history: History
}

/** All committed histories, by name. */
export async function readHistories(): Promise<RecordedHistory[]> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.json')).sort()
  return Promise.all(
    files.map(async (file) => {
      const { workflowId, history } = JSON.parse(await readFile(FOLDER + file, 'utf8')) as {
        workflowId: string
        history: Record<string, unknown>
      }
      return { name: file.slice(0, -'.json'.length), workflowId, history: History.fromObject(history) }
    }),
  )
}

export async function writeHistory({ name, workflowId, history }: RecordedHistory): Promise<void> {
  const text = JSON.stringify({ workflowId, history: History.fromObject(history).toJSON() }, withoutPlace)
  await writeFile(`${FOLDER}${name}.json`, `${text}\n`)
}

/**
 * Leaves out where it was recorded: names of processes and machines, paths in stack traces. Replay
 * does not need them.
 */
const withoutPlace = (key: string, value: unknown) =>
  key === 'identity' || key === 'stackTrace' || key === 'workerVersion' ? undefined : value
