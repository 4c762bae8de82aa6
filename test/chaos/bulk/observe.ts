import type { Sql } from '../records.js'
import type { Observation } from './checker.js'

/** Reads Odoo's own tables. Odoo makes whoever creates a course its member and follower. */
export async function observe(sql: Sql): Promise<Observation> {
  const people = 'not in (select partner_id from odoo.res_users)'
  return {
    students: await sql(
      `select id, x_partner_id as partner, state, integration_status as "integrationStatus"
       from odoo.gr_student order by id`,
    ),
    contacts: await sql(
      `select id, coalesce(email, '') as email, active from odoo.res_partner where id ${people} order by id`,
    ),
    memberships: await sql(
      `select id, partner_id as partner, channel_id as channel, active
       from odoo.slide_channel_partner where partner_id ${people} order by id`,
    ),
    trackers: await sql(
      `select id, student_id as student, course_integration_id as course, status
       from odoo.gr_progress_tracker order by id`,
    ),
    followers: await sql(
      `select res_id as channel, partner_id as partner from odoo.mail_followers
       where res_model = 'slide.channel' and partner_id ${people} order by 1, 2`,
    ),
  }
}
