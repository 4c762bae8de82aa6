import assert from 'node:assert/strict'
import { clockFindings, clockSkew } from '../../../src/odoo/doctor/clock.js'
import { companyFindings } from '../../../src/odoo/doctor/companies.js'
import { courseFindings, ratingFindings } from '../../../src/odoo/doctor/courses.js'
import {
  missingAppFindings,
  missingFieldFindings,
  optionFindings,
  typeFindings,
  setupFindings,
} from '../../../src/odoo/doctor/schema-differences.js'
import { restrictingRules } from '../../../src/odoo/doctor/hidden-rows.js'
import { credentialKind, expiryFindings } from '../../../src/odoo/doctor/login.js'
import type { FindingDraft } from '../../../src/odoo/doctor/finding.js'
import { duplicateMailFindings, queueFindings } from '../../../src/odoo/doctor/odoo-mail.js'
import { addressFindings, birthDateFindings } from '../../../src/odoo/doctor/students.js'
import { unknownRequiredFields } from '../../../src/odoo/doctor/missing-defaults.js'
import { secretFindings } from '../../../src/odoo/doctor/webhooks.js'
import { resolveModel, type ServerField } from '../../../src/odoo/client/resolution.js'
import { Channel, ProgressTracker, Student, Survey } from '../../../src/odoo/schema/index.js'
import { declaredFields } from '../schema/declared-fields.js'

const texts = (findings: readonly FindingDraft[]) =>
  findings.map(({ severity, what }) => `${severity}: ${what}`)

