import type { Sql } from '../records.js'

/** A tracker as it is, and as Odoo's own rows ask for. */
export interface CheckedTracker {
  readonly student: number
  readonly isRight: boolean
}

/**
 * Computes every tracker again from Odoo's tables, in SQL: nothing of the product takes part. The
 * courses ask for lessons only, so the overall progress is that of the lessons.
 */
export const checkTrackers = (odoo: Sql): Promise<CheckedTracker[]> =>
  odoo(`
    select t.student_id as student,
      coalesce(t.elearning_progress, 0) = expected.percent
      and coalesce(t.x_overall_progress, 0) = expected.percent
      and coalesce(t.custom_sessions_completed, 0) = expected.sessions
      and coalesce(t.homework_submissions, 0) = expected.homework as "isRight"
    from odoo.gr_progress_tracker t
    join odoo.slide_channel_partner m on m.id = t.elearning_enrollment_id
    cross join lateral (
      select
        (select round(100.0 * count(*) filter (where p.completed) / count(distinct s.id), 2)
         from odoo.slide_slide s
         left join odoo.slide_slide_partner p on p.slide_id = s.id and p.partner_id = m.partner_id
         where s.channel_id = m.channel_id and s.is_published and not coalesce(s.is_category, false)
        ) as percent,
        (select count(*) from odoo.gr_course_session
         where student_id = t.student_id and state = 'completed') as sessions,
        (select count(*) from odoo.gr_homework_attempt
         where student_id = t.student_id and state = 'graded') as homework
    ) expected`)
