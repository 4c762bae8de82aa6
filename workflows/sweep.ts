/**
 * Chart 2, boxes A–D, in bulk: finds the students with whom something changed in Odoo (A), and has each page of them re-read,
 * computed, written and told (B–D) by one activity, and the counters of their courses and programs after them by another. Started by a
 * schedule; a tick in which nothing changed costs two activities, however many students there are. New applications (chart 1, A) come in
 * by the same way.
 */
import type { SweepInput, SweepResult } from '../src/contracts/sweep.js'
import { sync } from './activity-proxies.js'

export async function sweep({ pageSize }: SweepInput): Promise<SweepResult> {
  const { pages, cursor, settings = false } = await sync('what has changed in Odoo').findChanges({ pageSize })
  const result = { pages: pages.length, students: 0, written: 0, notified: 0 }
  const courses = new Set<number>()
  for (const studentIds of pages) {
    const page = await sync(`${studentIds.length} students`).syncPage({ studentIds })
    result.students += page.students
    result.written += page.written
    result.notified += page.notified
    for (const id of page.courseIntegrationIds ?? []) courses.add(id)
  }
  // Kept when all pages are done: a tick that dies on the way is found again by the next one.
  await sync('cursor').keepCursor({ cursor })
  if (settings || courses.size > 0)
    await sync('counters').writeCounters({ courseIntegrationIds: settings ? 'all' : [...courses] })
  return result
}
