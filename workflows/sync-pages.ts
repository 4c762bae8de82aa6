import type { PageRequest } from '../src/contracts/activities.js'
import type { SweepResult } from '../src/contracts/sweep.js'
import { page } from './activity-proxies.js'

interface PagesInput extends PageRequest {
  readonly parallelPages: number
  /** Students in the queue. */
  readonly waiting: number
}

interface PagesResult extends SweepResult {
  /** false: the queue is too long for one history. */
  readonly isFinished: boolean
}

/** Pages in one history. Each costs six events. */
const PAGES_PER_RUN = 200

/** Syncs pages until the queue has no more students for a page. */
export async function syncPages({
  pageSize,
  source,
  parallelPages,
  waiting,
}: PagesInput): Promise<PagesResult> {
  const sum = { pages: 0, students: 0, written: 0, notified: 0, setAside: 0 }
  let left = PAGES_PER_RUN
  let isFinished = true
  const syncOneByOne = async (): Promise<void> => {
    for (;;) {
      if (left === 0) {
        isFinished = false
        return
      }
      left -= 1
      const done = await page.syncPage({ pageSize, ...(source !== undefined && { source }) })
      if (done.claimed > 0) sum.pages += 1
      sum.students += done.students
      sum.written += done.written
      sum.notified += done.notified
      sum.setAside += done.setAside
      if (done.claimed < pageSize) return
    }
  }
  const lines = Math.min(parallelPages, Math.ceil(waiting / pageSize))
  // The others go on when one fails: its students stay in the queue and hold up nobody.
  const ends = await Promise.allSettled(Array.from({ length: lines }, syncOneByOne))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  return { ...sum, isFinished }
}
