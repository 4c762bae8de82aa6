import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Heading } from './heading.js'
import type { ReportFile } from './report-file.js'
import type { Column, ReportFilter } from './report.js'

export interface RenderJob {
  readonly format: 'xlsx' | 'pdf'
  readonly columns: readonly Column[]
  readonly titles: readonly string[]
  readonly heading: Heading
  readonly filter: ReportFilter
}

const THREAD = new URL('./render-thread.mjs', import.meta.url)

/** A file that is laid out in a thread of its own, so that the process goes on meanwhile. */
export function threadedFile(job: RenderJob): ReportFile {
  const thread = new Worker(THREAD, { workerData: job })
  // Whoever waits for the end is told of a failure. Before that, there is nobody to tell.
  thread.on('error', () => undefined)
  return {
    add: (page) => thread.postMessage(page),
    end: async () => {
      thread.postMessage(null)
      const [file] = (await once(thread, 'message')) as [Uint8Array]
      return Buffer.from(file)
    },
    discard: async () => {
      await thread.terminate()
    },
  }
}
