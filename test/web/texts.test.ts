import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { AlarmKey } from '../../src/alarms/alarm-keys.js'
import { PROBLEMS } from '../../src/api/problems/problem.js'
import { COMMANDS } from '../../src/bulk/commands.js'
import { FLOWS } from '../../src/contracts/application.js'
import { BULK_EFFECTS, BULK_KINDS, BULK_OUTCOMES, BULK_STATES } from '../../src/contracts/bulk-operation.js'
import { FailureType } from '../../src/contracts/failures.js'
import { MAIL_KINDS, MAIL_STATES, STAFF_EMAIL_STATES, STAFF_MAIL_KINDS } from '../../src/contracts/mail.js'
import type { WorkflowStage } from '../../src/contracts/enrollment.js'
import { PAUSABLE } from '../../src/contracts/outside-systems.js'
import { RECONCILIATION_STATES } from '../../src/contracts/reconciliation.js'
import { READING_SOURCES } from '../../src/contracts/sync-sources.js'
import { TaskQueue } from '../../src/contracts/task-queues.js'
import { DECISIONS, TASK_KINDS } from '../../src/contracts/tasks.js'
import { APPLICANT_OUTCOMES } from '../../src/domain/applicant-preview.js'
import { DRIFT_CLASSES, DRIFT_STATES } from '../../src/domain/drift.js'
import { INTAKE_MODES } from '../../src/domain/intake.js'
import { ALL_PERMISSIONS, STAFF_ROLES } from '../../src/domain/permissions.js'
import { REGISTERED_STATES } from '../../src/domain/registered-state.js'
import { REPORT_PERIODS } from '../../src/domain/report-schedule.js'
import { RULE_CHANGES } from '../../src/domain/rule-change.js'
import type { RequirementDetail } from '../../src/domain/sentences/requirement.en.js'
import { TRACKER_STATUSES } from '../../src/domain/snapshot.js'
import { DIFFERENCE_KINDS } from '../../src/domain/wave-check.js'
import { DocumentRequest, Student } from '../../src/odoo/schema/index.js'
import { AUDIT_ENTITIES, AUDIT_OUTCOMES } from '../../src/store/tables/audit.js'
import { ar } from '../../web/src/i18n/ar/messages.js'
import { en } from '../../web/src/i18n/en/messages.js'

const SOURCES = fileURLToPath(new URL('../../web/src', import.meta.url))

/** Groups whose members are chosen by a word of the API, or by a list in the code. */
const CHOSEN_BY_WORD =
  /^(words|pages\.charts|nav|pages\.bulk\.texts|pages\.commands|pages\.programs\.intakeText|pages\.work\.shortcuts|signIn\.providerFailures|pages\.students\.orders|pages\.reports\.names|pages\.emails\.(to|noneText|unknownHint)|pages\.serviceLevels\.(levels|meanings|bases))\./

/** Members that are chosen by a short list beside their use, such as `t.app[other]`. */
const CHOSEN_BY_LIST = [
  'app.light',
  'app.dark',
  'pages.settings.auto',
  'pages.settings.light',
  'pages.settings.dark',
  'pages.serviceLevels.baselineFrom',
  'pages.serviceLevels.baselineTo',
  'pages.work.mine',
  'pages.work.everyone',
  'pages.work.resting',
]

/** Words that are types only: one that is missing here does not compile. */
const STAGES: Readonly<Record<WorkflowStage, true>> = {
  received: true,
  review: true,
  identity: true,
  enrolling: true,
  awaiting_agent: true,
  problem: true,
  address_rejected: true,
  training_started: true,
  rejected: true,
  lapsed: true,
  withdrawn: true,
  already_certified: true,
  already_finished: true,
  not_open: true,
  not_started: true,
  in_progress: true,
  stalled: true,
  overdue: true,
  paused: true,
  certificate_pending: true,
  certified: true,
  declined: true,
  validating: true,
  flagged: true,
  issuing: true,
  issued: true,
  revoked: true,
  expired: true,
  deleted_in_odoo: true,
}
const REQUIREMENTS: Readonly<Record<RequirementDetail['of'], true>> = {
  completed: true,
  overall: true,
  elearning: true,
  sessions: true,
  homework: true,
  assessment: true,
  documents: true,
  no_other_certificate: true,
}

