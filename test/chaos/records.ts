import type { ParsedMail } from 'mailparser'
import pg from 'pg'
import type { TestMailServer } from '../support/smtp.js'
import { applicants } from './environment.js'
import type { AcceptedMail, Observation } from './checker.js'

export type Sql = <R extends pg.QueryResultRow>(query: string) => Promise<R[]>

/**
 * Returns a function that queries with a new connection each time: the database may be killed in
 * between.
 */
export const sqlOn =
  (databaseUrl: string): Sql =>
  async <R extends pg.QueryResultRow>(query: string) => {
    const client = new pg.Client({ connectionString: databaseUrl })
    client.on('error', () => undefined)
    await client.connect()
    try {
      return (await client.query<R>(query)).rows
    } finally {
      await client.end()
    }
  }

/** Reads Odoo's rows from its own tables, so that the faults of its API do not matter. */
export async function odooRecords(
  sql: Sql,
  lastOldContact: number,
): Promise<Omit<Observation, 'accepted' | 'ledger'>> {
  const [program] = await sql<{ id: number }>('select id from odoo.gr_training_program')
  const students = await sql<Omit<Observation['students'][number], 'outcome'>>(
    `select id, email, x_partner_id as partner, state, integration_status as "integrationStatus"
     from odoo.gr_student order by id`,
  )
  const people = applicants(students.length)
  return {
    program: program?.id ?? 0,
    students: students.map((student, place) => ({
      ...student,
      outcome: people[place]?.outcome ?? 'certified',
    })),
    courses: await sql(
      'select id as "courseIntegration", elearning_course_id as channel from odoo.gr_course_integration',
    ),
    newContacts: await sql(
      `select id, coalesce(email, '') as email from odoo.res_partner where id > ${String(lastOldContact)}`,
    ),
    // Odoo makes whoever creates a course its member.
    memberships: await sql(
      `select channel_id as channel, partner_id as partner from odoo.slide_channel_partner
       where partner_id not in (select partner_id from odoo.res_users)`,
    ),
    trackers: await sql(
      'select student_id as student, course_integration_id as "courseIntegration", status from odoo.gr_progress_tracker',
    ),
    certificates: await sql(
      'select student_id as student, training_program_id as program, name as number, state from odoo.gr_certificate',
    ),
  }
}

export async function lastContact(sql: Sql): Promise<number> {
  const [row] = await sql<{ last: number }>('select max(id) as last from odoo.res_partner')
  return row?.last ?? 0
}

/**
 * Returns the mail server's own log. `X-Entity-Ref-ID` is `<kind>.<program>.<student>.<version>`.
 */
export function acceptedMails({ received }: Pick<TestMailServer, 'received'>): AcceptedMail[] {
  return received.map(({ envelope, parsed }) => {
    const [kind = '', , student = ''] = entityOf(parsed).split('.')
    return {
      messageId: parsed.messageId ?? '',
      kind,
      student: Number(student),
      to: envelope.to,
      pdfs: parsed.attachments.filter(({ contentType }) => contentType === 'application/pdf').length,
    }
  })
}

const entityOf = ({ headers }: ParsedMail): string => {
  const entity = headers.get('x-entity-ref-id')
  return typeof entity === 'string' ? entity : ''
}

/** Reads the state of each mail from the ledger. */
export const mailLedger = (sql: Sql): Promise<{ messageId: string; state: string }[]> =>
  sql('select message_id as "messageId", state from email')
