import { mayAccess } from '../../orm/access.js'
import { type Environment, modelOf, sudo } from '../../orm/environment.js'
import { accessError } from '../../orm/exceptions.js'
import { follow } from '../mail/models.js'
import { create, unlink, writeMany } from '../../orm/records.js'

/**
 * Odoo's `_action_add_members`: adds contacts to courses, or invites them. Courses that the caller
 * may not change are skipped silently, or rejected with an AccessError. Returns the memberships
 * that are new, were restored, or went from invited to joined.
 */
export async function addMembers(
  env: Environment,
  courses: readonly number[],
  partners: readonly number[],
  { status = 'joined', refuses = false }: { status?: 'joined' | 'invited'; refuses?: boolean } = {},
): Promise<number[]> {
  const allowed = await allowedCourses(env, courses)
  if (refuses && allowed.length < courses.length)
    throw accessError('You are not allowed to add members to this course.')
  if (allowed.length === 0 || partners.length === 0) return []
  const existing = await env.sql<ExistingMember>(
    'SELECT id, channel_id, partner_id, active, member_status FROM slide_channel_partner WHERE channel_id = ANY($1) AND partner_id = ANY($2)',
    [allowed, partners],
  )
  const returning = existing.filter(({ active }) => !active).map(({ id }) => id)
  await writeMany(
    sudo(env),
    MEMBERSHIP,
    returning.map((id) => ({ id, values: { active: true, member_status: status } })),
  )
  if (status === 'joined') await recomputeMemberships(env, returning)
  const invited = existing
    .filter(({ active, member_status }) => status === 'joined' && active && member_status === 'invited')
    .map(({ id }) => id)
  const known = new Set(existing.map(({ channel_id, partner_id }) => `${channel_id}/${partner_id}`))
  const added = allowed
    .flatMap((channel) =>
      partners.map((partner) => ({ channel_id: channel, partner_id: partner, member_status: status })),
    )
    .filter(({ channel_id, partner_id }) => !known.has(`${channel_id}/${partner_id}`))
  const created = await create(sudo(env), MEMBERSHIP, added)
  await writeMany(
    sudo(env),
    MEMBERSHIP,
    invited.map((id) => ({ id, values: { member_status: 'joined' } })),
  )
  await recomputeMemberships(env, invited)
  const changed = [...returning, ...invited, ...created]
  if (status === 'joined') await followCourses(env, changed)
  return changed
}

/** Members become followers of the course. */
async function followCourses(env: Environment, memberships: readonly number[]): Promise<void> {
  const rows = await env.sql<{ channel_id: number; partners: number[] }>(
    `SELECT channel_id, array_agg(partner_id ORDER BY id) AS partners FROM slide_channel_partner
     WHERE id = ANY($1) GROUP BY channel_id`,
    [memberships],
  )
  for (const { channel_id, partners } of rows) await follow(env, 'slide.channel', channel_id, partners)
}

const MEMBERSHIP = 'slide.channel.partner'

interface ExistingMember {
  readonly id: number
  readonly channel_id: number
  readonly partner_id: number
  readonly active: boolean
  readonly member_status: string
}

/** Courses that are open to everybody. With write access also those on invitation. */
async function allowedCourses(env: Environment, courses: readonly number[]): Promise<number[]> {
  const rows = await env.sql<{ id: number; enroll: string }>(
    'SELECT id, enroll FROM slide_channel WHERE id = ANY($1)',
    [courses],
  )
  const invites = mayAccess(env, modelOf(env, 'slide.channel'), 'write')
  return rows
    .filter(({ enroll }) => enroll === 'public' || (enroll === 'invite' && invites))
    .map(({ id }) => id)
}

/**
 * Recomputes the memberships of these learners after progress on contents, unless completed or only
 * invited.
 */
export async function recomputeCompletion(env: Environment, progress: readonly number[]): Promise<void> {
  if (progress.length === 0) return
  const rows = await env.sql<{ id: number }>(
    `SELECT m.id FROM slide_channel_partner m
     WHERE m.active AND m.member_status NOT IN ('completed', 'invited')
       AND m.channel_id IN (SELECT channel_id FROM slide_slide_partner WHERE id = ANY($1))
       AND m.partner_id IN (SELECT partner_id FROM slide_slide_partner WHERE id = ANY($1))
     ORDER BY m.id`,
    [progress],
  )
  await recomputeMemberships(
    env,
    rows.map(({ id }) => id),
  )
  await certifyMembers(env, progress)
}

