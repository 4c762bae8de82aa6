import { createHmac } from 'node:crypto'
import { html, type Html } from '../../src/html.js'
import { matches } from '../odoo/apps/base/passwords.js'
import { createUser } from '../odoo/apps/base/user-accounts.js'
import { invitationHash } from '../odoo/apps/website-slides/memberships.js'
import { IS_LESSON } from '../learners/lessons.js'
import { rateCourse } from '../learners/ratings.js'
import type { Environment } from '../odoo/orm/environment.js'
import { userError } from '../odoo/orm/exceptions.js'
import { HTML_TYPE, httpResponse, type HttpResponse } from '../odoo/protocol/http-response.js'
import { actionAddress, COURSES } from './addresses.js'
import { button, pageResponse } from './layout.js'

/** What a learner sees who follows the link in an email: sign-up or login, then the course. */

/**
 * Leads to sign-up where the contact of a personal link has no user yet, else to the login. Throws
 * UserError for a link that is not valid (any more).
 */
export async function followInvitation(
  env: Environment,
  course: number,
  query: URLSearchParams,
): Promise<HttpResponse> {
  const partner = Number(query.get('invite_partner_id'))
  const hash = query.get('invite_hash') ?? ''
  const [membership] = await env.sql<{ has_user: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM res_users u WHERE u.partner_id = m.partner_id) AS has_user
     FROM slide_channel_partner m WHERE m.channel_id = $1 AND m.partner_id = $2 AND m.active`,
    [course, partner],
  )
  if (!membership || hash !== invitationHash(course, partner))
    throw userError('This invitation link is not valid.')
  const address = membership.has_user ? LOGIN : SIGN_UP
  const follow = new URLSearchParams({ course: String(course), partner: String(partner), hash })
  return httpResponse(303, HTML_TYPE, '', { location: `${address}?${follow.toString()}` })
}

/** The sandbox's own address: `/web/login` is a page that the product reads. */
export const LOGIN = '/web/learner-login'
export const SIGN_UP = '/web/signup'

/** Both pages ask for a password; sign-up for a new one. */
export async function passwordPage(
  env: Environment,
  address: string,
  query: URLSearchParams,
): Promise<HttpResponse> {
  const { name, email } = await invited(env, query)
  const isNew = address === SIGN_UP
  return pageResponse(
    isNew ? 'Choose a password' : 'Log in',
    [],
    html`<p class="hint">${name}, ${email}</p>
      <form method="post" action="${address}?${query.toString()}">
        <div class="fields">
          <label
            >Password
            <input
              type="password"
              name="password"
              required
              autofocus
              autocomplete="${isNew ? 'new-password' : 'current-password'}"
          /></label>
        </div>
        <div class="bar"><button>${isNew ? 'Sign up' : 'Log in'}</button></div>
      </form>`,
  )
}

/** Creates the learner's user, or checks the password of theirs, and leads to the course. */
export async function enter(
  env: Environment,
  address: string,
  query: URLSearchParams,
  form: URLSearchParams,
): Promise<HttpResponse> {
  const { partner, course, email, password: known } = await invited(env, query)
  const password = form.get('password') ?? ''
  if (password === '') throw userError('Enter a password.')
  if (address === SIGN_UP && known === null) {
    await createUser(env, { login: email, password, partner_id: partner }, ['base.group_portal'])
  } else if (known === null || !matches(password, known)) throw userError('Wrong password.')
  await env.sql(`UPDATE res_users SET login_date = now() AT TIME ZONE 'UTC' WHERE partner_id = $1`, [partner])
  return httpResponse(303, HTML_TYPE, '', {
    location: `${COURSES}/${course}`,
    'set-cookie': `learner=${signed(partner)}; HttpOnly; SameSite=Lax; Path=/`,
  })
}

interface Invited {
  readonly partner: number
  readonly course: number
  readonly name: string
  readonly email: string
  readonly password: string | null
}

async function invited(env: Environment, query: URLSearchParams): Promise<Invited> {
  const partner = Number(query.get('partner'))
  const course = Number(query.get('course'))
  if (query.get('hash') !== invitationHash(course, partner))
    throw userError('This invitation link is not valid.')
  const [row] = await env.sql<{ name: string; email: string | null; password: string | null }>(
    `SELECT p.name, p.email, u.password_hash AS password
     FROM res_partner p LEFT JOIN res_users u ON u.partner_id = p.id WHERE p.id = $1`,
    [partner],
  )
  if (!row) throw userError('This invitation link is not valid.')
  return { ...row, email: row.email ?? '', partner, course }
}

const signed = (partner: number): string =>
  `${partner}.${createHmac('sha256', 'sandbox').update(`learner ${partner}`).digest('hex')}`

/** The contact of the learner who has logged in; null: nobody has. */
export function learnerOf(cookies: string | undefined): number | null {
  const [, value] = /(?:^|;\s*)learner=([^;]+)/.exec(cookies ?? '') ?? []
  const partner = Number(value?.split('.')[0])
  return value !== undefined && value === signed(partner) ? partner : null
}

/** A course as its learner sees it. Null: they are not a member. */
export async function learnersCoursePage(
  env: Environment,
  course: number,
  partner: number,
): Promise<HttpResponse | null> {
  const [membership] = await env.sql<{
    id: number
    title: string
    learner: string
    completion: number
    stars: number | null
  }>(
    `SELECT m.id, c.name AS title, p.name AS learner, m.completion, (
       SELECT r.rating FROM rating_rating r
       WHERE r.res_model = 'slide.channel' AND r.res_id = m.channel_id AND r.partner_id = m.partner_id LIMIT 1) AS stars
     FROM slide_channel_partner m JOIN slide_channel c ON c.id = m.channel_id JOIN res_partner p ON p.id = m.partner_id
     WHERE m.channel_id = $1 AND m.partner_id = $2 AND m.active`,
    [course, partner],
  )
  if (!membership) return null
  const lessons = await env.sql<{ name: string; done: boolean }>(
    `SELECT s.name, EXISTS (SELECT 1 FROM slide_slide_partner d
       WHERE d.slide_id = s.id AND d.partner_id = $2 AND d.completed) AS done
     FROM slide_slide s
     WHERE s.channel_id = $1 AND ${IS_LESSON}
     ORDER BY s.sequence, s.id`,
    [course, partner],
  )
  const { id, title, learner, completion, stars } = membership
  const complete = actionAddress('slide.channel.partner', id, 'complete-lesson')
  return pageResponse(
    title,
    [],
    html`<p class="hint">${learner}: ${completion} % completed</p>
      <ol>
        ${lessons.map(({ name, done }): Html => html`<li>${name} ${done && html`✓`}</li>`)}
      </ol>
      ${
        lessons.some(({ done }) => !done) &&
        button(complete, 'Complete the next lesson', { back: `${COURSES}/${course}` })
      }
      <form method="post" action="${COURSES}/${course}">
        <div class="fields">
          <label
            >What do you think of this course?
            <select name="stars" required>
              ${[5, 4, 3, 2, 1].map((one) => html`<option value="${one}">${'★'.repeat(one)}</option>`)}
            </select></label
          >
        </div>
        <div class="bar"><button>Rate</button></div>
      </form>
      ${stars !== null && html`<p class="hint">You rated it with ${'★'.repeat(stars)}.</p>`}`,
  )
}

/** Keeps the rating of the learner who has logged in, a member of the course. */
export async function rate(
  env: Environment,
  course: number,
  learner: number | null,
  form: URLSearchParams,
): Promise<HttpResponse> {
  const members = await env.sql(
    'SELECT 1 FROM slide_channel_partner WHERE channel_id = $1 AND partner_id = $2 AND active',
    [course, learner],
  )
  if (learner === null || members.length === 0) throw userError('Only members of the course can rate it.')
  const stars = Number(form.get('stars'))
  if (!(stars >= 1)) throw userError('Choose from one to five stars.')
  await rateCourse(env, course, learner, stars)
  return httpResponse(303, HTML_TYPE, '', { location: `${COURSES}/${course}` })
}
