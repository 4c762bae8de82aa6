import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { ApplicationRun } from '../contracts/application.js'
import type { MailRequest } from '../contracts/mail.js'
import type { Channel, StatusRequest } from '../contracts/outbox.js'
import type { Transition } from '../contracts/transitions.js'
import type { Database } from './database.js'
import type { Store } from './store.js'

/** What waits to be delivered, by channel. */
interface Requests {
  readonly emails: MailRequest
  readonly statuses: StatusRequest
}

/** An entry for which this process has the right to one attempt. */
export interface OutboxEntry<C extends Channel> {
  readonly id: number
  readonly request: Requests[C]
  /** The workflow whose step it follows from. */
  readonly workflowId: string
  /** Of the step. Changes when a newer step replaces the request. */
  readonly stepAt: Date
  /** This one included. */
  readonly attempts: number
  readonly createdAt: Date
}

/**
 * Puts what follows from recorded steps into the outbox. Recorded again, a step adds nothing. An
 * attempt of a workflow task that never counted leaves steps that never happened: what follows from
 * them is taken back, unless it is delivered already. `recorded` has the columns of `transition`.
 */
export async function fillOutbox(
  db: Transaction<Database>,
  transitions: readonly Transition[],
  recorded: RawBuilder<unknown>,
): Promise<void> {
  await sql`
    delete from outbox using (
      select workflow_id, run_epoch, max(seq) as seq, max(at) as at from ${recorded} group by workflow_id, run_epoch
    ) as last
    where outbox.workflow_id = last.workflow_id and outbox.run_epoch = last.run_epoch and (
      (outbox.seq > last.seq and outbox.step_at < last.at)
      or exists (
        select from ${recorded} as again
        where again.workflow_id = outbox.workflow_id and again.run_epoch = outbox.run_epoch
          and again.seq = outbox.seq and again.at > outbox.step_at))`.execute(db)
  const entries = transitions.flatMap(entriesOf)
  if (entries.length === 0) return
  await sql`
    insert into outbox (channel, program_id, student_id, run, key, request, workflow_id, run_epoch, seq, step_at)
    select distinct on (channel, program_id, student_id, run, key)
      channel, program_id, student_id, run, key, request, workflow_id, run_epoch, seq, step_at
    from jsonb_populate_recordset(null::outbox, ${JSON.stringify(entries)}::jsonb)
    order by channel, program_id, student_id, run, key, step_at desc
    on conflict (channel, program_id, student_id, run, key) do update set
      request = excluded.request, workflow_id = excluded.workflow_id, run_epoch = excluded.run_epoch,
      seq = excluded.seq, step_at = excluded.step_at, due_at = now(), attempts = 0
    where excluded.step_at > outbox.step_at`.execute(db)
}

function entriesOf({ workflowId, runEpoch, seq, at, effects }: Transition) {
  const step = { workflow_id: workflowId, run_epoch: runEpoch, seq, step_at: at }
  const entry = (channel: Channel, key: string, request: ApplicationRun) => ({
    ...step,
    channel,
    key,
    request,
    program_id: request.programId,
    student_id: request.studentId,
    run: request.run,
  })
  const { emails = [], statuses } = effects ?? {}
  return [
    ...emails.map((email) => entry('emails', keyOf(email), email)),
    ...(statuses === undefined ? [] : [entry('statuses', '', statuses)]),
  ]
}

/**
 * Puts emails into the outbox that follow from no step of a student's workflow. Repeated while they
 * wait, it adds nothing; what was sent is in the ledger and is not sent again.
 */
export async function putEmails(
  { db }: Pick<Store, 'db'>,
  workflowId: string,
  requests: readonly MailRequest[],
): Promise<void> {
  const entries = requests.map((request) => ({
    channel: 'emails',
    program_id: request.programId,
    student_id: request.studentId,
    run: request.run,
    key: keyOf(request),
    request,
  }))
  await sql`
    insert into outbox (channel, program_id, student_id, run, key, request, workflow_id, run_epoch, seq, step_at)
    select channel, program_id, student_id, run, key, request, ${workflowId}, 0, 0, now()
    from jsonb_populate_recordset(null::outbox, ${JSON.stringify(entries)}::jsonb)
    on conflict (channel, program_id, student_id, run, key) do nothing`.execute(db)
}

const keyOf = ({ kind, version }: MailRequest) => `${kind}.${version}`

/**
 * Removes what was meant for students who have withdrawn since: an email to somebody who has left
 * helps nobody.
 */
export async function dropWithdrawn(store: Store, channel: Channel): Promise<void> {
  await sql`
    delete from outbox using application
    where outbox.channel = ${channel} and application.ended_stage = 'withdrawn'
      and application.program_id = outbox.program_id and application.student_id = outbox.student_id
      and application.run = outbox.run`.execute(store.db)
}

/**
 * Claims the entry that has been due longest; undefined: none is due. Others leave it alone for so
 * many seconds; then the process of this attempt counts as dead.
 */
export const claimDue = <C extends Channel>(store: Store, channel: C, leaseSeconds: number) =>
  claim<C>(
    store,
    sql`
      select id from outbox where channel = ${channel} and due_at <= now()
      order by due_at, id limit 1 for update skip locked`,
    leaseSeconds,
  )

/** Claims the statuses of one run, due or not. */
export const claimStatusesOf = (
  store: Store,
  { programId, studentId, run }: ApplicationRun,
  leaseSeconds: number,
) =>
  claim<'statuses'>(
    store,
    sql`
      select id from outbox where channel = 'statuses'
        and program_id = ${programId} and student_id = ${studentId} and run = ${run}
      for update`,
    leaseSeconds,
  )

async function claim<C extends Channel>(
  store: Store,
  chosen: RawBuilder<unknown>,
  leaseSeconds: number,
): Promise<OutboxEntry<C> | undefined> {
  const { rows } = await sql<OutboxEntry<C>>`
    update outbox set due_at = now() + make_interval(secs => ${leaseSeconds}), attempts = attempts + 1
    where id in (${chosen})
    returning id, request, workflow_id as "workflowId", step_at as "stepAt", attempts, created_at as "createdAt"
  `.execute(store.db)
  return rows[0]
}

type Claimed = Pick<OutboxEntry<Channel>, 'id' | 'stepAt'>

/** Delivered or given up. A request that a newer step has replaced meanwhile stays. */
export async function removeEntry(store: Store, { id, stepAt }: Claimed): Promise<void> {
  await store.db.deleteFrom('outbox').where('id', '=', id).where('step_at', '=', stepAt).execute()
}

/** To be tried again, after so many milliseconds. */
export async function postponeEntry(store: Store, { id, stepAt }: Claimed, delayMs: number): Promise<void> {
  await store.db
    .updateTable('outbox')
    .set({ due_at: sql<Date>`now() + make_interval(secs => ${delayMs / 1000})` })
    .where('id', '=', id)
    .where('step_at', '=', stepAt)
    .execute()
}

export interface Waiting {
  readonly count: number
  /** Milliseconds until the first of them is due, 0 or more; null: none waits. */
  readonly nextInMs: number | null
}

/** What is in the outbox, also while an attempt is being made. */
export async function waitingIn(store: Store, channel: Channel): Promise<Waiting> {
  const { rows } = await sql<Waiting>`
    select count(*) as count,
      case when count(*) > 0 then greatest(0, ceil(extract(epoch from min(due_at) - now()) * 1000)) end as "nextInMs"
    from outbox where channel = ${channel}`.execute(store.db)
  return rows[0] ?? { count: 0, nextInMs: null }
}
