import { parentPort, workerData } from 'node:worker_threads'
import { pdfOf } from './pdf-file.js'
import type { Cell } from './report.js'
import type { RenderJob } from './threaded-file.js'
import { xlsxOf } from './xlsx-file.js'

/** Runs in a thread of its own: to lay out thousands of rows takes seconds. */

const job = workerData as RenderJob
const rows: (readonly Cell[])[] = []

parentPort?.on('message', (page: readonly (readonly Cell[])[] | null) => {
  if (page !== null) {
    for (const row of page) rows.push(row)
    return
  }
  void (async () => {
    const file = job.format === 'xlsx' ? await xlsxOf(job, rows) : pdfOf(job, rows)
    parentPort?.postMessage(file)
    parentPort?.close()
  })()
})
