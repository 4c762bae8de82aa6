import assert from 'node:assert/strict'
import { MOST_VIEWS } from '../../src/store/saved-views.js'
import { createSession } from '../../src/store/sessions.js'
import { saveStaffUsers } from '../../src/store/staff-users.js'
import type { StaffRole } from '../../src/domain/permissions.js'
import { type ApiFixture, openApi } from './api-fixture.js'

const SETTINGS = {
  programId: 7,
  stage: 'review',
  taskKind: 'eligibility',
  agentId: 0,
  sort: 'waiting',
  hiddenColumns: ['agent'],
}

describe('API: saved views of the list of students', () => {
  let world: ApiFixture
  before(async () => {
    world = await openApi()
  })
  after(() => world.close())
  beforeEach(() => world.store.pool.query('truncate saved_view'))

  /** Returns a function that sends requests of one member of staff, each from a new session. */
  async function signedIn(userId: number, role: StaffRole) {
    const { store, app } = world
    await saveStaffUsers(store, [
      { userId, login: role, name: role, language: 'en', roles: [role], checkedAt: new Date() },
    ])
    return async (method: 'GET' | 'PUT' | 'DELETE', name = '', payload?: object) => {
      const cookie = `training_session=${await createSession(store, { kind: 'staff', userId }, new Date())}`
      const me = await app.inject({ url: '/v1/me', headers: { cookie } })
      return app.inject({
        method,
        url: `/v1/views${name === '' ? '' : `/${encodeURIComponent(name)}`}`,
        headers: { cookie, 'x-csrf-token': me.json<{ csrfToken: string }>().csrfToken },
        ...(payload && { payload }),
      })
    }
  }

  it('keeps a person’s views for all of their sessions, and shows them to nobody else', async () => {
    const [nadia, omar] = [await signedIn(71, 'agent'), await signedIn(72, 'teacher')]
    const name = 'طلاب بانتظار القرار / 100%'
    const saved = await nadia('PUT', name, SETTINGS)
    assert.equal(saved.statusCode, 200, saved.body)
    await nadia('PUT', 'All', { sort: 'name', hiddenColumns: [] })
    assert.deepEqual((await nadia('GET')).json(), {
      views: [
        { name: 'All', sort: 'name', hiddenColumns: [] },
        { name, ...SETTINGS },
      ],
    })
    assert.deepEqual((await omar('GET')).json(), { views: [] })
    assert.equal((await omar('DELETE', name)).statusCode, 404)

    await nadia('PUT', name, { sort: 'recent', hiddenColumns: [] })
    assert.equal((await nadia('DELETE', 'All')).statusCode, 204)
    assert.deepEqual((await nadia('GET')).json(), { views: [{ name, sort: 'recent', hiddenColumns: [] }] })
  })

  it(`keeps at most ${MOST_VIEWS} views of a person, also when several are saved at the same moment`, async () => {
    const nadia = await signedIn(71, 'agent')
    const all = await Promise.all(
      Array.from({ length: MOST_VIEWS + 5 }, (_, at) => nadia('PUT', `View ${at}`, SETTINGS)),
    )
    assert.deepEqual(
      [200, 409].map((status) => all.filter(({ statusCode }) => statusCode === status).length),
      [MOST_VIEWS, 5],
    )
    const { views } = (await nadia('GET')).json<{ views: { name: string }[] }>()
    assert.equal(views.length, MOST_VIEWS)
    const replaced = await nadia('PUT', views[0]?.name, { sort: 'name', hiddenColumns: [] })
    assert.equal(replaced.statusCode, 200)
  })

  it('takes names of sixty letters in any script, and refuses what is no view', async () => {
    const nadia = await signedIn(71, 'agent')
    assert.equal((await nadia('PUT', 'ع'.repeat(60), SETTINGS)).statusCode, 200)
    for (const name of ['x'.repeat(61), ' ', ' All', 'All ', 'a\0b'])
      assert.equal((await nadia('PUT', name, SETTINGS)).statusCode, 404, JSON.stringify(name))
    for (const wrong of [
      {},
      { ...SETTINGS, search: 'Amal' },
      { ...SETTINGS, sort: 'age' },
      { ...SETTINGS, stage: 'a\0b' },
      { ...SETTINGS, hiddenColumns: Array.from({ length: 21 }, () => 'agent') },
    ])
      assert.equal((await nadia('PUT', 'All', wrong)).statusCode, 422, JSON.stringify(wrong))
  })
})
