import { APPS } from '../schema/suite.js'
import { ModelRecord } from '../schema/administration.js'
import type { BatchSteps, Change, Step } from './difference.js'
import { conflicts, isEmpty, type SetupPlan } from './plan.js'
import type { PresentRecord } from './present.js'
import type { Resource } from './resource.js'

/** A line of the plan, also in the output of `--json`. */
export interface PlanLine {
  readonly action: 'create' | 'change' | 'remove' | 'conflict'
  /** The heading above the line. */
  readonly kind: string
  /** Which record. */
  readonly title: string
  /** What the record is, or why there is a conflict. */
  readonly description: string
  readonly changes: readonly {
    readonly field: string
    readonly lang: string | null
    readonly from: string
    readonly to: string
  }[]
}

const SIGNS: Readonly<Record<PlanLine['action'], string>> = {
  create: '+',
  change: '~',
  remove: '-',
  conflict: '!',
}

/** Describes the plan for a person: every change, and only the number of unchanged records. */
export function describePlan(plan: SetupPlan, state: 'planned' | 'done'): string {
  const lines = planLines(plan)
  const blocks = [...new Set(lines.map(({ kind }) => kind))].map((kind) =>
    [kind, ...lines.filter((line) => line.kind === kind).flatMap(lineText)].join('\n'),
  )
  return [serverSummary(plan), ...blocks, ...notes(plan), summary(plan, state)].join('\n\n')
}

/** Describes the plan for a program. */
export const planJson = (plan: SetupPlan) => ({
  odoo: plan.server.version,
  suite: plan.server.suite,
  empty: isEmpty(plan),
  possible: conflicts(plan).length === 0,
  counts: counts(plan),
  lines: planLines(plan),
  notes: notes(plan),
})

function planLines(plan: SetupPlan): readonly PlanLine[] {
  const batches = [...plan.groundwork, ...plan.finish]
  const created = new Set<string>()
  return [
    ...batches.flatMap((batch) => batchLines(batch, created)),
    ...labelLines(plan),
    ...plan.groupMemberships.map(({ title, description }) => line('change', 'Users', title, description)),
    ...plan.competingCrons.map(({ name }) =>
      line(
        'change',
        'Scheduled actions of the suite',
        name,
        'is switched off until rollback, because it writes the same records as we do',
      ),
    ),
    ...plan.obsolete.map((record) =>
      line('remove', 'No longer needed', `${record.model.name} ${titleOf(record)}`, ''),
    ),
  ]
}

function batchLines({ title, steps }: BatchSteps, created: Set<string>): PlanLine[] {
  return steps.flatMap((step) => {
    const { resource } = step
    // A later batch may complete a record that an earlier one creates: one line is enough.
    const isRepeated = created.has(resource.id)
    if (step.action === 'create') created.add(resource.id)
    if (step.action === 'keep' || (isRepeated && step.action === 'create')) return []
    return [stepLine(step, title)]
  })
}

function stepLine(step: Exclude<Step, { action: 'keep' }>, kind: string): PlanLine {
  const { resource } = step
  if (step.action === 'conflict') return line('conflict', kind, resource.title, step.reason)
  if (step.action === 'create') return line('create', kind, resource.title, resource.description)
  return {
    ...line('change', kind, resource.title, ''),
    changes: step.changes.map((change) => formatChange(resource, change)),
  }
}

const line = (action: PlanLine['action'], kind: string, title: string, description: string): PlanLine => ({
  action,
  kind,
  title,
  description,
  changes: [],
})

const labelLines = ({ optionLabels }: SetupPlan): PlanLine[] =>
  optionLabels.length === 0
    ? []
    : [line('change', 'Options', `${optionLabels.length} options`, 'get their Arabic labels')]

function formatChange({ secret }: Resource, { field, lang, from, to }: Change) {
  const format = (value: unknown) => (secret.includes(field) ? '(secret)' : shorten(value))
  return { field, lang, from: format(from), to: to === undefined ? '(not yet created)' : format(to) }
}

/** Characters. Longer texts (views) are cut. */
const MAX_LENGTH = 60

function shorten(value: unknown): string {
  if (value === null || value === undefined || value === '') return '(nothing)'
  const text = typeof value === 'string' ? `“${value}”` : JSON.stringify(value)
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text
}

const lineText = ({ action, title, description, changes }: PlanLine): string[] => [
  `  ${SIGNS[action]} ${title}${description === '' ? '' : `: ${description}`}`,
  ...changes.map(
    ({ field, lang, from, to }) => `      ${field}${lang === null ? '' : ` (${lang})`}: ${from} → ${to}`,
  ),
]

function serverSummary({ server: { version, suite } }: SetupPlan): string {
  return suite === null
    ? `Odoo ${version} without the training suite: setup creates its models.`
    : `Odoo ${version} with the training suite (${suite}): setup uses its models and adds only what they lack.`
}

/** What this run leaves out or keeps, and why. */
const notes = (plan: SetupPlan): string[] => [
  ...webhookNotes(plan),
  ...plan.leftovers.map(
    (record) =>
      `Kept: ${titleOf(record)}, a ${record.model === ModelRecord ? 'model' : 'field'} that an earlier setup created and that is no longer needed. It may hold data. Remove it in Odoo, or with \`setup rollback\`.`,
  ),
]

function webhookNotes({ server: { modules, webhookAddress }, keptWebhookRules }: SetupPlan): string[] {
  const kept = keptWebhookRules.length
  if (webhookAddress === null && kept > 0)
    return [
      `Kept: ${kept} webhook rules that an earlier setup installed. This run had no address for them. \`setup rollback\` removes them.`,
    ]
  if (webhookAddress === null)
    return [
      'Left out: webhook rules. Without them the scheduled sweep finds the changes, within minutes instead of seconds. To install them, set DATABASE_URL and HOOKS_URL.',
    ]
  if (!modules.has(APPS.automation))
    return [`Left out: webhook rules. They need Odoo's app ${APPS.automation}, which is not installed.`]
  return []
}

function titleOf({ values, externalId }: PresentRecord): string {
  const title = values['name'] ?? values['model'] ?? values['key']
  return typeof title === 'string' && title !== '' ? title : externalId
}

function counts(plan: SetupPlan) {
  const lines = planLines(plan)
  const count = (action: PlanLine['action']) => lines.filter((one) => one.action === action).length
  const kept = [...plan.groundwork, ...plan.finish].flatMap(({ steps }) =>
    steps.flatMap(({ action, resource }) => (action === 'keep' ? [resource.id] : [])),
  )
  return {
    create: count('create'),
    change: count('change'),
    remove: count('remove'),
    conflict: count('conflict'),
    keep: new Set(kept).size,
  }
}

function summary(plan: SetupPlan, state: 'planned' | 'done'): string {
  const { create, change, remove, conflict, keep } = counts(plan)
  if (isEmpty(plan)) return `Nothing to do: all ${keep} records are up to date.`
  if (conflict > 0) return `Conflicts (!): ${conflict}. Nothing is changed until they are resolved.`
  return state === 'planned'
    ? `Plan: ${create} to create, ${change} to change, ${remove} to remove; ${keep} unchanged.`
    : `Done: ${create} created, ${change} changed, ${remove} removed; ${keep} unchanged.`
}
