import assert from 'node:assert/strict'
import { alarmSentences } from '../../src/domain/sentences/alarm.en.js'
import { ar } from '../../src/domain/sentences/ar.js'
import { bulkSentences } from '../../src/domain/sentences/bulk.en.js'
import { callInArabic } from '../../src/domain/sentences/call.ar.js'
import { callInEnglish, type Call } from '../../src/domain/sentences/call.en.js'
import { en, type English } from '../../src/domain/sentences/en.js'
import {
  inArabic,
  instructionsInArabic,
  requirementInArabic,
  storedInArabic,
} from '../../src/domain/sentences/in-arabic.js'
import type { RequirementDetail } from '../../src/domain/sentences/requirement.en.js'
import {
  instruct,
  say,
  textOf,
  type Sentence,
  type SentenceKey,
} from '../../src/domain/sentences/sentence.js'
import { lackSentences } from '../../src/domain/sentences/lack.en.js'
import { ruleSentences } from '../../src/domain/sentences/rule.en.js'
import { stepSentences } from '../../src/domain/sentences/step.en.js'
import { taskSentences } from '../../src/domain/sentences/task.en.js'
import { sharedWords } from '../../src/domain/words/ar.js'
import { ar as app } from '../../web/src/i18n/ar/messages.js'

const course = { course: 'المهارات الرقمية – Digital Skills' }
const courses = { courses: ['المهارات الرقمية – Digital Skills', 'Job Readiness'] }
const studentId = { studentId: 4711 }
const by = { by: 'user:7' }
const certificate = { number: 'CERT-2026-000004' }
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
const DETAILS: readonly RequirementDetail[] = [
  { of: 'completed', status: 'in_progress' },
  { of: 'completed', status: 'declared' },
  { of: 'overall', least: 80, is: 61.25 },
  { of: 'elearning', least: 50, is: 12 },
  { of: 'sessions', least: 3, is: 1 },
  { of: 'homework', least: 2, is: 0 },
  assessment,
  { ...assessment, kind: null },
  { ...assessment, kind: 'quiz', score: null },
  { ...assessment, kind: 'session', named: false },
  { ...assessment, score: 92, reached: true },
  { ...assessment, kind: 'homework', score: 70, reached: true },
  { of: 'documents', open: ['passport', 'badge'] },
  { of: 'documents', open: [] },
  { of: 'no_other_certificate', certificateId: 31 },
  { of: 'no_other_certificate', certificateId: null },
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
  requirements_unmet: { unmet: DETAILS.map((detail) => ({ course: 'Job Readiness', detail })) },
  certificate_undelivered: none,
  certificate_deleted: certificate,
  call_failed: { failure: 'OdooRejected', text: 'Too many trackers were created for this student.' },
  as_it_is: { text: 'Odoo rejects the values (res.partner.write).' },
  grant_right: none,
  another_person: none,
  restore_record: none,
  ask_doctor: none,
  correct_record: none,
  email_without_address: { mail: 'welcome' },
  email_rejected: { mail: 'review_request' },
  application_in_progress: none,
  application_begun_or_ended: none,
  application_ended: { stage: 'certified' },
  application_over: none,
  application_of_other_person: none,
  applies_to_other_program: none,
  training_not_begun: none,
  training_over: none,
  student_gone: none,
  student_withdrawn: none,
  student_not_read: none,
  no_such_task: { kind: 'eligibility' },
  task_accepts: { decisions: ['approve', 'reject'] },
  no_course_for_agent: none,
  course_not_of_program: { courseIntegrationId: 12 },
  course_done_already: none,
  paused_already: none,
  not_paused: none,
  no_deadline: none,
  under_version_already: none,
  no_email_to_resend: { mail: 'welcome' },
  no_email_any_more: none,
  email_on_its_way: none,
  no_workflow: none,
  changed_since_preview: none,
  held_by_operation: { operationId: 3 },
  awaited_by_operation: { operationId: 3 },
  given_up: { attempts: 5 },
  taken_over: none,
  starts_again: none,
  last_course: none,
  rule_changes: { kind: 'certificate_due', reason: 'Every requirement is met.' },
  decision_not_undoable: none,
  completion_not_undoable: none,
  email_not_undoable: none,
  withdrawal_not_undoable: none,
  not_undone: none,
  had_not_begun: none,
  has_ended: { stage: 'certified' },
  completion_stays: none,
  reading_stays: none,
  resumed_since: none,
  resumed_and_paused_since: none,
  paused_since: none,
  deadline_changed_since: none,
  had_no_deadline: none,
  deadline_passed_since: none,
  version_changed_since: none,
  learner_has_begun: none,
  learner_goes_on: none,
  access_of_others: none,
  access_needed: none,
  tracker_of_others: none,
  tracker_changed_since: none,
  busy_elsewhere: none,
  status_changed_since: none,
  link_changed_since: none,
  contact_has_user: none,
  contact_changed_since: none,
  contact_learns: none,
  state_not_open: { state: 'certified' },
  no_active_course: none,
  manual_enrollment: none,
  no_automatic_course: none,
  contact_question: { because: 'several_contacts' },
  application_ran: none,
  finished_in_odoo: none,
  contact_archived_in_odoo: none,
  no_contact_and_address: none,
  unlinked_learner: none,
  rejected_but_begun: none,
  access_unclear: courses,
  every_threshold_reached: none,
  record_unreadable: none,
  odoo_login_rejected: none,
  odoo_not_ready: { findings: ['The model gr.student is missing.'], more: 2 },
  version_not_supported: { version: '16.0', supported: ['17', '18', '19'] },
  bot_has_no_access: { model: 'gr.student' },
  app_not_installed: { model: 'slide.channel', app: 'website_slides' },
  setup_incomplete: {
    models: [{ model: 'gr.student', title: 'Student' }],
    fields: [{ model: 'slide.slide', title: null, fields: ['x_key'] }],
  },
  fields_hidden: { model: 'gr.student', title: 'Student', fields: ['nationality'] },
  fields_missing: { model: 'gr.student', title: 'Student', fields: ['english_level'], owner: 'suite' },
  bot_may_not: { rights: ['r', 'w'], records: 'contacts', model: 'res.partner' },
  bot_not_in_group: { group: 'base.group_user' },
  odoo_is_test_copy: none,
  odoo_restored: { lost: 3 },
  certificates_lost: { certificates: [{ ...certificate, failure: 'OdooMissing' }], more: 2 },
  records_unknown: { trackers: 6, certificates: 1 },
  demo_values: { variables: ['PUBLIC_URL', 'MAIL_FROM'] },
  sweep_failing: { failure: 'OdooUnavailable' },
  reconciliation_stopped: { runId: 4, concerned: 120, known: 1_000, percent: 5 },
  intake_stopped: { programId: 7, found: 51, limit: 50 },
  courses_changed: { programId: 7 },
  mail_login_rejected: { code: 535, status: null },
  mail_all_rejected: { code: 550, status: '5.4.5' },
  report_not_delivered: { scheduleId: 2, troubles: ['rejected', 'too_long'] },
  system_unavailable: { system: 'mail', failure: 'MailDeferred' },
  system_unavailable_since: { system: 'odoo', since: '2026-11-30 08:15' },
  system_recovering: { system: 'odoo', since: '2026-11-30 08:15' },
  work_paused: { ...by, system: 'everything', since: '2026-11-30 08:15', reason: 'Backup' },
  is_eligible: none,
  is_not_eligible: none,
  fact_is_missing: none,
  does_not_apply: none,
  not_of_program: none,
  progress_of_threshold: { overall: 62.5, threshold: 80 },
  progress_is: { percent: 75 },
  certificate_issued: none,
  person_decides: none,
  not_due_yet: none,
  every_rule_met: none,
  may_not_apply: none,
  course_added: none,
  threshold_reached: none,
  threshold_not_reached: none,
  completed_before: none,
  program_progress: none,
  milestone_email_due: { percent: 75 },
  courses_open: courses,
  every_requirement_met: none,
  requirement_missed: { course: 'Job Readiness', detail: { of: 'overall', least: 80, is: 61.25 } },
  application_received: none,
  adopted_without_course: none,
  adopted_in_training: courses,
  adopted_after_end: none,
  eligible: none,
  review_required: none,
  policy_changed: none,
  facts_changed: none,
  enrolling: courses,
  program_without_course: none,
  agent_awaited: courses,
  agent_enrolls_in: { ...by, ...courses },
  contact_unclear: none,
  other_contact: none,
  searching_contact: none,
  access_refused: none,
  welcome_not_delivered: none,
  welcome_again: none,
  decided: { ...by, decision: 'issue_anyway' },
  no_decision: none,
  agent_reminded: none,
  escalated: none,
  checking_again: none,
  retrying: none,
  retrying_automatically: none,
  call_delayed: { call: { of: 'facts' }, failure: 'OdooUnavailable' },
  call_continues: { call: { of: 'enrollment', ...courses } },
  call_stopped: { call: { of: 'email', mail: 'welcome', version: '1' } },
  call_retried: { call: { of: 'certificate_record', ...certificate } },
  email_given_up: { mail: 'reminder', version: '2026-11-01.2' },
  training_started: none,
  adopted_progress: { ...courses, milestone: 25 },
  first_progress: courses,
  course_completed: { ...course, overall: 91.5, threshold: 80 },
  completed_in_odoo: none,
  milestone_reached: { percent: 50, progress: 62.25 },
  reminder_sent: { number: 2, days: 11 },
  sign_in_reminder_sent: { number: 1 },
  reminder_not_wanted: { number: 1 },
  reminders_switched: { off: true },
  contact_answered: { ...by, answer: 'another_person', partnerId: 99 },
  contact_differs: { field: 'phone', because: 'changed_there' },
  status_set_back: { of: course, found: 'not_started', restored: 'in_progress' },
  certificate_requested: none,
  nothing_to_check: none,
  deadline_over: none,
  stalled: { days: 21 },
  contact_may_be_student: { ...courses, partnerId: 99 },
  deleted_in_odoo: { record: 'student' },
  course_is_archived: courses,
  has_several_trackers: courses,
  has_no_contact: none,
  contact_is_archived: none,
  contact_is_shared: none,
  tracker_missing: courses,
  has_lost_access: courses,
  access_is_unknown: courses,
  status_changed_repeatedly: none,
  paused: by,
  resumed: by,
  deadline_moved: { ...by, day: '2027-01-31' },
  declared_completed: { ...by, ...course },
  moved_to_policy: { ...by, from: 0, to: 2 },
  read_again: by,
  validating: none,
  requirements_not_met: { unmet: DETAILS.map((detail) => ({ course: 'Job Readiness', detail })) },
  evidence_changed: none,
  generating: none,
  generating_anyway: by,
  certificate_not_delivered: certificate,
  certificate_email_again: none,
  record_deleted_in_odoo: certificate,
  record_is_back: none,
  certificate_followed: { ...certificate, state: 'revoked' },
  enrolled_in_all: none,
  already_certified: none,
  already_finished: none,
  program_not_open: { status: 'draft' },
  rejected: none,
  withdrawn: by,
  ended_of_other_person: by,
  cancelled: none,
  certified: certificate,
  certificate_declined: none,
  declined: none,
  certificate_cancelled: none,
  certificate_sent: certificate,
  certificate_valid_again: certificate,
  certificate_stays_withdrawn: { ...certificate, ...by },
  certificate_recorded_again: { ...certificate, ...by },
}

