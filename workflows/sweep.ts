/**
 * Flowchart 2, boxes A–D, in bulk. Finds the students that have changed in Odoo (A) and puts them
 * into a queue in our database. Pages claim them from there, several at the same time; each is one
 * activity that re-reads, computes, writes and notifies (B–D). Then another writes the counters of
 * their courses and programs. No student's id is in the history, only counts.
 *
 * A schedule starts it. A tick without changes costs one activity, however many students there are.
 * New applications (chart 1, A) arrive in the same way.
 */
import { continueAsNew } from '@temporalio/workflow'
import type { SweepInput, SweepResult } from '../src/contracts/sweep.js'
import { sync } from './activity-proxies.js'
import { syncPages } from './sync-pages.js'

const NOTHING: SweepResult = { pages: 0, students: 0, written: 0, notified: 0, setAside: 0 }

export async function sweep({ pageSize, parallelPages, soFar = NOTHING }: SweepInput): Promise<SweepResult> {
  const found = await sync('find changes in Odoo').findChanges()
  const pages = await syncPages({ pageSize, parallelPages, waiting: found.waiting })
  if (found.countersDue || pages.pages > 0) await sync('write counters').writeCounters()
  // One batch in each sweep: to record them takes many calls, and new changes come first.
  if (found.certificatesLost > 0)
    await sync('record certificates that Odoo has lost').recordLostCertificates()
  const result: SweepResult = {
    pages: soFar.pages + pages.pages,
    students: soFar.students + pages.students,
    written: soFar.written + pages.written,
    notified: soFar.notified + pages.notified,
    setAside: soFar.setAside + found.setAside + pages.setAside,
  }
  // With a fresh search, so that new changes do not wait until a long queue is empty.
  if (!found.complete || !pages.isFinished)
    await continueAsNew<typeof sweep>({ pageSize, parallelPages, soFar: result })
  return result
}
