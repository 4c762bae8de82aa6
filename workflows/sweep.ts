/**
 * Flowchart 2, boxes A–D, in bulk. Finds the students that have changed in Odoo (A). For each page
 * of them, one activity re-reads, computes, writes and notifies (B–D). Then another writes the
 * counters of their courses and programs.
 *
 * A schedule starts it. A tick without changes costs two activities, however many students there
 * are. New applications (chart 1, A) arrive in the same way.
 */
import type { SweepInput, SweepResult } from '../src/contracts/sweep.js'
import { sync } from './activity-proxies.js'

export async function sweep({ pageSize }: SweepInput): Promise<SweepResult> {
  const changes = await sync('find changes in Odoo').findChanges({ pageSize })
  const { pages, cursor, settings = false, setAside = 0 } = changes
  const result = { pages: pages.length, students: 0, written: 0, notified: 0, setAside }
  const courses = new Set<number>()
  for (const studentIds of pages) {
    const page = await sync(`${studentIds.length} students`).syncPage({ studentIds })
    result.students += page.students
    result.written += page.written
    result.notified += page.notified
    result.setAside += page.setAside ?? 0
    for (const id of page.courseIntegrationIds ?? []) courses.add(id)
  }
  // Saved when all pages are done: what a failed tick has missed is found again by the next one.
  await sync('save the cursor').keepCursor({ cursor })
  if (settings || courses.size > 0)
    await sync('write counters').writeCounters({ courseIntegrationIds: settings ? 'all' : [...courses] })
  return result
}