describe('findings of the doctor', () => {
  describe('clock', () => {
    const at = (seconds: number) => new Date(1_000_000_000_000 + seconds * 1000)

    it('ignores differences that the duration of the call and whole seconds explain', () => {
      assert.equal(clockSkew(at(0), at(0.9), at(1)), 0)
      assert.equal(clockSkew(at(3), at(0), at(5)), 0)
      assert.equal(clockSkew(at(10), at(0), at(4)), 6_000)
      assert.equal(clockSkew(at(-10), at(0), at(4)), -9_001)
    })

    it('warns from half a minute on and reports a problem from two minutes on', () => {
      assert.deepEqual(texts(clockFindings(30_000)), [])
      assert.deepEqual(texts(clockFindings(31_000)), ['warning: Odoo’s clock is 31 seconds ahead of ours.'])
      assert.deepEqual(texts(clockFindings(-121_000)), ['problem: Odoo’s clock is 121 seconds behind ours.'])
    })
  })

  describe('API key', () => {
    const now = new Date('2026-11-23T12:00:00Z')
    const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000)

    it('is distinguished from a password by its format', () => {
      assert.equal(credentialKind('0123456789abcdef'.repeat(3).slice(0, 40)), 'key')
      assert.equal(credentialKind('bot-password'), 'password')
    })

    it('causes a warning two weeks before the last key expires', () => {
      assert.deepEqual(texts(expiryFindings([null], now)), [])
      assert.deepEqual(texts(expiryFindings([inDays(3.5)], now)), [
        'warning: The bot’s API key expires in 3 days.',
      ])
      assert.deepEqual(texts(expiryFindings([inDays(90)], now)), [
        'note: The bot’s API key expires in 90 days.',
      ])
      assert.deepEqual(texts(expiryFindings([inDays(3), inDays(90)], now)), [
        'note: The first of the bot’s 2 API keys expires in 3 days; the last expires in 90 days.',
      ])
      assert.deepEqual(texts(expiryFindings([null, inDays(0.5)], now)), [
        'note: The first of the bot’s 2 API keys expires today.',
      ])
    })
  })

  it('warns if the bot has no access to some companies', () => {
    assert.deepEqual(texts(companyFindings(1, 1)), [])
    assert.deepEqual(texts(companyFindings(1, 3)), [
      'warning: Odoo has 3 companies, but the bot only has access to 1.',
    ])
    assert.deepEqual(texts(companyFindings(2, 2)), ['note: The bot works for 2 companies.'])
  })

  describe('schema', () => {
    const suite = declaredFields(Student.name) ?? {}
    const resolveStudent = (change: Readonly<Record<string, ServerField | null>>) =>
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

    it('has no findings if it matches the declaration', async () => {
      const asBot = await resolveStudent({})
      assert.deepEqual(
        [
          ...setupFindings([{ asBot, asAdmin: null }]),
          ...missingFieldFindings({ asBot, asAdmin: null }),
          ...typeFindings(asBot),
          ...optionFindings(asBot),
        ],
        [],
      )
    })

    it('distinguishes missing fields of setup, missing fields of the suite, and hidden fields', async () => {
      const asBot = await resolveStudent({ x_partner_id: null, english_level: null, nationality: null })
      const views = { asBot, asAdmin: await resolveStudent({ x_partner_id: null, english_level: null }) }
      assert.deepEqual(texts(setupFindings([views])), [
        'problem: Odoo lacks models or fields that setup creates. Fields of Student (gr.student): x_partner_id.',
      ])
      assert.deepEqual(texts(missingFieldFindings(views)), [
        'problem: 1 field hidden from the bot. Student (gr.student): nationality.',
        'problem: 1 field missing that the suite should have. Student (gr.student): english_level.',
      ])
    })

    it('reports fields with another type or another target', async () => {
      const resolved = await resolveStudent({
        x_partner_id: shape('char'),
        assigned_agent_id: shape('many2one', { relation: 'hr.employee' }),
        phone: shape('text'),
      })
      assert.deepEqual(texts(typeFindings(resolved)), [
        'problem: Student (gr.student): assigned_agent_id is a many2one to hr.employee, not a many2one to res.users.',
        'problem: Student (gr.student): x_partner_id is a char, not a many2one to res.partner.',
      ])
    })

    it('reports options that only one side knows', async () => {
      const resolved = await resolveStudent({
        gender: shape('selection', {
          selection: [
            ['male', 'Male'],
            ['female', 'Female'],
            ['diverse', 'Diverse'],
          ],
        }),
      })
      assert.deepEqual(texts(optionFindings(resolved)), [
        'warning: Student (gr.student): gender has options that the orchestrator does not know: diverse.',
        'warning: Student (gr.student): gender lacks the option other.',
      ])
    })

    it('reports apps that are not installed', () => {
      assert.deepEqual(texts(missingAppFindings(Channel)), [
        'problem: Odoo has no slide.channel: the app website_slides is not installed.',
      ])
      assert.deepEqual(texts(missingAppFindings(Survey)), [
        'note: Odoo has no survey.survey: the app survey is not installed.',
      ])
    })

    it('finds required fields that neither we nor Odoo fill', async () => {
      const resolved = await resolveModel(ProgressTracker, (name) =>
        Promise.resolve(name === ProgressTracker.name ? declaredFields(name) : undefined),
      )
      const required = { required: true, store: true, readonly: false }
      assert.deepEqual(
        unknownRequiredFields(resolved, {
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

  it('counts record rules for everybody, and those of groups unless one allows everything', () => {
    const rule = (name: string, groups: readonly number[], domain: string | null) => ({
      name,
      groups,
      domain,
    })
    const own = "[('create_uid', '=', user.id)]"
    const bot = new Set([7])
    assert.deepEqual(restrictingRules([rule('all', [], "[(1, '=', 1)]"), rule('agents', [3], own)], bot), [])
    assert.deepEqual(restrictingRules([rule('company', [], own)], bot), ['company'])
    assert.deepEqual(restrictingRules([rule('group', [7], own)], bot), ['group'])
    assert.deepEqual(restrictingRules([rule('group', [7], own), rule('every', [7], '[]')], bot), [])
  })

  it('notes webhooks with invalid or replaced secrets', () => {
    assert.deepEqual(texts(secretFindings(['current', null])), [])
    assert.deepEqual(texts(secretFindings(['unknown', 'unknown', 'replaced'])), [
      'note: 2 webhooks in Odoo use an invalid or expired secret.',
      'note: 1 webhook in Odoo uses a secret that was replaced.',
    ])
  })

  it('reports unsent and duplicate emails of Odoo', () => {
    assert.deepEqual(texts(queueFindings({ servers: 1, learners: 0, others: 0 })), [])
    assert.deepEqual(texts(queueFindings({ servers: 0, learners: 3, others: 1 })), [
      'warning: Odoo’s own emails to learners are not being sent: 3 emails about courses or certifications failed or have been waiting for more than two hours. No outgoing mail server is configured.',
    ])
    assert.deepEqual(texts(queueFindings({ servers: 1, learners: 0, others: 1 })), [
      'note: 1 email of Odoo failed or has been waiting for more than two hours; none is about courses.',
    ])
    assert.deepEqual(texts(queueFindings({ servers: 0, learners: 0, others: 0 })), [
      'note: Odoo has no outgoing mail server of its own.',
    ])
    assert.deepEqual(texts(duplicateMailFindings(2, 0)), [
      'note: Odoo itself congratulates learners who complete 2 integrated courses.',
    ])
  })

  it('notes that ratings of courses are hidden from the bot', async () => {
    const fields = async (hidden: readonly string[]) =>
      ratingFindings(
        (
          await resolveModel(Channel, (name) => {
            const all = Object.entries(declaredFields(name) ?? {})
            return Promise.resolve(Object.fromEntries(all.filter(([field]) => !hidden.includes(field))))
          })
        ).fields,
      )
    assert.deepEqual(texts(await fields([])), [])
    assert.deepEqual(texts(await fields(['rating_avg'])), [
      'note: The ratings of courses can’t be read: the bot does not see rating_avg.',
    ])
  })

  it('reports each fault of courses once, with the integrations concerned', () => {
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
    assert.deepEqual(texts(courseFindings([integration(1)], [course(10)], null)), [])
    assert.deepEqual(
      texts(
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
        'warning: The eLearning course of integration #5 is of type documentation.',
        'problem: The eLearning course of integration #6 does not exist, or the bot can’t see it.',
        'problem: Integration #7 requires more than 100%.',
        'warning: Integrations #7 and #8 use the same eLearning course.',
        'note: Integration #8 requires sessions, but Odoo has none.',
      ],
    )
  })

  it('reports students only as numbers', () => {
    const findings = addressFindings(['amal@example.org', ' Amal@Example.org', 'x', null, 'lina@example.org'])
    assert.deepEqual(texts(findings), [
      'note: 2 students have no usable email address.',
      'note: 2 students share an email address with another student.',
    ])
    assert.doesNotMatch(JSON.stringify(findings), /amal|lina/i)
  })

  it('reports implausible birth dates by the ids of the students', () => {
    const born = (id: number, birthDate: string | null) => ({ id, email: null, birthDate })
    const rows = [born(1, '2000-01-01'), born(2, '2033-01-01'), born(3, '1410-01-01'), born(4, null)]
    assert.deepEqual(texts(birthDateFindings(rows, '2026-06-01')), [
      'note: 2 students have a date that is not a plausible birth date: #2 and #3.',
    ])
    assert.deepEqual(birthDateFindings(rows.slice(0, 1), '2026-06-01'), [])
  })
})
