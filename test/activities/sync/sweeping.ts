import type { PageResult } from '../../../src/contracts/activities.js'
import { noticeStudents } from '../../../src/store/changed-students.js'
import type { ActivityFixture } from '../activity-fixture.js'

/** Returns the students in the queue, by rising id. */
export async function queuedStudents({ store }: Pick<ActivityFixture, 'store'>): Promise<number[]> {
  const rows = await store.db
    .selectFrom('changed_student')
    .select('student_id')
    .orderBy('student_id')
    .execute()
  return rows.map((row) => row.student_id)
}

/** Searches for changes once. Returns the students in the queue then. */
export async function findStudents(fixture: ActivityFixture): Promise<number[]> {
  await fixture.run((activities) => activities.findChanges())
  return queuedStudents(fixture)
}

/** Runs a whole sweep as the workflow does. Returns the students that it read. */
export async function sweepOnce(fixture: ActivityFixture, pageSize = 200): Promise<number[]> {
  const students = await findStudents(fixture)
  for (;;) {
    const { claimed } = await fixture.run((activities) => activities.syncPage({ pageSize }))
    if (claimed < pageSize) break
  }
  await fixture.run((activities) => activities.writeCounters())
  return students
}

/** Runs a page of exactly these students. */
export async function syncStudents(
  fixture: ActivityFixture,
  studentIds: readonly number[],
): Promise<PageResult> {
  await noticeStudents(fixture.store.db, studentIds, 'sweep')
  return fixture.run((activities) => activities.syncPage({ pageSize: 200 }))
}
