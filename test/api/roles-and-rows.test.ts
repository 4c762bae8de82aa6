import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import assert from 'node:assert/strict'
import { issue } from '../../src/certificates/register.js'
import {
  ALL_PERMISSIONS,
  isPermission,
  permissionsOf,
  STAFF_ROLES,
  studentsOf,
  type Permission,
  type StaffRole,
} from '../../src/domain/permissions.js'
import { createApiKey } from '../../src/store/api-keys.js'
import { saveComment } from '../../src/store/comments.js'
import { savePeople } from '../../src/store/people.js'
import { createSession } from '../../src/store/sessions.js'
import { saveStaffUsers } from '../../src/store/staff-users.js'
import { exampleFacts } from '../certificates/example.js'
import { type ApiFixture, openApi, openTask, recorded } from './api-fixture.js'
import { sampleOf } from './sample.js'

interface Operation {
  readonly description?: string
  readonly security?: readonly object[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> }
}
type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, object>> }
}

interface Route {
  readonly method: string
  readonly path: string
  readonly permission: Permission | null
  readonly operation: Operation
}

const USERS: Readonly<Record<StaffRole, number>> = { manager: 61, agent: 62, teacher: 63, accounting: 64 }
const OTHER_AGENT = 65

/** Ids and texts that occur nowhere else, so that a leak shows. */
const OWN = { programId: 701, studentId: 481_516_234, name: 'Own Ownsdottir', note: 'note-on-own' }
const FOREIGN = { programId: 702, studentId: 972_315_846, name: 'Faraway Farson', note: 'note-on-foreign' }
const NOBODY = { ...FOREIGN, studentId: 4_242 }

