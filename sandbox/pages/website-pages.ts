import { html } from '../../src/html.js'
import { IS_LESSON } from '../learners/lessons.js'
import type { Environment } from '../odoo/orm/environment.js'
import { userError } from '../odoo/orm/exceptions.js'
import type { HttpResponse } from '../odoo/protocol/http-response.js'
import { actionAddress, COURSES, recordAddress } from './addresses.js'
import { button, pageResponse } from './layout.js'
import type { MenuEntry } from './menu.js'

/** The website’s list of courses, where the emails to learners lead. */
export async function coursesPage(env: Environment, menu: readonly MenuEntry[]): Promise<HttpResponse> {
  const courses = await env.sql<{ id: number; name: string; lessons: number; learners: number }>(
    `SELECT c.id, c.name AS name,
       (SELECT count(*)::int FROM slide_slide s
        WHERE s.channel_id = c.id AND ${IS_LESSON}) AS lessons,
       (SELECT count(*)::int FROM slide_channel_partner m WHERE m.channel_id = c.id AND m.active) AS learners
     FROM slide_channel c WHERE c.active AND c.is_published ORDER BY c.id`,
  )
  return pageResponse(
    'Courses',
    menu,
    html`<table>
      <tr>
        <th>Course</th>
        <th>Lessons</th>
        <th>Learners</th>
      </tr>
      ${courses.map(
        ({ id, name, lessons, learners }) =>
          html`<tr>
            <td><a href="${COURSES}/${id}">${name}</a></td>
            <td>${lessons}</td>
            <td>${learners}</td>
          </tr>`,
      )}
    </table>`,
  )
}

interface Learner {
  readonly membership: number
  readonly partner: number
  readonly name: string
  readonly completion: number
  readonly next: string | null
}

/** A course with its lessons and learners. Each learner can be made to complete the next lesson. */
export async function coursePage(
  env: Environment,
  menu: readonly MenuEntry[],
  course: number,
): Promise<HttpResponse> {
  const [found] = await env.sql<{ name: string }>(`SELECT name AS name FROM slide_channel WHERE id = $1`, [
    course,
  ])
  if (!found) throw userError(`There is no course ${course}.`)
  const lessons = await env.sql<{ id: number; name: string }>(
    `SELECT s.id, s.name FROM slide_slide s WHERE s.channel_id = $1 AND ${IS_LESSON} ORDER BY s.sequence, s.id`,
    [course],
  )
  const learners = await env.sql<Learner>(
    `SELECT m.id AS membership, p.id AS partner, p.name, m.completion,
       (SELECT s.name FROM slide_slide s
        WHERE s.channel_id = m.channel_id AND ${IS_LESSON}
          AND NOT EXISTS (SELECT 1 FROM slide_slide_partner d
            WHERE d.slide_id = s.id AND d.partner_id = m.partner_id AND d.completed)
        ORDER BY s.sequence, s.id LIMIT 1) AS next
     FROM slide_channel_partner m JOIN res_partner p ON p.id = m.partner_id
     WHERE m.channel_id = $1 AND m.active AND m.member_status <> 'invited' ORDER BY p.name, m.id`,
    [course],
  )
  const here = `${COURSES}/${course}`
  return pageResponse(
    found.name,
    menu,
    html`<h2>Lessons</h2>
      <ol>
        ${lessons.map(({ id, name }) => html`<li><a href="${recordAddress('slide.slide', id)}">${name}</a></li>`)}
      </ol>
      <h2>Learners</h2>
      <table>
        <tr>
          <th>Learner</th>
          <th>Completed</th>
          <th>Next lesson</th>
          <td></td>
        </tr>
        ${learners.map(
          ({ membership, partner, name, completion, next }) =>
            html`<tr>
              <td><a href="${recordAddress('res.partner', partner)}">${name}</a></td>
              <td><a href="${recordAddress('slide.channel.partner', membership)}">${completion} %</a></td>
              <td>${next ?? 'none'}</td>
              <td>
                ${
                  next !== null &&
                  button(
                    actionAddress('slide.channel.partner', membership, 'complete-lesson'),
                    'Complete as the learner',
                    { back: here },
                  )
                }
              </td>
            </tr>`,
        )}
      </table>`,
  )
}
