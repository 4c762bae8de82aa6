import assert from 'node:assert/strict'
import { ar } from '../../src/domain/instructions/ar.js'
import { en, type English } from '../../src/domain/instructions/en.js'
import { inArabic, instructionsInArabic } from '../../src/domain/instructions/in-arabic.js'
import type { RequirementDetail } from '../../src/domain/instructions/requirement.en.js'
import { instruct, say, type Sentence, type SentenceKey } from '../../src/domain/instructions/sentence.js'
import { sharedWords } from '../../src/domain/words/ar.js'
import { ar as app } from '../../web/src/i18n/ar/messages.js'

const course = { course: 'المهارات الرقمية – Digital Skills' }
const courses = { courses: ['المهارات الرقمية – Digital Skills', 'Job Readiness'] }
const studentId = { studentId: 4711 }
const none = undefined

const assessment = {
  of: 'assessment',
  name: 'Final exam',
  kind: 'certification',
  minimumScore: 60,
  named: true,
  score: 41.5,
  reached: false,
} as const
const UNMET: readonly RequirementDetail[] = [
  { of: 'completed', status: 'in_progress' },
  { of: 'overall', least: 80, is: 61.25 },
  { of: 'elearning', least: 50, is: 12 },
  { of: 'sessions', least: 3, is: 1 },
  { of: 'homework', least: 2, is: 0 },
  assessment,
  { ...assessment, kind: null },
  { ...assessment, kind: 'quiz', score: null },
  { ...assessment, kind: 'session', named: false },
  { of: 'documents', open: ['passport', 'badge'] },
  { of: 'no_other_certificate', certificateId: 31 },
]

/** Values for every sentence; one that is missing here does not compile. */
const EXAMPLES: { readonly [Key in SentenceKey]: Parameters<English[Key]>[0] } = {
  not_eligible: none,
  fact_missing: none,
  waiting_for_more: none,
  complete_or_decide: none,
  approve_despite_rules: none,
  birth_date_implausible: none,
  birth_date_missing: none,
  age_outside: { age: 16, min: 18, max: null },
  english_missing: none,
  english_not_accepted: { level: 'beginner', accepted: ['advanced', 'proficient'] },
  no_prior_certificate: none,
  document_not_approved: { type: 'passport', state: 'under_review' },
  document_not_requested: { type: 'badge' },
  no_address: none,
  several_contacts: none,
  unclear_contact: none,
  only_contact_archived: none,
  linked_contact_archived: none,
  linked_contact_missing: none,
  chosen_contact_missing: none,
  chosen_contact_archived: none,
  chosen_contact_of_other: studentId,
  contact_of_other: studentId,
  mailbox_of_other: studentId,
  contact_of_both: studentId,
  no_course: none,
  agent_enrolls: courses,
  access_not_reported: course,
  access_course_missing: none,
  access_course_archived: none,
  access_course_for_sale: none,
  access_course_unpublished: none,
  access_left: none,
  access_contact_archived: none,
  access_integration_inactive: none,
  access_not_granted: none,
  welcome_undelivered: none,
  deadline_passed: none,
  no_progress: { days: 21, remindersOff: false },
  second_contact: { ...courses, partnerId: 99 },
  record_deleted: { record: 'program' },
  course_archived: courses,
  several_trackers: courses,
  contact_unlinked: none,
  contact_archived: none,
  contact_shared: { studentIds: [4711, 4712] },
  tracker_lost: courses,
  access_lost: { ...courses, areArchived: true },
  access_unknown: courses,
  status_contested: none,
  requirements_unmet: { unmet: UNMET.map((detail) => ({ course: 'Job Readiness', detail })) },
  certificate_undelivered: none,
  certificate_deleted: { number: 'CERT-2026-000004' },
  as_it_is: { text: 'Odoo rejects the values (res.partner.write).' },
  grant_right: none,
  another_person: none,
  restore_record: none,
  ask_doctor: none,
  correct_record: none,
  email_without_address: { mail: 'welcome' },
  email_rejected: { mail: 'review_request' },
}