/** One of each kind. */
const CALLS: { readonly [Of in Call['of']]: Call & { readonly of: Of } } = {
  facts: { of: 'facts' },
  training_so_far: { of: 'training_so_far' },
  policy_and_program: { of: 'policy_and_program' },
  before_reminder: { of: 'before_reminder' },
  student_record: { of: 'student_record' },
  person: { of: 'person' },
  contact_answer: { of: 'contact_answer' },
  contact_courses: { of: 'contact_courses' },
  decided_statuses: { of: 'decided_statuses' },
  evidence: { of: 'evidence' },
  certificate: { of: 'certificate' },
  enrollment: { of: 'enrollment', ...courses },
  statuses: { of: 'statuses', point: 'training' },
  email: { of: 'email', mail: 'certificate', version: '1.2' },
  certificate_record: { of: 'certificate_record', ...certificate },
}

const sentences = Object.entries(EXAMPLES).map(([key, values]): Sentence => {
  const known = key as SentenceKey
  return values === undefined ? { key: known } : { key: known, values }
})
const arabicOf = (sentence: Sentence) => inArabic([sentence]) ?? ''

/** Without the marks of direction. */
const plain = (text: string) => text.replace(/[\u2066-\u2069]/g, '')

describe('Sentences', () => {
  it('can all be read in English and in Arabic', () => {
    assert.deepEqual(Object.keys(ar).sort(), Object.keys(en).sort())
    for (const sentence of sentences) {
      const { instructions } = instruct(sentence)
      assert.match(instructions, /^[A-Z\d]/i, sentence.key)
      const arabic = arabicOf(sentence)
      assert.match(arabic, /^«?\p{Script=Arabic}/u, sentence.key)
      assert.doesNotMatch(instructions + arabic, /undefined|null|NaN|\[object/, sentence.key)
    }
  })

  it('have a key each, wherever they are said', () => {
    const all = [
      taskSentences,
      stepSentences,
      alarmSentences,
      bulkSentences,
      ruleSentences,
      lackSentences,
    ].flatMap((sentences) => Object.keys(sentences))
    assert.deepEqual(all.sort(), Object.keys(en).sort())
  })

  it('name every call that a flow waits for in both languages', () => {
    for (const call of Object.values(CALLS)) {
      assert.match(callInEnglish(call), /^[a-z]/i)
      assert.match(callInArabic(call), /^\p{Script=Arabic}/u)
    }
  })

  it('state what a certificate requires, and what was found, each for itself', () => {
    for (const detail of DETAILS) {
      const stated = requirementInArabic({ course: 'Job Readiness', detail })
      assert.match(stated?.wanted ?? '', /^الدورة «\u2068Job Readiness\u2069»: \p{Script=Arabic}/u)
      assert.doesNotMatch(stated?.found ?? '', /undefined|null/)
    }
    assert.equal(requirementInArabic(undefined), null)
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
    const idle = (days: number) => plain(arabicOf(say('no_progress', { days, remindersOff: true })))
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

  it('say how a call failed in words, whatever is added in English', () => {
    const failed = (text: string) => arabicOf(say('call_failed', { failure: 'OdooBusy', text }))
    assert.equal(plain(failed('Odoo is busy (res.partner.read).')), 'Odoo مشغول (res.partner.read).')
    assert.match(plain(failed('Something else.')), /^Odoo مشغول\. .*Something else\.$/)
    assert.equal(
      textOf(say('sweep_failing', { failure: 'OdooBusy' })).split('. ')[0],
      'The sweep of Odoo has been failing for ten minutes (Odoo is busy)',
    )
  })

  it('say sentences among their values in Arabic, too, and quote the English of an earlier version', () => {
    const reason = 'Age 17 is outside 18 to 65.'
    const because = [say('age_outside', { age: 17, min: 18, max: 65 })]
    const changes = (values: object) =>
      plain(arabicOf(say('rule_changes', { kind: 'no_longer_eligible', reason, ...values })))
    assert.match(changes({ because }), /^لن يبقى مؤهلًا: العمر \(17\) خارج/)
    assert.equal(changes({}), `لن يبقى مؤهلًا: ${reason}`)
    const later = [{ key: 'not_known_yet' }]
    assert.equal(changes({ because: later }), `لن يبقى مؤهلًا: ${reason}`)
    const said = [say('bot_not_in_group', { group: 'base.group_user' })]
    const lacks = say('odoo_not_ready', { findings: [textOf(said)], more: 1, said })
    assert.match(plain(arabicOf(lacks)), /\(عدد النواقص: 2\)\. ليس مستخدم النظام الآلي عضوًا .* نفِّذوا/)
  })

  it('read a stored English sentence in Arabic where it has one', () => {
    assert.match(plain(storedInArabic(say('as_it_is', { text: 'Odoo is busy.' })) ?? ''), /^Odoo مشغول/)
    assert.equal(storedInArabic(say('as_it_is', { text: 'Something else.' })), null)
    assert.equal(storedInArabic('Of an earlier version.'), null)
  })
})
