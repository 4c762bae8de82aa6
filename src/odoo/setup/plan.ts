import type { Odoo } from '../client.js'
import { FieldRecord } from '../schema/administration.js'
import { APPS } from '../schema/suite.js'
import type { Batch } from './batch.js'
import { readCompetingCrons, type CompetingCron } from './competing-crons.js'
import { desiredResources, type Desired } from './desired.js'
import { compare, type BatchSteps } from './difference.js'
import { KINDS } from './kinds.js'
import { externalNames, Known, readExternalIds } from './known.js'
import { readJoinings, type Joining, type Wish } from './memberships.js'
import { readOptionLabels, type OptionLabel } from './option-labels.js'
import { readPresent, type Present, type PresentRecord } from './present.js'
import { readSituation } from './read-situation.js'
import { SetupRefused } from './refused.js'
import type { Situation } from './situation.js'

export interface SetupOptions {
  /** Who runs setup: joins the managers. */
  readonly adminLogin: string
  /** The user as whom the product works with Odoo; null: not known, joins nothing. */
  readonly botLogin: string | null
  /** The address that Odoo's automation rules call, with its secret; null: no rules. */
  readonly hookAddress: string | null
}

/** The way from what is there to what we want. */
export interface SetupPlan {
  readonly situation: Situation
  readonly groundwork: readonly BatchSteps[]
  readonly finish: readonly BatchSteps[]
  /** Texts of options that are there. Those of options still to be made come with them. */
  readonly optionLabels: readonly OptionLabel[]
  readonly joinings: readonly Joining[]
  /** Active ones, to be switched off. */
  readonly crons: readonly CompetingCron[]
  /** What setup made earlier and nobody wants any more. */
  readonly removals: readonly PresentRecord[]
}

/** A plan and what it was made of. */
export interface Planned {
  readonly plan: SetupPlan
  readonly known: Known
  readonly present: Present
}

/** Compares the server with the declaration; changes nothing. `SetupRefused`: there is no way, and why. */
export async function planSetup(odoo: Odoo, options: SetupOptions): Promise<Planned> {
  const situation = await readSituation(odoo, options.hookAddress)
  if (!situation.modules.has(APPS.elearning)) {
    throw new SetupRefused(`Odoo's app eLearning (${APPS.elearning}) is not installed: install it first.`)
  }
  const desired = desiredResources(situation)
  const batches = [...desired.groundwork, ...desired.finish]
  const present = await readPresent(odoo, KINDS, batches, situation.arabic)
  const wishes = wishesOf(options, situation)
  const external = await readExternalIds(
    odoo,
    externalNames(
      batches,
      wishes.map(({ into }) => into),
    ),
  )
  const known = new Known(situation, new Map([...present].map(([name, { id }]) => [name, id])), external)
  const steps = (some: readonly Batch[]) => compare(some, present, situation, known)
  const crons = await readCompetingCrons(odoo, situation.suite)
  const plan: SetupPlan = {
    situation,
    groundwork: steps(desired.groundwork),
    finish: steps(desired.finish),
    optionLabels: await readOptionLabels(odoo, ourFields(desired, present), situation.arabic),
    joinings: await readJoinings(odoo, wishes, known),
    crons: crons.filter(({ active }) => active),
    removals: unwanted(batches, present),
  }
  return { plan, known, present }
}

/** Nothing to do. */
export const isEmpty = (plan: SetupPlan): boolean =>
  [...plan.groundwork, ...plan.finish].every(({ steps }) => steps.every(({ action }) => action === 'keep')) &&
  [plan.optionLabels, plan.joinings, plan.crons, plan.removals].every(({ length }) => length === 0)

/** What stands in the way. */
export const refusals = ({ groundwork, finish }: SetupPlan) =>
  [...groundwork, ...finish].flatMap(({ steps }) =>
    steps.flatMap((step) => (step.action === 'refuse' ? [step] : [])),
  )

const wishesOf = ({ adminLogin, botLogin }: SetupOptions, { groups }: Situation): Wish[] => [
  {
    login: adminLogin,
    into: groups.manager,
    title: 'the administrator who runs setup',
    words: 'joins the managers',
  },
  ...(botLogin === null
    ? []
    : [{ login: botLogin, into: groups.bot, title: 'the bot', words: 'joins its group' }]),
]

const ourFields = ({ groundwork }: Desired, present: Present) =>
  groundwork.flatMap(({ resources }) =>
    resources.flatMap((resource) => {
      const record = resource.model === FieldRecord ? present.get(resource.id) : undefined
      return record ? [[resource, record.id] as const] : []
    }),
  )

function unwanted(batches: readonly Batch[], present: Present): PresentRecord[] {
  const wanted = new Set(batches.flatMap(({ resources }) => resources.map(({ id }) => id)))
  return [...present.values()].filter(({ externalId }) => !wanted.has(externalId))
}
