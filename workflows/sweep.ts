/**
 * Chart 2, boxes A–D, in bulk: finds the students with whom something changed in Odoo (A), and has each page of them re-read,
 * computed, written and told (B–D) by one activity. Started by a schedule; a tick in which nothing changed costs two activities,
 * however many students there are. New applications (chart 1, A) come in by the same way.
 */
import { sync } from './proxies.js'

/** Students in a page: one page is a handful of calls to Odoo and well below a heartbeat. */
const PAGE_SIZE = 200

export interface SweepResult {
  readonly pages: number
  readonly students: number
  readonly written: number
  readonly told: number
}

export async function sweep(): Promise<SweepResult> {
  const { pages, cursor } = await sync('what has changed in Odoo').findChanges({ pageSize: PAGE_SIZE })
  const result = { pages: pages.length, students: 0, written: 0, told: 0 }
  for (const studentIds of pages) {
    const page = await sync(`${studentIds.length} students`).syncPage({ studentIds })
    result.students += page.students
    result.written += page.written
    result.told += page.told
  }
  // Kept last: a tick that dies on the way is found again by the next one.
  await sync('cursor').keepCursor({ cursor })
  return result
}
