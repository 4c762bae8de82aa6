import { APPS } from '../schema/suite.js'
import { ModelRecord } from '../schema/administration.js'
import type { BatchSteps, Change, Step } from './difference.js'
import { isEmpty, refusals, type SetupPlan } from './plan.js'
import type { Resource } from './resource.js'

/** A line of the plan, also as `--json` gives it. */
export interface PlanLine {
  readonly action: 'create' | 'change' | 'remove' | 'refuse'
  /** Heading under which it stands. */
  readonly kind: string
  /** Which record. */
  readonly title: string
  /** What it is, or why not. */
  readonly words: string
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
  refuse: '!',
}

/** The plan for a person: what is made, changed and removed; of what is as wanted only the number. */
export function describePlan(plan: SetupPlan, state: 'planned' | 'done'): string {
  const lines = planLines(plan)
  const blocks = [...new Set(lines.map(({ kind }) => kind))].map((kind) =>
    [kind, ...lines.filter((line) => line.kind === kind).flatMap(lineText)].join('\n'),
  )
  return [whatIsThere(plan), ...blocks, ...leftOut(plan), summary(plan, state)].join('\n\n')
}

/** The same for a program. */
export const planJson = (plan: SetupPlan) => ({
  odoo: plan.situation.version,
  suite: plan.situation.suite,
  empty: isEmpty(plan),
  possible: refusals(plan).length === 0,
  counts: counts(plan),
  lines: planLines(plan),
  leftOut: leftOut(plan),
})

function planLines(plan: SetupPlan): readonly PlanLine[] {
  const batches = [...plan.groundwork, ...plan.finish]
  const made = new Set<string>()
  return [
    ...batches.flatMap((batch) => batchLines(batch, made)),
    ...labelLines(plan),
    ...plan.joinings.map(({ title, words }) => line('change', 'Users', title, words)),
    ...plan.crons.map(({ name }) =>
      line(
        'change',
        'Scheduled actions of the suite',
        name,
        'is switched off, until rollback: it writes what we write',
      ),
    ),
    ...plan.removals.map(({ model, externalId, values }) =>
      line('remove', 'Not wanted any more', `${model.name} ${titleOf(values, externalId)}`, ''),
    ),
  ]
}

function batchLines({ title, steps }: BatchSteps, made: Set<string>): PlanLine[] {
  return steps.flatMap((step) => {
    const { resource } = step
    // What is completed in a later batch is told once.
    const isKnown = made.has(resource.id)
    if (step.action === 'create') made.add(resource.id)
    if (step.action === 'keep' || (isKnown && step.action === 'create')) return []
    return [stepLine(step, title)]
  })
}

function stepLine(step: Exclude<Step, { action: 'keep' }>, kind: string): PlanLine {
  const { resource } = step
  if (step.action === 'refuse') return line('refuse', kind, resource.title, step.words)
  if (step.action === 'create') return line('create', kind, resource.title, resource.words)
  return {
    ...line('change', kind, resource.title, ''),
    changes: step.changes.map((change) => shown(resource, change)),
  }
}

const line = (action: PlanLine['action'], kind: string, title: string, words: string): PlanLine => ({
  action,
  kind,
  title,
  words,
  changes: [],
})

const labelLines = ({ optionLabels }: SetupPlan): PlanLine[] =>
  optionLabels.length === 0
    ? []
    : [line('change', 'Options', `${String(optionLabels.length)} options`, 'are given their Arabic texts')]

function shown({ secret }: Resource, { field, lang, from, to }: Change) {
  const value = (one: unknown) => (secret.includes(field) ? '(secret)' : brief(one))
  return { field, lang, from: value(from), to: to === undefined ? '(still to be made)' : value(to) }
}

/** Longer texts (views) are named, not shown. */
const BRIEF = 60

function brief(value: unknown): string {
  if (value === null || value === undefined || value === '') return '(nothing)'
  const text = typeof value === 'string' ? `“${value}”` : JSON.stringify(value)
  return text.length > BRIEF ? `${text.slice(0, BRIEF)}…` : text
}

const lineText = ({ action, title, words, changes }: PlanLine): string[] => [
  `  ${SIGNS[action]} ${title}${words === '' ? '' : `: ${words}`}`,
  ...changes.map(
    ({ field, lang, from, to }) => `      ${field}${lang === null ? '' : ` (${lang})`}: ${from} → ${to}`,
  ),
]

function whatIsThere({ situation }: SetupPlan): string {
  const { version, suite } = situation
  return suite === null
    ? `Odoo ${version} without the training suite: its models are made here.`
    : `Odoo ${version} with the training suite (${suite}): its models are used as they are, and only what they lack is made.`
}

/** What is not wanted on this server, and why. */
function leftOut({ situation: { modules, hookAddress }, leftovers }: SetupPlan): string[] {
  const words: string[] = []
  if (!modules.has(APPS.automation)) {
    words.push(
      `Left out: automation rules that tell us of changes at once. Odoo's app ${APPS.automation} is not installed; without it changes are found by the sweep.`,
    )
  } else if (hookAddress === null) {
    words.push(
      'Left out: automation rules that tell us of changes at once. They need DATABASE_URL and HOOKS_URL; without them changes are found by the sweep.',
    )
  }
  for (const { model, values, externalId } of leftovers) {
    words.push(
      `Left as it is: ${titleOf(values, externalId)}, a ${model === ModelRecord ? 'model' : 'field'} that setup made earlier and that is not wanted any more. It may hold data: remove it in Odoo, or with setup rollback.`,
    )
  }
  return words
}

function titleOf(values: Readonly<Record<string, unknown>>, externalId: string): string {
  const title = values['name'] ?? values['model'] ?? values['key']
  return typeof title === 'string' && title !== '' ? title : externalId
}

function counts(plan: SetupPlan) {
  const lines = planLines(plan)
  const of = (action: PlanLine['action']) => lines.filter((one) => one.action === action).length
  const kept = [...plan.groundwork, ...plan.finish].flatMap(({ steps }) =>
    steps.flatMap(({ action, resource }) => (action === 'keep' ? [resource.id] : [])),
  )
  return {
    create: of('create'),
    change: of('change'),
    remove: of('remove'),
    refuse: of('refuse'),
    keep: new Set(kept).size,
  }
}

function summary(plan: SetupPlan, state: 'planned' | 'done'): string {
  const { create, change, remove, refuse, keep } = counts(plan)
  if (isEmpty(plan)) return `Nothing to do: all ${String(keep)} records are as wanted.`
  if (refuse > 0) return `${String(refuse)} refused (!): nothing is changed before they are mended.`
  return state === 'planned'
    ? `Plan: ${String(create)} to create, ${String(change)} to change, ${String(remove)} to remove; ${String(keep)} as wanted.`
    : `Done: ${String(create)} created, ${String(change)} changed, ${String(remove)} removed; ${String(keep)} were as wanted.`
}