/** What the API may say, by the vocabulary that translates it. */
const SAID: Readonly<Partial<Record<keyof typeof en.words, readonly string[]>>> = {
  applicantOutcomes: APPLICANT_OUTCOMES,
  auditActions: ['preview', 'confirm', ...COMMANDS].map((command) => `${command}_bulk_operation`),
  auditEntities: AUDIT_ENTITIES,
  auditOutcomes: AUDIT_OUTCOMES,
  bulkEffects: BULK_EFFECTS,
  bulkKinds: BULK_KINDS,
  bulkOutcomes: BULK_OUTCOMES,
  bulkStates: BULK_STATES,
  certificateStates: REGISTERED_STATES,
  decisions: DECISIONS,
  differences: DIFFERENCE_KINDS,
  driftClasses: DRIFT_CLASSES,
  driftStates: DRIFT_STATES,
  emailKinds: MAIL_KINDS,
  emailStates: MAIL_STATES,
  failures: Object.values(FailureType),
  flows: FLOWS,
  intakeModes: INTAKE_MODES,
  permissions: ALL_PERMISSIONS,
  reportPeriods: REPORT_PERIODS,
  reconciliationStates: RECONCILIATION_STATES,
  requirements: Object.keys(REQUIREMENTS),
  roles: STAFF_ROLES,
  ruleChanges: RULE_CHANGES,
  sources: READING_SOURCES,
  staffEmailKinds: STAFF_MAIL_KINDS,
  staffEmailStates: STAFF_EMAIL_STATES,
  stages: Object.keys(STAGES),
  sweepParts: [AlarmKey.Sweep, AlarmKey.SweepPages, AlarmKey.SweepCounters],
  systems: PAUSABLE,
  taskQueues: Object.values(TaskQueue),
  tasks: TASK_KINDS,
  trackerStatus: TRACKER_STATUSES,
}

function pathsOf(texts: object, prefix = ''): string[] {
  return Object.entries(texts).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null ? pathsOf(value, `${prefix}${name}.`) : [`${prefix}${name}`],
  )
}

describe('staff app: texts', () => {
  it('have the same keys in both languages', () => {
    assert.deepEqual(pathsOf(ar).sort(), pathsOf(en).sort())
  })

  it('have every word that the API may say', () => {
    const missing = Object.entries(SAID).flatMap(([vocabulary, words]) =>
      words
        .filter((word) => !(word in en.words[vocabulary as keyof typeof en.words]))
        .map((word) => `${vocabulary}.${word}`),
    )
    assert.deepEqual(missing, [])
  })

  it('offer the words that Odoo has, in its order', () => {
    const { englishLevels, documentTypes, studentStates } = en.words
    assert.deepEqual(Object.keys(englishLevels), Student.fields.englishLevel.keys)
    assert.deepEqual(Object.keys(studentStates), Student.fields.state.keys)
    assert.deepEqual(Object.keys(documentTypes), DocumentRequest.fields.documentType.keys)
  })

  it('say every problem of the API in Arabic, with its English detail only where that says more', () => {
    for (const kind of Object.keys(PROBLEMS))
      assert.match(ar.states.problem(kind, ''), /^\p{Script=Arabic}/u, kind)
    assert.doesNotMatch(ar.states.problem('paused', 'A person has paused it.'), /person/)
    assert.match(
      ar.states.problem('wrong-state', 'The training is not paused.'),
      /^الحالة .*\u2068The training is not paused\.\u2069$/,
    )
    assert.match(ar.states.problem('of-a-later-version', 'Too late.'), /\u2068Too late\.\u2069/)
  })

  it('count in singular and plural, with separators', () => {
    const { bases, points, days } = en.pages.serviceLevels
    assert.deepEqual(
      [bases.uptime(1), bases.uptime(1_200), points(-1, '−1'), days(2.5, '+2.5')],
      ['1 minute', '1,200 minutes', '−1 point', '+2.5 days'],
    )
    const inArabic = [1, 2, 3, 11, 1_200].map((count) => ar.plural.students(count))
    assert.deepEqual(inArabic, [
      'طالب واحد',
      'طالبان',
      '\u20663\u2069 طلاب',
      '\u206611\u2069 طالبًا',
      '\u20661,200\u2069 طالب',
    ])
    assert.equal(ar.pages.serviceLevels.days(-3, '−3'), '−3 أيام')
  })

  it('keep a name apart from the direction of the sentence around it', () => {
    assert.equal(ar.pages.views.saved('In training'), 'حُفظت «\u2068In training\u2069».')
    assert.equal(en.pages.sync.pausedBy('سامي', 'نقل'), 'Paused by \u2068سامي\u2069: \u2068نقل\u2069')
  })

  it('are all used', () => {
    const code = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('i18n') && !file.endsWith('.d.ts'))
      .map((file) => readFileSync(`${SOURCES}/${file}`, 'utf8'))
      .join('\n')
    // The names that the code gives to the texts, and to parts of them.
    const uses = code.matchAll(/\b(?:t|s|texts|messages|words)\b\??((?:\.\w+)+)/g)
    const used = new Set(Array.from(uses, ([, names = '']) => names.split('.')).flat())
    const unused = pathsOf(en).filter(
      (path) =>
        !CHOSEN_BY_WORD.test(path) &&
        !CHOSEN_BY_LIST.includes(path) &&
        !used.has(path.split('.').at(-1) ?? ''),
    )
    assert.deepEqual(unused, [])
  })
})
