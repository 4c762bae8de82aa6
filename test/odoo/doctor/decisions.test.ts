import assert from 'node:assert/strict'
import { clockFindings, clockSkew } from '../../../src/odoo/doctor/clock.js'
import { companyFindings } from '../../../src/odoo/doctor/companies.js'
import { courseFindings } from '../../../src/odoo/doctor/courses.js'
import {
  missingApp,
  missingFieldFindings,
  otherOptions,
  otherTypes,
  setupFindings,
} from '../../../src/odoo/doctor/schema-differences.js'
import { binding } from '../../../src/odoo/doctor/hidden-rows.js'
import { credentialKind, expiryFindings } from '../../../src/odoo/doctor/login.js'
import type { FindingDraft } from '../../../src/odoo/doctor/finding.js'
import { duplicateMailFindings, queueFindings } from '../../../src/odoo/doctor/odoo-mail.js'
import { addressFindings } from '../../../src/odoo/doctor/students.js'
import { demandedOf } from '../../../src/odoo/doctor/missing-defaults.js'
import { secretFindings } from '../../../src/odoo/doctor/webhooks.js'
import { resolveModel, type ServerField } from '../../../src/odoo/client/resolution.js'
import { Channel, ProgressTracker, Student, Survey } from '../../../src/odoo/schema/index.js'
import { declaredFields } from '../schema/declared-fields.js'

const said = (remarks: readonly FindingDraft[]) => remarks.map(({ severity, what }) => `${severity}: ${what}`)

