import type { LightMyRequestResponse } from 'fastify'
import assert from 'node:assert/strict'
import { DEFAULT_DOCUMENT } from '../../src/domain/policy.js'
import { verifyAudit } from '../../src/store/audit.js'
import { saveComment } from '../../src/store/comments.js'
import { saveStaffUsers } from '../../src/store/staff-users.js'
import { createSession } from '../../src/store/sessions.js'
import {
  type ApiFixture,
  endWorkflows,
  newApplication,
  openApi,
  openTask,
  recorded,
  startWorkflow,
} from './api-fixture.js'

interface Change {
  id: number
  actor: { kind: string; id: string; name: string }
  action: string
  entityId: string
  outcome: string
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  commentId: number | null
  commandId: string | null
  requestId: string | null
}

describe('API: audit', () => {
  let world: ApiFixture

  before(async () => {
    world = await openApi()
  })
  after(() => world.close())

  const changes = async (query = ''): Promise<Change[]> => {
    const response = await world.call('GET', `/v1/audit?limit=200${query}`)
    assert.equal(response.statusCode, 200, response.body)
    return response.json<{ changes: Change[] }>().changes
  }
  const short = ({ action, outcome, before, after }: Change) => ({ action, outcome, before, after })

  it('has a row for every change of a register, with what was before and after, and who did it', async () => {
    const { call } = world
    const ok = (response: LightMyRequestResponse) => assert.ok(response.statusCode < 300, response.body)
    ok(await call('POST', '/v1/pauses', { system: 'mail', reason: 'A test' }))
    ok(await call('POST', '/v1/pauses', { system: 'mail', reason: 'Again' }))
    ok(
      await world.app.inject({
        method: 'DELETE',
        url: '/v1/pauses/mail',
        headers: { authorization: `Bearer ${world.key}` },
      }),
    )
    ok(await call('PUT', '/v1/programs/31/policy', DEFAULT_DOCUMENT, { 'if-match': '"0"' }))
    ok(await call('PUT', '/v1/programs/31/intake', { mode: 'off', reason: 'Not yet' }, { 'if-match': '"0"' }))
    const created = await call('POST', '/v1/api-keys', { name: 'Website', scopes: ['read_students'] })
    ok(created)
    const found = await changes()
    assert.deepEqual(
      found.map(({ action }) => action),
      ['create_api_key', 'set_intake', 'write_policy', 'resume_system', 'pause_system'],
    )
    const [key, intake, policy] = found
    assert.deepEqual([policy?.before, policy?.after], [{ version: 0 }, { version: 1 }])
    assert.equal(intake?.before?.['mode'], 'on')
    assert.equal(intake.after?.['mode'], 'off')
    assert.deepEqual(key?.actor, { kind: 'key', id: world.key.split('_')[1], name: 'test' })
    assert.ok(!JSON.stringify(found).includes(created.json<{ key: string }>().key))
    assert.ok(found.every(({ requestId }) => requestId !== null))
    assert.equal(new Set(found.map(({ requestId }) => requestId)).size, 5)
  })

  it('has two rows for a command to a workflow: the request, and its outcome with the comment', async () => {
    const application = newApplication()
    const { programId, studentId } = application
    await startWorkflow(world.temporal, 'enrollment', application)
    await recorded(world.store, 'enrollment', application, { task: openTask({ decisions: ['ask_more'] }) })
    const url = `/v1/enrollments/${programId}-${studentId}`
    await world.withWorker(async () => {
      const body = { decision: 'ask_more', comment: 'Ask Amina for the passport' }
      assert.equal((await world.call('POST', `${url}/review`, body)).statusCode, 200)
    })
    const refused = await world.call('POST', `${url}/override`, { courseIntegrationId: 3, reason: 'Seen it' })
    assert.equal(refused.statusCode, 409)
    await endWorkflows(world.temporal, application)
    const found = await changes(`&studentId=${studentId}`)
    assert.deepEqual(found.map(short).reverse(), [
      { action: 'decide', outcome: 'requested', before: null, after: { decision: 'ask_more' } },
      { action: 'decide', outcome: 'done', before: null, after: { decision: 'ask_more' } },
      { action: 'override', outcome: 'requested', before: null, after: { courseIntegrationId: 3 } },
      {
        action: 'override',
        outcome: 'refused',
        before: null,
        after: { courseIntegrationId: 3, problem: 'wrong-state' },
      },
    ])
    const [, , decided] = found
    assert.ok(decided?.commentId)
    assert.equal(new Set(found.slice(2).map(({ commandId }) => commandId)).size, 1)
    assert.ok(!JSON.stringify(found).includes('Amina'))
  })

  it('names authors of comments and steps by name, and leaves other text alone', async () => {
    const application = newApplication()
    const id = world.key.split('_')[1] ?? ''
    await recorded(world.store, 'progress', application, { message: `Paused by ${id}.`, stage: 'paused' })
    await saveComment(world.store, { application, text: `See ${id}`, author: id, commandId: id })
    const url = `/v1/enrollments/${application.programId}-${application.studentId}`
    const found = (await world.call('GET', url)).json<{
      steps: { message: string }[]
      comments: { author: string; text: string }[]
    }>()
    assert.deepEqual(
      found.steps.map(({ message }) => message),
      ['Paused by test.'],
    )
    assert.deepEqual(
      found.comments.map(({ author, text }) => [author, text]),
      [['test', `See ${id}`]],
    )
  })

  it('names staff, whose id alone is stored', async () => {
    const { store } = world
    await saveStaffUsers(store, [
      {
        userId: 71,
        login: 'm',
        name: '=Layla, “the boss”',
        language: 'en',
        roles: ['manager'],
        checkedAt: new Date(),
      },
    ])
    const cookie = `training_session=${await createSession(store, { kind: 'staff', userId: 71 }, new Date())}`
    const { csrfToken } = (await world.app.inject({ url: '/v1/me', headers: { cookie } })).json<{
      csrfToken: string
    }>()
    await world.app.inject({
      method: 'POST',
      url: '/v1/pauses',
      headers: { cookie, 'x-csrf-token': csrfToken },
      payload: { system: 'odoo', reason: 'A test' },
    })
    const [change] = await changes('&actor=user:71')
    assert.deepEqual(change?.actor, { kind: 'staff', id: 'user:71', name: '=Layla, “the boss”' })
    const stored = await store.pool.query<{ author: string }>('select author from system_pause')
    assert.ok(stored.rows.some(({ author }) => author === 'user:71'))
    const pauses = await world.call('GET', '/v1/pauses')
    assert.equal(pauses.json<{ pauses: { author: string }[] }>().pauses[0]?.author, '=Layla, “the boss”')
    const { headers, body } = await world.call('GET', '/v1/audit.csv?actor=user:71')
    assert.match(String(headers['content-type']), /text\/csv/)
    const [columns, line, ...rest] = body.split('\r\n')
    assert.match(columns ?? '', /^id,at,actor_kind,actor_id,actor_name,action/)
    // A spreadsheet must not take the name for a formula.
    assert.match(line ?? '', /,staff,user:71,"'=Layla, “the boss”",pause_system,outside_system,odoo,/)
    assert.deepEqual(rest, [''])
  })

  it('pages without gaps, filters by time, and exports everything', async () => {
    const all = await changes()
    const paged: number[] = []
    let next: string | null = ''
    while (next !== null) {
      const response = await world.call('GET', `/v1/audit?limit=2${next === '' ? '' : `&cursor=${next}`}`)
      const page = response.json<{ changes: Change[]; next: string | null }>()
      paged.push(...page.changes.map(({ id }) => id))
      next = page.next
    }
    assert.deepEqual(
      paged,
      all.map(({ id }) => id),
    )
    assert.deepEqual(await changes('&from=2099-01-01T00:00:00Z'), [])
    assert.equal((await changes('&to=2099-01-01T00:00:00Z')).length, all.length)
    const { body } = await world.call('GET', '/v1/audit.csv')
    assert.equal(body.trimEnd().split('\r\n').length, all.length + 1)
    assert.deepEqual((await verifyAudit(world.store)).faults, [])
  })

  it('knows every route that changes something', async () => {
    const { paths } = (await world.app.inject('/openapi.json')).json<{
      paths: Record<string, Record<string, { security?: object[] }>>
    }>()
    const changing = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).flatMap((method) =>
        method === 'get' || !path.startsWith('/v1/') ? [] : `${method} ${path}`,
      ),
    )
    const application = 'post /v1/enrollments/{programId}-{studentId}'
    assert.deepEqual(changing.sort(), [...AUDITED.map((verb) => `${application}/${verb}`), ...OTHERS].sort())
  })
})