const sentences = Object.entries(EXAMPLES).map(([key, values]): Sentence => {
  const known = key as SentenceKey
  return values === undefined ? { key: known } : { key: known, values }
})
const arabicOf = (sentence: Sentence) => inArabic([sentence]) ?? ''

describe('Instructions', () => {
  it('can all be read in English and in Arabic', () => {
    assert.deepEqual(Object.keys(ar).sort(), Object.keys(en).sort())
    for (const sentence of sentences) {
      const { instructions } = instruct(sentence)
      assert.match(instructions, /^[A-Z]/, sentence.key)
      const arabic = arabicOf(sentence)
      assert.match(arabic, /^«?\p{Script=Arabic}/u, sentence.key)
      assert.doesNotMatch(instructions + arabic, /undefined|null|NaN|\[object/, sentence.key)
    }
  })

  it('keep names and numbers apart from the direction of the Arabic around them', () => {
    const guarded = /[\u2066\u2068][^\u2066-\u2069]*\u2069/g
    for (const sentence of sentences) {
      const unguarded = arabicOf(sentence).replace(guarded, '')
      assert.doesNotMatch(unguarded, /[A-Za-z0-9\u2066-\u2069]/, sentence.key)
    }
  })

  it('show of a title in two scripts the Arabic half', () => {
    const arabic = arabicOf(say('agent_enrolls', courses))
    assert.match(arabic, /المهارات الرقمية.*Job Readiness/)
    assert.doesNotMatch(arabic, /Digital/)
  })

  it('use the right plural form in Arabic', () => {
    const idle = (days: number) =>
      arabicOf(say('no_progress', { days, remindersOff: true })).replace(/[\u2066-\u2069]/g, '')
    assert.match(idle(1), /منذ يوم واحد،/)
    assert.match(idle(2), /منذ يومين،/)
    assert.match(idle(7), /منذ 7 أيام،/)
    assert.match(idle(21), /منذ 21 يومًا،/)
    assert.match(idle(100), /منذ 100 يوم،/)
  })

  it('name buttons as the staff app labels them', () => {
    const labels = new Set<string>([
      ...Object.values(app.pages.commands).filter((label) => typeof label === 'string'),
      ...Object.values(sharedWords.decisions),
    ])
    for (const sentence of sentences) {
      const arabic = arabicOf(sentence)
      for (const [, label = ''] of arabic.matchAll(/(?:الأمر|اختاروا) «([^»\u2066-\u2069]+)»/g))
        assert.ok(labels.has(label), `${sentence.key}: ${label}`)
    }
  })

  it('let no value add a line, markup of direction, or a value of its own', () => {
    const hostile = 'Course\u202E\u2069\r\nBcc: x'
    const arabic = arabicOf(say('access_not_reported', { course: hostile }))
    assert.match(arabic, /«\u2068Course Bcc: x\u2069»/)
    assert.doesNotMatch(arabic, /[\r\n\u202E]/)
  })

  it('stay in English when an earlier version said them, or a later one has a sentence of its own', () => {
    assert.equal(instructionsInArabic({ instructions: 'Check the record.' }), null)
    assert.equal(instructionsInArabic(instruct(say('as_it_is', { text: 'Check the record.' }))), null)
    const later = [say('not_eligible'), { key: 'not_known_yet' }] as readonly Sentence[]
    assert.equal(instructionsInArabic({ instructions: 'Not eligible: …', sentences: later }), null)
  })

  it('say in Arabic how a call failed, and quote what has no Arabic', () => {
    const failed = (text: string) => arabicOf(say('as_it_is', { text }))
    assert.match(failed('The student no longer exists in Odoo.'), /^الطالب لم يعد/)
    assert.match(failed('Something else.'), /\u2068Something else\.\u2069/)
  })
})
