import { type RawBuilder, sql } from 'kysely'
import { applicationRef } from '../contracts/application.js'
import type { Transition } from '../contracts/transitions.js'
import { writeApplicationStatus } from './application-status.js'
import { updateRuns } from './application-runs.js'
import { noticeStudents } from './changed-students.js'
import { fillOutbox } from './outbox.js'
import type { Store } from './store.js'

/** Channel with the `applicationRef` of each application that has a new step. */
const CHANNEL = 'transition'

/**
 * Appends steps to the log, updates the state of their flows and the register of applications, and
 * puts what follows from the steps into the outbox, all or nothing. A step that is already in the
 * log changes nothing, and the order in which steps arrive does not matter: the step with the
 * greatest (run, version, run_epoch, seq) is the state of a flow.
 *
 * A worker records steps before the server has accepted the workflow task that made them. If the
 * server rejects that task, or the worker was killed before it completed the task, the task runs
 * again and may take another branch. So for one number the later record wins. Steps of an earlier
 * attempt beyond the last number of a later attempt never happened: they are deleted from the log.
 */
export async function recordTransitions(store: Store, transitions: readonly Transition[]): Promise<void> {
  if (transitions.length === 0) return
  const rows = JSON.stringify(transitions.map(stepOf).sort(byKey))
  const recorded = sql`jsonb_populate_recordset(null::transition, ${rows}::jsonb)`
  const applications = [...new Set(transitions.map(({ application }) => applicationRef(application)))].sort()
  await store.db.transaction().execute(async (db) => {
    await sql`
      select pg_advisory_xact_lock(hashtextextended(${`${CHANNEL}/`}::text || ref, 0))
      from unnest(${applications}::text[]) as ref`.execute(db)
    await sql`
      insert into transition
      select distinct on (workflow_id, run_epoch, seq) * from ${recorded} order by workflow_id, run_epoch, seq, at desc
      on conflict (workflow_id, run_epoch, seq) do update set
        stage = excluded.stage, message = excluded.message, task = excluded.task, closed = excluded.closed,
        facts = excluded.facts, at = excluded.at, sentences = excluded.sentences
      where excluded.at > transition.at`.execute(db)
    await sql`
      delete from transition
      using (select workflow_id, run_epoch, max(seq) as seq, max(at) as at from ${recorded} group by workflow_id, run_epoch) as last
      where transition.workflow_id = last.workflow_id and transition.run_epoch = last.run_epoch
        and transition.seq > last.seq and transition.at < last.at`.execute(db)
    await fold(sql`
      transition where (program_id, student_id, flow) in (select program_id, student_id, flow from ${recorded})`).execute(
      db,
    )
    await writeApplicationStatus(db, recorded)
    await updateRuns(db, recorded)
    await fillOutbox(db, transitions, recorded)
    await noticeStudents(db, startingTraining(transitions), 'sweep')
    await sql`select pg_notify(${CHANNEL}, ref) from unnest(${applications}::text[]) as ref`.execute(db)
  })
}

/**
 * Rebuilds `flow_state` and `application_status` from the whole log. Steps recorded in the meantime
 * wait and then follow.
 */
export async function rebuildReadModel(store: Store): Promise<void> {
  await store.db.transaction().execute(async (db) => {
    await sql`truncate flow_state, application_status`.execute(db)
    await fold(sql`transition`).execute(db)
    await writeApplicationStatus(db, sql`flow_state`)
  })
}

/**
 * The only way from steps to states. Rows are locked in key order, so that two folds cannot
 * deadlock.
 */
const fold = (steps: RawBuilder<unknown>) => sql`
  insert into flow_state (
    program_id, student_id, flow, workflow_id, run, version, run_epoch, seq, stage, message, task, closed,
    facts, at, sentences
  )
  select distinct on (program_id, student_id, flow)
    program_id, student_id, flow, workflow_id, run, version, run_epoch, seq, stage, message, task, closed,
    facts, at, sentences
  from ${steps}
  order by program_id, student_id, flow, run desc, version desc, run_epoch desc, seq desc
  on conflict (program_id, student_id, flow) do update set
    workflow_id = excluded.workflow_id, run = excluded.run, version = excluded.version, run_epoch = excluded.run_epoch, seq = excluded.seq,
    stage = excluded.stage, message = excluded.message, task = excluded.task, closed = excluded.closed,
    facts = excluded.facts, at = excluded.at, sentences = excluded.sentences`

/**
 * The students whose training begins with these steps. The sync reads each of them once: progress
 * made before the training existed counts, too.
 */
const startingTraining = (transitions: readonly Transition[]) => [
  ...new Set(
    transitions
      .filter(({ flow, seq }) => flow === 'progress' && seq === 1)
      .map(({ application }) => application.studentId),
  ),
]

/** Returns the row of a step. Its keys are the table's columns. */
const stepOf = ({
  workflowId,
  runEpoch,
  seq,
  application,
  flow,
  stage,
  message,
  at,
  task,
  closed,
  facts,
  sentences,
}: Transition) => ({
  seq,
  flow,
  stage,
  message,
  at,
  task,
  closed,
  facts,
  sentences,
  workflow_id: workflowId,
  run_epoch: runEpoch,
  program_id: application.programId,
  student_id: application.studentId,
  run: application.run,
  version: versionOf(workflowId),
})

/** `certificate/7/4711/v2` → 2; workflows without a version have the first. */
const versionOf = (workflowId: string) => Number(/\/v(\d+)$/.exec(workflowId)?.[1] ?? 1)

const byKey = (a: ReturnType<typeof stepOf>, b: ReturnType<typeof stepOf>) =>
  a.workflow_id.localeCompare(b.workflow_id) || a.run_epoch - b.run_epoch || a.seq - b.seq