/** Commands to one application: two rows each; a move to another policy is one of the register. */
const AUDITED = [
  'progress',
  'review',
  'enroll',
  'resync',
  'withdraw',
  'pause',
  'resume',
  'extend',
  'override',
  'policy',
]

/**
 * All others. A new route is added here together with its row in the audit. Dry runs,
 * migration plans and checks of bulk operations have none: they change nothing. Nor do saved views.
 */
const OTHERS = [
  'post /v1/enrollments',
  ...['assign', 'snooze', 'comments'].map((verb) => `post /v1/enrollments/{programId}-{studentId}/${verb}`),
  'post /v1/certificates/{programId}-{studentId}/decision',
  'post /v1/certificates/{number}/resend',
  'delete /v1/students/{studentId}/personal-link',
  'post /v1/programs/{id}/course-rules/{version}/decision',
  'put /v1/programs/{id}/policy',
  'put /v1/programs/{id}/intake',
  'post /v1/programs/{id}/dry-runs',
  'post /v1/pauses',
  'delete /v1/pauses/{system}',
  'post /v1/reconciliations',
  'post /v1/reconciliations/{id}/confirm',
  'post /v1/programs/{id}/migration-plans',
  'post /v1/bulk-operations',
  ...['check', 'confirm', 'pause', 'resume', 'cancel', 'undo'].map(
    (verb) => `post /v1/bulk-operations/{id}/${verb}`,
  ),
  'post /v1/session',
  'delete /v1/session',
  'post /v1/api-keys',
  'delete /v1/api-keys/{id}',
  'put /v1/views/{name}',
  'delete /v1/views/{name}',
  'post /v1/report-schedules',
  'put /v1/report-schedules/{id}',
  'delete /v1/report-schedules/{id}',
  'post /v1/report-schedules/{id}/send',
]
