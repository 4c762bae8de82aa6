import { type RawBuilder, sql } from 'kysely'
import type { Store } from './store.js'

/** Which runs of applications an overview is about. */
export interface OverviewFilter {
  /** In which months are counted. */
  readonly timeZone: string
  readonly programId?: number
  /** Of students of this agent; null: of nobody. */
  readonly agentId?: number | null
  /** Only of students whom the reader may see: those of this agent. */
  readonly visibleTo?: number
  /** Instants: runs that began at or after the first, and before the second. */
  readonly from?: Date
  readonly until?: Date
}

export interface Funnel {
  readonly applied: number
  /** Their training began. */
  readonly enrolled: number
  /** They have met the requirements, or wait for a decision about them. */
  readonly completed: number
  readonly certified: number
}

const COUNTS = sql`
  count(*) as applied,
  count(training_started_at) as enrolled,
  count(*) filter (where is_completed) as completed,
  count(*) filter (where ended_stage = 'certified') as certified`

/** Returns how far the runs have come. */
export async function funnelOf({ db }: Store, filter: OverviewFilter): Promise<Funnel> {
  const { rows } = await sql<Funnel>`select ${COUNTS} from (${runs(filter)}) as runs`.execute(db)
  return rows[0] ?? { applied: 0, enrolled: 0, completed: 0, certified: 0 }
}

/** The runs that began in a month. */
export interface Cohort extends Funnel {
  /** `YYYY-MM`, in the time zone of the filter. */
  readonly month: string
}

/** Returns the latest 24 cohorts, oldest first. */
export async function cohortsOf({ db }: Store, filter: OverviewFilter): Promise<Cohort[]> {
  const { rows } = await sql<Cohort>`
    select * from (
      select to_char(started_at at time zone ${filter.timeZone}, 'YYYY-MM') as month, ${COUNTS}
      from (${runs(filter)}) as runs group by month order by month desc limit 24
    ) as latest order by month`.execute(db)
  return rows
}

export interface TimeToCertificate {
  readonly count: number
  /** Days from the start of the training; null: nobody is certified. */
  readonly p50: number | null
  readonly p90: number | null
  /** Of runs by whole weeks, only those that occur. */
  readonly weeks: readonly { readonly week: number; readonly count: number }[]
}

export async function timeToCertificateOf({ db }: Store, filter: OverviewFilter): Promise<TimeToCertificate> {
  const certified = sql`
    select extract(epoch from ended_at - training_started_at) / 86400 as days
    from (${runs(filter)}) as runs
    where ended_stage = 'certified' and training_started_at is not null`
  const { rows } = await sql<Omit<TimeToCertificate, 'weeks'>>`
    select count(*) as count, percentile_cont(0.5) within group (order by days) as p50,
      percentile_cont(0.9) within group (order by days) as p90
    from (${certified}) as certified`.execute(db)
  const weeks = await sql<{ week: number; count: number }>`
    select floor(days / 7)::integer as week, count(*) as count
    from (${certified}) as certified group by week order by week`.execute(db)
  return { ...(rows[0] ?? { count: 0, p50: null, p90: null }), weeks: weeks.rows }
}

export interface AtRisk {
  readonly programId: number
  readonly studentId: number
  readonly stage: string
  readonly since: Date
  readonly waitingSince: Date | null
}

/** Returns open applications that do not go on by themselves, those of the longest stand first. */
export async function atRiskOf({ db }: Store, filter: OverviewFilter, limit: number): Promise<AtRisk[]> {
  const { rows } = await sql<AtRisk>`
    select status.program_id as "programId", status.student_id as "studentId", status.stage,
      status.stage_since as since, status.waiting_since as "waitingSince"
    from application_status as status
    join (${runs(filter)}) as runs using (program_id, student_id, run)
    where not status.closed and (status.stage in ('stalled', 'overdue', 'problem')
      or status.waiting_since < now() - interval '7 days')
    order by status.stage_since, status.program_id, status.student_id
    limit ${limit}`.execute(db)
  return rows
}

