import { sql } from 'kysely'
import type { ApplicationRun } from '../contracts/application.js'
import type { ResendableMail } from '../contracts/bulk-operation.js'
import type { MailRequest, MailState } from '../contracts/mail.js'
import type { Store } from './store.js'

/** An email of the ledger, ready to be requested again under another version. */
export interface EmailToResend {
  readonly request: MailRequest
  readonly state: MailState
}

/** Between the version of an email and the mark of its repetition. */
const AGAIN = '.again.'

interface Row {
  readonly studentId: number
  readonly run: number
  readonly version: string
  readonly state: MailState
  readonly courses: readonly number[]
  readonly certificateNumber: string | null
}

/**
 * Returns the emails of a kind that these runs were sent, each once however often it was repeated,
 * by rising id of the student. `state` is that of the latest repetition. A welcome email names the
 * courses to which the learner has access now. A certificate that is not valid is left out.
 */
export async function emailsToResend(
  { db }: Store,
  kind: ResendableMail,
  programId: number,
  runs: readonly ApplicationRun[],
  mark: string,
): Promise<EmailToResend[]> {
  const { rows } = await sql<Row>`
    select distinct on (email.student_id, original) email.student_id as "studentId", email.run, original as version,
      email.state, coalesce(courses.ids, '{}') as courses, certificate.number as "certificateNumber"
    from unnest(
      ${runs.map(({ studentId }) => studentId)}::integer[], ${runs.map(({ run }) => run)}::integer[]
    ) as present (student_id, run)
    join email on email.program_id = ${programId} and email.kind = ${kind}
      and email.student_id = present.student_id and email.run = present.run
    cross join lateral split_part(email.version, ${AGAIN}, 1) as original
    left join lateral (
      select array_agg(course_integration_id order by course_integration_id) as ids
      from progress_number numbers
      where numbers.program_id = ${programId} and numbers.student_id = email.student_id
        and numbers.membership = 'active'
    ) courses on true
    left join certificate on email.kind = 'certificate' and certificate.program_id = ${programId}
      and certificate.student_id = email.student_id and certificate.state = 'valid'
      and certificate.version::text = split_part(original, '.', 1)
    order by email.student_id, original, email.id desc`.execute(db)
  return rows.flatMap((row) => {
    const details = detailsOf(kind, row)
    const { studentId, run, state } = row
    const version = `${row.version}${AGAIN}${mark}`
    return details === null ? [] : [{ state, request: { programId, studentId, run, version, ...details } }]
  })
}

function detailsOf(kind: ResendableMail, { version, courses, certificateNumber }: Row) {
  switch (kind) {
    case 'welcome':
      return courses.length === 0 ? null : { kind, courseIntegrationIds: courses }
    case 'completion':
      return { kind, courseIntegrationId: Number(version) }
    case 'certificate':
      return certificateNumber === null
        ? null
        : { kind, certificateVersion: Number(version.split('.')[0]), certificateNumber }
  }
}
