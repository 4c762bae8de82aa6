import type { Odoo } from '../../../src/odoo/client/client.js'
import {
  CourseSession,
  HomeworkAttempt,
  Membership,
  ProgressTracker,
  Student,
} from '../../../src/odoo/schema/index.js'
import { LESSONS } from './learners.js'
import type { RawRpc } from './raw-rpc.js'

/** Rows per call. Longer calls gain nothing more. */
const PAGE = 1_000

type Row = Readonly<Record<string, unknown>> & { readonly id: number }

/**
 * The floor: the fewest bulk calls that move the same data. Each thousand of changed memberships
 * costs one call to read them, one each for the trackers, students, sessions and homework that
 * their numbers depend on, and one each to write trackers and students. Nothing is kept, nobody is
 * notified, nothing may fail. `lanes`: thousands at the same time.
 */
export async function prepareFloor(direct: Odoo, rpc: RawRpc) {
  const [membership, tracker, student, session, homework] = await Promise.all([
    direct.resolve(Membership),
    direct.resolve(ProgressTracker),
    direct.resolve(Student),
    direct.resolve(CourseSession),
    direct.resolve(HomeworkAttempt),
  ])
  const read = (model: string, domain: readonly unknown[], fields: readonly string[], limit?: number) =>
    rpc.execute(model, 'search_read', [domain], {
      fields,
      order: 'id',
      load: null,
      ...(limit !== undefined && { limit }),
    }) as Promise<Row[]>

  const write = async (model: string, fields: readonly string[], rows: readonly unknown[][]) => {
    const data = rows.map((row) => row.map(String))
    const result = (await rpc.execute(model, 'load', [['.id', ...fields], data])) as { ids: unknown }
    if (!Array.isArray(result.ids)) throw new Error(`Odoo did not store the rows of ${model}`)
  }

  const syncThousand = async (memberships: readonly Row[]): Promise<void> => {
    const { elearningEnrollment, elearningProgress, overallProgress } = tracker.fields
    const { customSessionsCompleted, homeworkSubmissions } = tracker.fields
    const doneIn = new Map(
      memberships.map((row) => [row.id, Number(row[membership.fields.completedSlidesCount.name])]),
    )
    const trackers = await read(
      tracker.name,
      [[elearningEnrollment.name, 'in', [...doneIn.keys()]]],
      [tracker.fields.student.name, elearningEnrollment.name, elearningProgress.name, overallProgress.name],
    )
    const studentIds = trackers.map((row) => row[tracker.fields.student.name])
    const ofStudents = (field: string) => [[field, 'in', studentIds]]
    const [, sessions, attempts] = await Promise.all([
      read(student.name, ofStudents('id'), [
        student.fields.elearningProgress.name,
        student.fields.completedCourses.name,
      ]),
      read(session.name, ofStudents(session.fields.student.name), [session.fields.student.name]),
      read(homework.name, ofStudents(homework.fields.student.name), [homework.fields.student.name]),
    ])
    const numbers = trackers.map((row) => {
      const percent = (100 * (doneIn.get(Number(row[elearningEnrollment.name])) ?? 0)) / LESSONS
      return { tracker: row.id, student: row[tracker.fields.student.name], percent }
    })
    const held = sessions.length
    const graded = attempts.length
    await write(
      tracker.name,
      [elearningProgress.name, customSessionsCompleted.name, homeworkSubmissions.name, overallProgress.name],
      numbers.map((row) => [row.tracker, row.percent, held, graded, row.percent]),
    )
    await write(
      student.name,
      [student.fields.elearningProgress.name, student.fields.completedCourses.name],
      numbers.map((row) => [row.student, row.percent, 0]),
    )
  }

  /** `since`: in Odoo's format. */
  return async (since: string, lanes: number): Promise<void> => {
    let after = 0
    let isOver = false
    let reading: Promise<unknown> = Promise.resolve()
    const nextThousand = (): Promise<Row[]> => {
      const next = reading.then(async () => {
        if (isOver) return []
        const rows = await read(
          membership.name,
          [
            ['id', '>', after],
            ['write_date', '>=', since],
          ],
          [membership.fields.completedSlidesCount.name],
          PAGE,
        )
        after = rows.at(-1)?.id ?? after
        isOver = rows.length < PAGE
        return rows
      })
      reading = next
      return next
    }
    const lane = async () => {
      for (;;) {
        const rows = await nextThousand()
        if (rows.length === 0) return
        await syncThousand(rows)
      }
    }
    await Promise.all(Array.from({ length: lanes }, lane))
  }
}