export interface Workload {
  readonly agentId: number | null
  readonly name: string | null
  /** Open applications of the agent's students. */
  readonly open: number
  readonly tasks: number
  readonly oldestTask: Date | null
}

/** Returns what agents have to do, most tasks first. */
export async function workloadOf({ db }: Store, filter: OverviewFilter): Promise<Workload[]> {
  const { rows } = await sql<Workload>`
    select person.agent_id as "agentId", agent.name, count(*) as open, count(status.task) as tasks,
      min(status.waiting_since) as "oldestTask"
    from application_status as status
    join (${runs(filter)}) as runs using (program_id, student_id, run)
    left join person on person.student_id = status.student_id
    left join agent on agent.agent_id = person.agent_id
    where not status.closed
    group by person.agent_id, agent.name
    order by tasks desc, open desc, person.agent_id`.execute(db)
  return rows
}

export interface TaskDeadline {
  readonly programId: number
  readonly studentId: number
  readonly kind: string
  readonly deadline: Date
}

/** Returns the open tasks whose deadline comes next. */
export async function deadlinesOf(
  { db }: Store,
  filter: OverviewFilter,
  limit: number,
): Promise<TaskDeadline[]> {
  const { rows } = await sql<TaskDeadline>`
    select status.program_id as "programId", status.student_id as "studentId", status.task_kind as kind,
      (status.task ->> 'deadline')::timestamptz as deadline
    from application_status as status
    join (${runs(filter)}) as runs using (program_id, student_id, run)
    where status.task ? 'deadline'
    order by deadline, status.program_id, status.student_id
    limit ${limit}`.execute(db)
  return rows
}

export interface TrainingDeadline {
  readonly programId: number
  readonly studentId: number
  readonly stage: string
  /** Average of its courses, percent; null: no course has been read. */
  readonly overall: number | null
  readonly deadline: Date
}

/** Returns the trainings whose deadline comes before an instant, next first. */
export async function trainingsDueOf(
  { db }: Store,
  filter: OverviewFilter,
  before: Date,
  limit: number,
): Promise<TrainingDeadline[]> {
  const { rows } = await sql<TrainingDeadline>`
    select status.program_id as "programId", status.student_id as "studentId", status.stage,
      status.deadline_at as deadline, (
        select avg(overall) from progress_number as number
        where number.program_id = status.program_id and number.student_id = status.student_id) as overall
    from application_status as status
    join (${runs(filter)}) as runs using (program_id, student_id, run)
    where status.deadline_at >= now() and status.deadline_at < ${before}
    order by deadline, status.program_id, status.student_id
    limit ${limit}`.execute(db)
  return rows
}

/** The runs of a filter. A run is completed once a certificate was requested for it. */
function runs({ programId, agentId, visibleTo, from, until }: OverviewFilter): RawBuilder<unknown> {
  const found: RawBuilder<unknown>[] = [sql`true`]
  const ofAgent = (condition: RawBuilder<unknown>) => sql`exists (
    select from person where person.student_id = application.student_id and ${condition})`
  if (programId !== undefined) found.push(sql`application.program_id = ${programId}`)
  if (agentId === null) found.push(ofAgent(sql`person.agent_id is null`))
  else if (agentId !== undefined) found.push(ofAgent(sql`person.agent_id = ${agentId}`))
  if (visibleTo !== undefined) found.push(ofAgent(sql`person.agent_id = ${visibleTo}`))
  if (from !== undefined) found.push(sql`started_at >= ${from}`)
  if (until !== undefined) found.push(sql`started_at < ${until}`)
  return sql`
    select application.program_id, application.student_id, application.run, started_at, training_started_at,
      ended_at, ended_stage,
      coalesce(ended_stage = 'certified', false) or certificate.run is not null as is_completed
    from application
    left join flow_state as certificate on certificate.program_id = application.program_id
      and certificate.student_id = application.student_id and certificate.flow = 'certificate'
      and certificate.run = application.run
    where ${sql.join(found, sql` and `)}`
}
