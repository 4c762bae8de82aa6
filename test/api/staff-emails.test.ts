import assert from 'node:assert/strict'
import { createReportSchedule } from '../../src/store/report-schedules.js'
import { createSession } from '../../src/store/sessions.js'
import { REVIEW_MAILBOX } from '../../src/store/staff-digests.js'
import { claimStaffEmail, enterStaffEmails, finishStaffEmail } from '../../src/store/staff-emails.js'
import { saveStaffUsers } from '../../src/store/staff-users.js'
import { type ApiFixture, openApi } from './api-fixture.js'

const MANAGER = 71
const AGENT = 73
const TEACHER = 75

interface Listed {
  readonly emails: readonly {
    readonly kind: string
    readonly state: string
    readonly report: string | null
    readonly reader: { readonly id: number; readonly name: string | null } | null
  }[]
  readonly next: string | null
}

describe('API: emails to staff', () => {
  let world: ApiFixture

  before(async () => {
    world = await openApi()
    const { store } = world
    const checkedAt = new Date()
    await saveStaffUsers(
      store,
      (
        [
          [MANAGER, 'Layla', 'manager'],
          [AGENT, 'Huda', 'agent'],
          [TEACHER, 'Rami', 'teacher'],
        ] as const
      ).map(([userId, name, role]) => ({
        ...{ userId, login: name, name, language: 'en' as const, roles: [role], checkedAt },
      })),
    )
    const schedule = await createReportSchedule(
      store,
      {
        ...{ report: 'progress', format: 'pdf', period: 'last_month', programId: null, language: null },
        ...{ cadence: { every: 'day', hour: 7 }, recipients: [MANAGER] },
      },
      { actor: 'test', now: { instant: checkedAt, timeZone: 'UTC' } },
    )
    await enterStaffEmails(store, [
      { kind: 'digest', version: '2027-02-10', userId: AGENT },
      { kind: 'digest', version: '2027-02-10', userId: REVIEW_MAILBOX },
      {
        kind: 'report',
        version: 'one',
        userId: MANAGER,
        due: { scheduleId: schedule.id, at: checkedAt },
      },
    ])
    const claim = await claimStaffEmail(store, { kind: 'report', version: 'one', userId: MANAGER }, 60)
    assert.ok(claim)
    await finishStaffEmail(store, claim, 'unknown')
  })
  after(() => world.close())

  async function as(userId: number, query = '') {
    const token = await createSession(world.store, { kind: 'staff', userId }, new Date())
    const headers = { cookie: `training_session=${token}` }
    return world.app.inject({ url: `/v1/staff-emails${query}`, headers })
  }
  const shown = ({ emails }: Listed) =>
    emails.map(({ kind, state, report, reader }) => [kind, state, report, reader?.name ?? null])

  it('are listed with kind, reader and state, newest first, page by page', async () => {
    const first = (await as(MANAGER, '?limit=2')).json<Listed>()
    assert.deepEqual(shown(first), [
      ['report', 'unknown', 'progress', 'Layla'],
      ['digest', 'pending', null, null],
    ])
    const rest = (await as(MANAGER, `?limit=2&cursor=${first.next}`)).json<Listed>()
    assert.deepEqual([shown(rest), rest.next], [[['digest', 'pending', null, 'Huda']], null])
    assert.equal((await as(MANAGER, '?state=unknown')).json<Listed>().emails.length, 1)
    assert.equal((await as(MANAGER, '?kind=digest')).json<Listed>().emails.length, 2)
  })

  it('are shown to an agent where they are the reader, and to nobody without the permission', async () => {
    assert.deepEqual(shown((await as(AGENT)).json<Listed>()), [['digest', 'pending', null, 'Huda']])
    assert.equal((await as(TEACHER)).statusCode, 403)
  })

  it('are saved as a file in the reader’s language', async () => {
    const { body } = await as(MANAGER, '?format=csv&kind=report&language=ar')
    const [, line] = body.split('\r\n')
    assert.match(line ?? '', /^تقرير مجدول,[^,]+,Layla,النتيجة غير معروفة,1,/)
  })
})
