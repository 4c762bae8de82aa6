import { strict as assert } from 'node:assert'
import { sandboxOdoo, type TestOdoo } from '../support/odoo.js'
import { client, Refused, type Call } from './rpc.js'

const exception = (name: string) => (error: unknown) => error instanceof Refused && error.exception === name
const VALIDATION = exception('odoo.exceptions.ValidationError')
const USER_ERROR = exception('odoo.exceptions.UserError')

describe('the Grants Training Suite in the sandbox', () => {
  let odoo: TestOdoo
  let call: Call
  before(async () => {
    odoo = await sandboxOdoo()
    call = await client(odoo)
  })
  after(() => odoo.close())

  const read = async (model: string, id: number, fields: string[]) => {
    const [row] = (await call(model, 'read', [[id], fields])) as Record<string, unknown>[]
    return row
  }

  it('starts with 40 demo students, 31 of them eligible', async () => {
    const states = (await call('gr.student', 'search_read', [[], ['state']])) as { state: string }[]
    const count = (wanted: string) => states.filter(({ state }) => state === wanted).length
    assert.equal(states.length, 40)
    assert.deepEqual(['eligible', 'rejected', 'assigned', 'certified'].map(count), [31, 7, 1, 1])
  })

  it('assesses a student on creation and when an input changes, and never reverts a rejection', async () => {
    const id = Number(
      await call('gr.student', 'create', [
        {
          name: 'N',
          name_arabic: 'ن',
          name_english: 'N',
          email: 'n@example.org',
          has_certificate: false,
          birth_date: '2000-01-01',
        },
      ]),
    )
    assert.equal((await read('gr.student', id, ['state']))?.state, 'rejected')
    await call('gr.student', 'write', [[id], { has_certificate: true }])
    const { state, is_eligible } = (await read('gr.student', id, ['state', 'is_eligible'])) ?? {}
    assert.deepEqual({ state, is_eligible }, { state: 'rejected', is_eligible: true })
    await assert.rejects(call('gr.student', 'write', [[id], { email: 'nobody' }]), VALIDATION)
  })

  it('weights a tracker’s progress 70/30, counts completed trackers, and allows one tracker per course', async () => {
    const id = Number(
      await call('gr.progress.tracker', 'create', [{ student_id: 1, course_integration_id: 1 }]),
    )
    await call('gr.progress.tracker', 'write', [[id], { elearning_progress: 100 }])
    assert.equal((await read('gr.progress.tracker', id, ['overall_progress']))?.overall_progress, 70)
    const before = await read('gr.course.integration', 1, ['completed_students'])
    await call('gr.progress.tracker', 'write', [[id], { status: 'completed' }])
    const after = await read('gr.course.integration', 1, ['completed_students'])
    assert.equal(Number(after?.completed_students) - Number(before?.completed_students), 1)
    await assert.rejects(
      call('gr.progress.tracker', 'create', [{ student_id: 1, course_integration_id: 1 }]),
      VALIDATION,
    )
    await assert.rejects(
      call('gr.progress.tracker', 'write', [[id], { elearning_progress: 101 }]),
      VALIDATION,
    )
  })

  it('keeps exactly one tracker when ten are created at once', async () => {
    const tries = Array.from({ length: 10 }, () =>
      call('gr.progress.tracker', 'create', [{ student_id: 2, course_integration_id: 1 }]),
    )
    const results = await Promise.allSettled(tries)
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
    assert.equal(await call('gr.progress.tracker', 'search_count', [[['student_id', '=', 2]]]), 1)
  })

  it('gives certificates a number, a code and a validity, and does not issue one twice', async () => {
    const id = Number(
      await call('gr.certificate', 'create', [
        { student_id: 1, certificate_type: 'completion', certificate_title: 'T', issue_date: '2026-01-01' },
      ]),
    )
    const row = await read('gr.certificate', id, ['name', 'verification_code', 'valid_until', 'state'])
    assert.match(String(row?.name), /^CERT\d{4}$/)
    assert.match(String(row?.verification_code), /^[0-9a-f]{16}$/)
    assert.equal(row?.valid_until, '2028-01-01')
    await call('gr.certificate', 'action_issue', [[id]])
    await assert.rejects(call('gr.certificate', 'action_issue', [[id]]), USER_ERROR)
  })

  it('writes different values to many trackers through their course in one call, and skips a deleted one', async () => {
    const rows = [4, 5, 6].map((student_id) => ({ student_id, course_integration_id: 3 }))
    const ids = (await call('gr.progress.tracker', 'create', [rows])) as number[]
    const commands = [...ids, 99_999].map((id, place) => [1, id, { elearning_progress: 10 * (place + 1) }])
    await call('gr.course.integration', 'write', [[3], { progress_trackers: commands }])
    const after = (await call('gr.progress.tracker', 'read', [ids, ['overall_progress']])) as {
      overall_progress: number
    }[]
    assert.deepEqual(
      after.map(({ overall_progress }) => overall_progress),
      [7, 14, 21],
    )
  })

  it('updates the student whose id equals the contact’s whenever that contact makes progress', async () => {
    const stamp = async () =>
      (await odoo.sql<{ write_date: string }>('SELECT write_date::text FROM gr_student WHERE id = 9'))[0]
    const before = await stamp()
    await call('slide.channel', 'action_grant_access', [[1], 9])
    await call('slide.slide.partner', 'create', [{ slide_id: 1, partner_id: 9, completed: true }])
    assert.notDeepEqual(await stamp(), before)
  })

  it('archives a membership when the last allowed test attempt fails', async () => {
    const admin = await client(odoo, 'admin')
    await admin('survey.survey', 'write', [[1], { is_attempts_limited: true, attempts_limit: 1 }])
    await call('slide.channel', 'action_grant_access', [[2], 10])
    const progress = await call('slide.slide.partner', 'create', [{ slide_id: 11, partner_id: 10 }])
    const attempt = await admin('survey.user_input', 'create', [
      { survey_id: 1, partner_id: 10, slide_id: 11, slide_partner_id: progress },
    ])
    await admin('survey.user_input', 'write', [[attempt], { state: 'done' }])
    const domain = [
      ['channel_id', '=', 2],
      ['partner_id', '=', 10],
    ]
    const [row] = (await call('slide.channel.partner', 'search_read', [domain, ['active']], {
      context: { active_test: false },
    })) as { active: boolean }[]
    assert.equal(row?.active, false)
  })
})
