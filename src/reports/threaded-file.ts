import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Heading } from './heading.js'
import type { ReportFile } from './report-file.js'
import type { Column, FileReader } from './report.js'

export interface RenderJob {
  readonly format: 'xlsx' | 'pdf'
  readonly columns: readonly Column[]
  readonly titles: readonly string[]
  readonly heading: Heading
  readonly filter: FileReader
}

const THREAD = new URL('./render-thread.mjs', import.meta.url)

/** A file that is laid out in a thread of its own, so that the process goes on meanwhile. */
export function threadedFile(job: RenderJob): ReportFile {
  const thread = new Worker(THREAD, { workerData: job })
  // Heard from the beginning: the thread may fail before the end is asked for, which then fails.
  const answer = once(thread, 'message') as Promise<[Uint8Array]>
  answer.catch(() => undefined)
  // A failure after the answer concerns nobody.
  thread.on('error', () => undefined)
  return {
    add: (page) => thread.postMessage(page),
    end: async () => {
      thread.postMessage(null)
      const [file] = await answer
      return Buffer.from(file)
    },
    discard: async () => {
      await thread.terminate()
    },
  }
}