describe('what the doctor says of', () => {
  describe('the clocks', () => {
    const at = (seconds: number) => new Date(1_000_000_000_000 + seconds * 1000)

    it('counts only what the duration of the call and whole seconds can’t explain', () => {
      assert.equal(clockSkew(at(0), at(0.9), at(1)), 0)
      assert.equal(clockSkew(at(3), at(0), at(5)), 0)
      assert.equal(clockSkew(at(10), at(0), at(4)), 6_000)
      assert.equal(clockSkew(at(-10), at(0), at(4)), -9_001)
    })

    it('warns from half a minute on, and takes two minutes for a problem', () => {
      assert.deepEqual(said(clockFindings(30_000)), [])
      assert.deepEqual(said(clockFindings(31_000)), ['warning: Odoo’s clock is 31 seconds ahead of ours.'])
      assert.deepEqual(said(clockFindings(-121_000)), ['problem: Odoo’s clock is 121 seconds behind ours.'])
    })
  })

  describe('the bot’s key', () => {
    const now = new Date('2026-11-23T12:00:00Z')
    const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000)

    it('tells keys from passwords by their form', () => {
      assert.equal(credentialKind('0123456789abcdef'.repeat(3).slice(0, 40)), 'key')
      assert.equal(credentialKind('bot-password'), 'password')
    })

    it('warns a fortnight before the last key ends', () => {
      assert.deepEqual(said(expiryFindings([null], now)), [])
      assert.deepEqual(said(expiryFindings([inDays(3.5)], now)), [
        'warning: The bot’s API key ends in 3 days.',
      ])
      assert.deepEqual(said(expiryFindings([inDays(90)], now)), ['note: The bot’s API key ends in 90 days.'])
      assert.deepEqual(said(expiryFindings([inDays(3), inDays(90)], now)), [
        'note: Of the bot’s 2 API keys the first ends in 3 days, the last in 90 days.',
      ])
      assert.deepEqual(said(expiryFindings([null, inDays(0.5)], now)), [
        'note: Of the bot’s 2 API keys the first ends today.',
      ])
    })
  })

  it('several companies', () => {
    assert.deepEqual(said(companyFindings(1, 1)), [])
    assert.deepEqual(said(companyFindings(1, 3)), ['warning: Odoo has 3 companies, the bot may work for 1.'])
    assert.deepEqual(said(companyFindings(2, 2)), ['note: The bot works for 2 companies at once.'])
  })

  describe('the schema', () => {
    const suite = declaredFields(Student.name) ?? {}
    const resolved = (change: Readonly<Record<string, ServerField | null>>) =>
      resolveModel(Student, (name) =>
        Promise.resolve(
          name === Student.name
            ? Object.fromEntries(
                Object.entries({ ...suite, ...change }).flatMap(([field, facts]) =>
                  facts ? [[field, facts]] : [],
                ),
              )
            : undefined,
        ),
      )
    const shape = (type: string, more: Partial<ServerField> = {}): ServerField => ({
      type,
      required: false,
      readonly: false,
      store: true,
      ...more,
    })

    it('nothing, where it is as declared', async () => {
      const asBot = await resolved({})
      assert.deepEqual(
        [
          ...setupFindings([{ asBot, asAdmin: null }]),
          ...missingFieldFindings({ asBot, asAdmin: null }),
          ...otherTypes(asBot),
          ...otherOptions(asBot),
        ],
        [],
      )
    })

    it('fields that are missing: setup’s, the suite’s, and those hidden from the bot', async () => {
      const there = await resolved({ x_partner_id: null, english_level: null, nationality: null })
      const seen = { asBot: there, asAdmin: await resolved({ x_partner_id: null, english_level: null }) }
      assert.deepEqual(said(setupFindings([seen])), [
        'problem: Odoo lacks what setup makes there. Fields of Student (gr.student): x_partner_id.',
      ])
      assert.deepEqual(said(missingFieldFindings(seen)), [
        'problem: 1 field hidden from the bot. Student (gr.student): nationality.',
        'problem: 1 field missing that the suite should bring. Student (gr.student): english_level.',
      ])
    })

    it('fields of another type, or that lead elsewhere', async () => {
      const there = await resolved({
        x_partner_id: shape('char'),
        assigned_agent_id: shape('many2one', { relation: 'hr.employee' }),
        phone: shape('text'),
      })
      assert.deepEqual(said(otherTypes(there)), [
        'problem: Student (gr.student): assigned_agent_id is a many2one to hr.employee, not a many2one to res.users.',
        'problem: Student (gr.student): x_partner_id is a char, not a many2one to res.partner.',
      ])
    })

    it('options that only one side knows', async () => {
      const there = await resolved({
        gender: shape('selection', {
          selection: [
            ['male', 'Male'],
            ['female', 'Female'],
            ['diverse', 'Diverse'],
          ],
        }),
      })
      assert.deepEqual(said(otherOptions(there)), [
        'warning: Student (gr.student): gender has options that the orchestrator does not know: diverse.',
        'warning: Student (gr.student): gender lacks the option other.',
      ])
    })

    it('apps that are not installed', () => {
      assert.deepEqual(said(missingApp(Channel)), [
        'problem: Odoo has no slide.channel: the app website_slides is not installed.',
      ])
      assert.deepEqual(said(missingApp(Survey)), [
        'note: Odoo has no survey.survey: the app survey is not installed.',
      ])
    })

    it('required fields that neither we nor Odoo fill', async () => {
      const there = await resolveModel(ProgressTracker, (name) =>
        Promise.resolve(name === ProgressTracker.name ? declaredFields(name) : undefined),
      )
      const required = { required: true, store: true, readonly: false }
      assert.deepEqual(
        demandedOf(there, {
          student_id: required,
          x_cost_center: required,
          x_total: { ...required, depends: ['student_id'] },
          x_stamp: { ...required, readonly: true },
          x_shown: { ...required, store: false },
          x_maybe: { ...required, required: false },
        }),
        ['x_cost_center'],
      )
    })
  })

  it('record rules: those for everybody, and those of her groups unless one of them lets all pass', () => {
    const rule = (name: string, groups: readonly number[], domain: string | null) => ({
      name,
      groups,
      domain,
    })
    const own = "[('create_uid', '=', user.id)]"
    const bot = new Set([7])
    assert.deepEqual(binding([rule('all', [], "[(1, '=', 1)]"), rule('agents', [3], own)], bot), [])
    assert.deepEqual(binding([rule('company', [], own)], bot), ['company'])
    assert.deepEqual(binding([rule('hers', [7], own)], bot), ['hers'])
    assert.deepEqual(binding([rule('hers', [7], own), rule('every', [7], '[]')], bot), [])
  })

  it('webhooks by what their secrets are worth', () => {
    assert.deepEqual(said(secretFindings(['current', null])), [])
    assert.deepEqual(said(secretFindings(['unknown', 'unknown', 'replaced'])), [
      'warning: 2 webhooks of Odoo come with a secret that is not or no longer good.',
      'warning: 1 webhook of Odoo comes with a secret that was replaced.',
    ])
  })

  it('Odoo’s own mails', () => {
    assert.deepEqual(said(queueFindings({ servers: 1, learners: 0, others: 0 })), [])
    assert.deepEqual(said(queueFindings({ servers: 0, learners: 3, others: 1 })), [
      'warning: Odoo’s own mails to learners don’t get out: 3 mails about courses or certifications failed or wait for more than two hours. No outgoing mail server is set.',
    ])
    assert.deepEqual(said(queueFindings({ servers: 1, learners: 0, others: 1 })), [
      'note: 1 mail of Odoo failed or waits for more than two hours; none is about courses.',
    ])
    assert.deepEqual(said(queueFindings({ servers: 0, learners: 0, others: 0 })), [
      'note: Odoo has no outgoing mail server of its own.',
    ])
    assert.deepEqual(said(duplicateMailFindings(2, 0)), [
      'note: Odoo itself congratulates who completes 2 integrated courses.',
    ])
  })

  it('courses, each fault once with the integrations concerned', () => {
    const integration = (id: number, more: object = {}) => ({
      id,
      elearningCourse: id * 10,
      completionThreshold: 100,
      minElearningProgress: 80,
      minSessionsRequired: 0,
      ...more,
    })
    const course = (id: number, more: object = {}) => ({
      id,
      active: true,
      isPublished: true,
      channelType: 'training' as const,
      enroll: 'invite' as const,
      totalSlides: 3,
      ...more,
    })
    assert.deepEqual(said(courseFindings([integration(1)], [course(10)], null)), [])
    assert.deepEqual(
      said(
        courseFindings(
          [1, 2, 3, 4, 5, 6]
            .map((id) => integration(id))
            .concat([
              integration(7, { completionThreshold: 120 }),
              integration(8, { elearningCourse: 70, minSessionsRequired: 2 }),
            ]),
          [
            course(10, { active: false }),
            course(20, { isPublished: false }),
            course(30, { isPublished: false }),
            course(40, { enroll: 'payment' }),
            course(50, { totalSlides: 0, channelType: 'documentation' }),
            course(70),
          ],
          0,
        ),
      ),
      [
        'problem: The eLearning course of integration #1 is archived.',
        'problem: The eLearning course of integration #2 and #3 is not published.',
        'problem: The eLearning course of integration #4 is for sale.',
        'problem: The eLearning course of integration #5 has no published contents.',
        'warning: The eLearning course of integration #5 is of the type documentation.',
        'problem: The eLearning course of integration #6 is not there, or the bot can’t see it.',
        'problem: Integration #7 demands more than 100 %.',
        'warning: Integrations #7 and #8 lead to the same eLearning course.',
        'note: Integration #8 demands sessions, and Odoo holds none.',
      ],
    )
  })

  it('students, in numbers only', () => {
    const remarks = addressFindings(['amal@example.org', ' Amal@Example.org', 'x', null, 'lina@example.org'])
    assert.deepEqual(said(remarks), [
      'note: 2 students have no usable e-mail address.',
      'note: 2 students share an address with another.',
    ])
    assert.doesNotMatch(JSON.stringify(remarks), /amal|lina/i)
  })
})