/** Recomputes every membership of these courses after published contents changed. */
export async function recomputeCourses(env: Environment, courses: readonly number[]): Promise<void> {
  if (courses.length === 0) return
  const rows = await env.sql<{ id: number }>(
    'SELECT id FROM slide_channel_partner WHERE active AND channel_id = ANY($1) ORDER BY id',
    [[...new Set(courses)]],
  )
  await recomputeMemberships(
    env,
    rows.map(({ id }) => id),
  )
}

interface CompletionFigures {
  readonly id: number
  readonly completion: number
  readonly done: number
  readonly total: number
  readonly course_active: boolean
}

/**
 * Odoo's `_recompute_completion`: count, percentage and status. A completed membership stays
 * completed. Odoo writes every row that it examines, so `write_date` changes even if the values do
 * not.
 */
async function recomputeMemberships(env: Environment, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  const rows = await env.sql<CompletionFigures>(
    `SELECT m.id, coalesce(m.completion, 0) AS completion, coalesce(c.total_slides, 0) AS total, c.active AS course_active,
       (SELECT count(*)::int FROM slide_slide_partner p JOIN slide_slide s ON s.id = p.slide_id
        WHERE p.partner_id = m.partner_id AND p.channel_id = m.channel_id AND p.completed AND s.is_published AND s.active) AS done
     FROM slide_channel_partner m JOIN slide_channel c ON c.id = m.channel_id
     WHERE m.id = ANY($1) AND m.member_status NOT IN ('completed', 'invited') ORDER BY m.id`,
    [ids],
  )
  await writeCompletion(env, rows)
  const finished = rows.filter(
    ({ completion, done, total, course_active }) =>
      course_active && completion !== 100 && total > 0 && done >= total,
  )
  for (const { id } of finished) await queueCompletionEmail(env, id)
}

/** Odoo writes the three values one by one. Only rules that watch each write can see that. */
async function writeCompletion(env: Environment, rows: readonly CompletionFigures[]): Promise<void> {
  const changes = rows.map((row) => ({ id: row.id, values: completionValues(row) }))
  if (modelOf(env, MEMBERSHIP).automations.length === 0) return writeMany(sudo(env), MEMBERSHIP, changes)
  for (const { id, values } of changes)
    for (const [name, value] of Object.entries(values))
      await writeMany(sudo(env), MEMBERSHIP, [{ id, values: { [name]: value } }])
}

function completionValues({ done, total, course_active }: CompletionFigures) {
  const completion = roundHalfEven((100 * done) / (total || 1))
  const status = completion === 100 ? 'completed' : completion === 0 ? 'joined' : 'ongoing'
  return { completed_slides_count: done, completion, ...(course_active ? { member_status: status } : {}) }
}

/** Python's `round`. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value)
  if (value - floor !== 0.5) return Math.round(value)
  return floor % 2 === 0 ? floor : floor + 1
}

/** Queues Odoo's own email about a completed course. */
async function queueCompletionEmail(env: Environment, membership: number): Promise<void> {
  const [row] = await env.sql<{ partner_id: number; name: string }>(
    'SELECT m.partner_id, c.name FROM slide_channel_partner m JOIN slide_channel c ON c.id = m.channel_id WHERE m.id = $1',
    [membership],
  )
  if (!row) return
  await create(sudo(env), 'mail.mail', [
    {
      subject: `Congratulations! You completed ${row.name}`,
      model: MEMBERSHIP,
      res_id: membership,
      auto_delete: true,
      recipient_ids: [[6, 0, [row.partner_id]]],
    },
  ])
}

/** From 18 on, a passed certification marks the membership as certified. */
async function certifyMembers(env: Environment, progress: readonly number[]): Promise<void> {
  if (env.version < 18) return
  const rows = await env.sql<{ id: number }>(
    `SELECT m.id FROM slide_channel_partner m JOIN slide_slide_partner p ON p.channel_id = m.channel_id AND p.partner_id = m.partner_id
     WHERE p.id = ANY($1) AND p.survey_scoring_success AND m.active AND NOT coalesce(m.survey_certification_success, false)`,
    [progress],
  )
  await writeMany(
    sudo(env),
    MEMBERSHIP,
    rows.map(({ id }) => ({ id, values: { survey_certification_success: true } })),
  )
}

/** Before memberships are deleted, deletes the learner's progress on the course's contents. */
export async function removeProgress(env: Environment, memberships: readonly number[]): Promise<void> {
  const rows = await env.sql<{ id: number }>(
    `SELECT p.id FROM slide_slide_partner p JOIN slide_slide s ON s.id = p.slide_id
     JOIN slide_channel_partner m ON m.channel_id = s.channel_id AND m.partner_id = p.partner_id WHERE m.id = ANY($1)`,
    [memberships],
  )
  await unlink(
    sudo(env),
    'slide.slide.partner',
    rows.map(({ id }) => id),
  )
}
