import { sql } from 'kysely'
import type { Flow } from '../contracts/application.js'
import type { TaskKind } from '../contracts/tasks.js'
import type { RegisteredState } from '../domain/registered-state.js'
import type { Sentence } from '../domain/sentences/sentence.js'
import type { Store } from './store.js'

/** An application in a list of students. */
export interface ListedApplication {
  readonly programId: number
  readonly studentId: number
  readonly run: number
  readonly flow: Flow
  readonly stage: string
  readonly stageSince: Date
  readonly message: string
  readonly sentences: readonly Sentence[] | null
  readonly closed: boolean
  readonly updatedAt: Date
  /** The open task that has waited longest. */
  readonly task: { readonly flow: Flow; readonly kind: TaskKind; readonly since: Date } | null
  /** Average of its courses, percent; null: no course has been read. */
  readonly overall: number | null
  /** When the course that was read longest ago was read. */
  readonly asOf: Date | null
}

/** Returns the applications of these students, by student and program. */
export async function applicationsOf(
  { db }: Store,
  studentIds: readonly number[],
): Promise<ListedApplication[]> {
  if (studentIds.length === 0) return []
  interface Row extends Omit<ListedApplication, 'task'> {
    taskFlow: Flow | null
    taskKind: TaskKind | null
    waitingSince: Date | null
  }
  const { rows } = await sql<Row>`
    select program_id as "programId", student_id as "studentId", run, flow, stage, stage_since as "stageSince",
      message, sentences, closed, updated_at as "updatedAt", task_flow as "taskFlow", task_kind as "taskKind",
      waiting_since as "waitingSince", progress.overall, progress.as_of as "asOf"
    from application_status
    left join lateral (
      select avg(overall) as overall, min(read_at) as as_of
      from progress_number
      where progress_number.program_id = application_status.program_id
        and progress_number.student_id = application_status.student_id
    ) progress on true
    where student_id = any(${studentIds}::integer[])
    order by student_id, program_id`.execute(db)
  return rows.map(({ taskFlow, taskKind, waitingSince, ...row }) => ({
    ...row,
    task:
      taskFlow && taskKind && waitingSince ? { flow: taskFlow, kind: taskKind, since: waitingSince } : null,
  }))
}

export interface ListedCertificate {
  readonly programId: number
  readonly studentId: number
  readonly number: string
  readonly state: RegisteredState
  readonly issuedAt: Date
}

/** Returns the newest certificate of each application, of the person who has the id now. */
export async function newestCertificatesOf(
  { db }: Store,
  studentIds: readonly number[],
): Promise<ListedCertificate[]> {
  if (studentIds.length === 0) return []
  const { rows } = await sql<ListedCertificate>`
    select distinct on (student_id, program_id)
      program_id as "programId", student_id as "studentId", number, state, issued_at as "issuedAt"
    from certificate
    where student_id = any(${studentIds}::integer[]) and person = coalesce((
      select person from application
      where application.program_id = certificate.program_id and application.student_id = certificate.student_id
      order by run desc limit 1), 1)
    order by student_id, program_id, version desc`.execute(db)
  return rows
}
