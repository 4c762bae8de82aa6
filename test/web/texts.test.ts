import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { FLOWS } from '../../src/contracts/application.js'
import { BULK_EFFECTS, BULK_KINDS, BULK_OUTCOMES, BULK_STATES } from '../../src/contracts/bulk-operation.js'
import { MAIL_KINDS, MAIL_STATES } from '../../src/contracts/mail.js'
import { PAUSABLE } from '../../src/contracts/outside-systems.js'
import { RECONCILIATION_STATES } from '../../src/contracts/reconciliation.js'
import { READING_SOURCES } from '../../src/contracts/sync-sources.js'
import { DECISIONS, TASK_KINDS } from '../../src/contracts/tasks.js'
import { APPLICANT_OUTCOMES } from '../../src/domain/applicant-preview.js'
import { DRIFT_CLASSES, DRIFT_STATES } from '../../src/domain/drift.js'
import { INTAKE_MODES } from '../../src/domain/intake.js'
import { ALL_PERMISSIONS, STAFF_ROLES } from '../../src/domain/permissions.js'
import { REGISTERED_STATES } from '../../src/domain/registered-state.js'
import { RULE_CHANGES } from '../../src/domain/rule-change.js'
import { TRACKER_STATUSES } from '../../src/domain/snapshot.js'
import { DIFFERENCE_KINDS } from '../../src/domain/wave-check.js'
import { AUDIT_ENTITIES, AUDIT_OUTCOMES } from '../../src/store/tables/audit.js'
import { ar } from '../../web/src/i18n/ar/messages.js'
import { en } from '../../web/src/i18n/en/messages.js'

const SOURCES = fileURLToPath(new URL('../../web/src', import.meta.url))

/** Groups whose members are chosen by a word of the API, or by a list in the code. */
const CHOSEN_BY_WORD =
  /^(words|pages\.charts|nav|pages\.bulk\.texts|pages\.commands|pages\.programs\.intakeText|pages\.work\.shortcuts|signIn\.providerFailures|pages\.students\.orders|pages\.reports\.names|pages\.serviceLevels\.(levels|meanings|bases))\./

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

/** What the API may say, by the vocabulary that translates it. */
const SAID: Readonly<Partial<Record<keyof typeof en.words, readonly string[]>>> = {
  applicantOutcomes: APPLICANT_OUTCOMES,
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
  flows: FLOWS,
  intakeModes: INTAKE_MODES,
  permissions: ALL_PERMISSIONS,
  reconciliationStates: RECONCILIATION_STATES,
  roles: STAFF_ROLES,
  ruleChanges: RULE_CHANGES,
  sources: READING_SOURCES,
  systems: PAUSABLE,
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