describe('API: every route × role × someone else’s row', () => {
  let world: ApiFixture
  let routes: Route[]
  let schemas: Document['components']['schemas']
  const sessions = new Map<StaffRole, { cookie: string; csrf: string }>()
  const numbers = new Map([[NOBODY.studentId, 'ROW-2026-999999-X']])

  before(async () => {
    world = await openApi()
    const { store } = world
    const document = (await world.app.inject('/openapi.json')).json<Document>()
    schemas = document.components.schemas
    routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, operation]) => {
        if (!operation.security) return []
        const [, permission = ''] = /Needs the permission `(\w+)`/.exec(operation.description ?? '') ?? []
        return { method, path, operation, permission: isPermission(permission) ? permission : null }
      }),
    )
    for (const role of STAFF_ROLES) {
      const userId = USERS[role]
      await saveStaffUsers(store, [
        { userId, login: role, name: role, language: 'en', roles: [role], checkedAt: new Date() },
      ])
      const cookie = `training_session=${await createSession(store, { kind: 'staff', userId }, new Date())}`
      const me = await world.app.inject({ url: '/v1/me', headers: { cookie } })
      sessions.set(role, { cookie, csrf: me.json<{ csrfToken: string }>().csrfToken })
    }
    await savePeople(
      store.db,
      [OWN, FOREIGN].map(({ studentId, name }) => ({
        studentId,
        name,
        nameArabic: null,
        language: 'en',
        email: `${studentId}@example.org`,
        agentId: studentId === OWN.studentId ? USERS.agent : OTHER_AGENT,
      })),
    )
    for (const one of [OWN, FOREIGN]) await enter(one)
  })
  after(() => world.close())

  async function enter({ programId, studentId, note }: typeof OWN): Promise<void> {
    const { store } = world
    const application = { programId, studentId }
    await recorded(store, 'enrollment', application, {
      task: openTask({ instructions: note }),
      message: note,
    })
    await saveComment(store, { application, text: note, author: '0000abcd', commandId: note })
    await store.pool.query(
      `insert into email (kind, program_id, student_id, run, version, message_id, state, recipient, language)
       values ('welcome', $1, $2, 1, '1', $3, 'rejected', $4, 'en')`,
      [programId, studentId, note, `${studentId}@example.org`],
    )
    const { number } = await issue(
      store,
      { render: () => Promise.resolve(Buffer.from(note)) },
      {
        ...application,
        run: 1,
        version: 1,
        code: 'ROW',
        highestInOdoo: 0,
        publicUrl: world.config.publicUrl,
        facts: exampleFacts(),
        check: { met: true, requirements: [] },
        decision: null,
      },
    )
    numbers.set(studentId, number)
  }

  /** The address of a route for one student. Other ids do not exist. */
  const addressOf = (path: string, { programId, studentId }: typeof OWN) =>
    path
      .replace('{programId}', `${programId}`)
      .replace('{studentId}', `${studentId}`)
      .replace('{number}', numbers.get(studentId) ?? '')
      .replaceAll(/\{\w+\}/g, '999999')

  const isOfStudent = (path: string) => /\{(studentId|number)\}/.test(path)

  function request(role: StaffRole, { method, path, operation }: Route, of: typeof OWN, valid: boolean) {
    const { cookie, csrf } = sessions.get(role) ?? { cookie: '', csrf: '' }
    const schema = operation.requestBody?.content['application/json']?.schema
    const content = schema && (valid ? Object.assign({}, sampleOf(schema, schemas)) : { unknown: true })
    if (content && valid && path === '/v1/enrollments')
      Object.assign(content, { programId: of.programId, studentId: of.studentId })
    const options: InjectOptions = {
      method: method.toUpperCase(),
      url: addressOf(path, of),
      headers: { cookie, 'x-csrf-token': csrf },
    }
    return world.app.inject(content ? { ...options, payload: content } : options)
  }

  /** What a problem says, without the ids that the address has. */
  const detailOf = (response: LightMyRequestResponse, { studentId }: typeof OWN) =>
    response
      .json<{ detail: string }>()
      .detail.replaceAll(`${studentId}`, '…')
      .replaceAll(numbers.get(studentId) ?? '-', '…')

  const mentions = (body: string, { studentId, name, note }: typeof OWN) =>
    [`${studentId}`, name, note, numbers.get(studentId) ?? '-'].filter((text) => body.includes(text))

  it('covers every route, each with a permission or open to every caller', () => {
    assert.ok(routes.length > 40)
    const open = routes.filter(({ permission }) => permission === null).map(({ path }) => path)
    assert.deepEqual([...new Set(open)].sort(), [
      '/v1/me',
      '/v1/programs',
      '/v1/programs/{id}',
      '/v1/session',
      '/v1/status',
    ])
    const used = new Set(routes.map(({ permission }) => permission))
    assert.deepEqual(
      ALL_PERMISSIONS.filter((permission) => !used.has(permission)),
      [],
    )
  })

  for (const role of STAFF_ROLES) {
    it(`refuses the ${role} exactly what the table does not give`, async () => {
      const permissions = permissionsOf([role])
      for (const route of routes) {
        if (route.permission === null) continue
        const { statusCode } = await request(role, route, OWN, false)
        const name = `${route.method} ${route.path}`
        if (permissions.includes(route.permission)) assert.ok(![401, 403].includes(statusCode), name)
        else assert.equal(statusCode, 403, name)
      }
    })
  }

  it('does not let an agent find, change or read anything of a student of somebody else', async () => {
    let ofStudents = 0
    for (const route of routes) {
      const { permission, method, path } = route
      if (permission === null || !permissionsOf(['agent']).includes(permission)) continue
      assert.equal(studentsOf(['agent'], permission), 'own')
      const name = `${method} ${path}`
      const response = await request('agent', route, FOREIGN, true)
      if (isOfStudent(path) || name === 'post /v1/enrollments') {
        ofStudents += 1
        assert.equal(response.statusCode, 404, name)
        // The same words as for a student who does not exist.
        const unknown = await request('agent', route, NOBODY, true)
        assert.equal(detailOf(response, FOREIGN), detailOf(unknown, NOBODY), name)
      } else if (method === 'get') assert.deepEqual(mentions(response.body, FOREIGN), [], name)
    }
    assert.ok(ofStudents > 12)
  })

  it('shows agents their own students, and everybody else all of them, where routes list students', async () => {
    const listed: string[] = []
    for (const route of routes) {
      if (route.method !== 'get' || route.permission === null) continue
      for (const role of STAFF_ROLES) {
        if (!permissionsOf([role]).includes(route.permission)) continue
        const { body } = await request(role, route, OWN, true)
        if (mentions(body, OWN).length === 0) continue
        listed.push(`${route.path} ${role}`)
        // A list that names one student to a reader of all names the other one, too.
        const foreign = mentions((await request(role, route, FOREIGN, true)).body, FOREIGN)
        if (role === 'agent' && !isOfStudent(route.path)) assert.deepEqual(foreign, [], route.path)
        else if (role !== 'agent') assert.ok(foreign.length > 0, `${role} ${route.path}`)
      }
    }
    for (const path of ['/v1/enrollments', '/v1/reviews', '/v1/emails'])
      assert.ok(listed.includes(`${path} agent`), path)
    for (const path of ['/v1/enrollments/{programId}-{studentId}', '/v1/certificates/{number}'])
      for (const role of ['agent', 'manager']) assert.ok(listed.includes(`${path} ${role}`), path)
  })

  it('gives an API key its scopes, no more', async () => {
    const key = await createApiKey(world.store, { name: 'reader', scopes: ['read_students'] })
    const call = (url: string) => world.app.inject({ url, headers: { authorization: `Bearer ${key}` } })
    assert.equal((await call('/v1/enrollments')).statusCode, 200)
    const refused = await call('/v1/emails')
    assert.equal(refused.statusCode, 403)
    assert.match(refused.body, /lacks the scope “read_emails”/)
  })
})
