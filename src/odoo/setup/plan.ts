import type { Odoo } from '../client/client.js'
import { Automation, FieldRecord, ModelRecord, ServerAction } from '../schema/administration.js'
import { APPS } from '../schema/suite.js'
import { requireAdministrator } from './administrator.js'
import type { Batch } from './batch.js'
import { readAppRecords } from './app.js'
import { readCompetingCrons, type CompetingCron } from './competing-crons.js'
import { desiredResources, type Desired } from './desired/index.js'
import { compare, type BatchSteps } from './difference.js'
import { MANAGED_MODELS } from './managed-models.js'
import { externalNames, IdResolver, readExternalIds } from './id-resolver.js'
import { readGroupMemberships, type GroupMembership, type WantedMembership } from './group-memberships.js'
import { readOptionLabels, type OptionLabel } from './option-labels.js'
import { readPresent, type Present, type PresentRecord } from './present.js'
import { readServerState } from './read-server-state.js'
import { SetupRejected } from './rejected.js'
import type { ServerState } from './server-state.js'

export interface SetupOptions {
  /** Who runs setup: joins the managers. */
  readonly adminLogin: string
  /** The user as whom the product works with Odoo; null: not known, joins nothing. */
  readonly botLogin: string | null
  /** How Odoo's automation rules reach us; null: not known, no rules. */
  readonly hooks: WebhookAddress | null
}

/** The address that Odoo's automation rules call. It holds a secret. */
export interface WebhookAddress {
  /** The one that the rules in Odoo have, as long as it is good. */
  readonly present: () => Promise<string | null>
  /** A new one, in place of the present one. */
  readonly make: () => Promise<string>
  /** What stands in a plan for one that is still to be made. */
  readonly future: string
}

/** The way from what is there to what we want. */
export interface SetupPlan {
  readonly situation: ServerState
  readonly groundwork: readonly BatchSteps[]
  readonly finish: readonly BatchSteps[]
  /** Texts of options that are there. Those of options still to be made come with them. */
  readonly optionLabels: readonly OptionLabel[]
  readonly joinings: readonly GroupMembership[]
  /** Active ones, to be switched off. */
  readonly crons: readonly CompetingCron[]
  /** What setup made earlier and nobody wants any more. */
  readonly removals: readonly PresentRecord[]
  /** The same of models and fields: they stay, for they may hold data. */
  readonly leftovers: readonly PresentRecord[]
}

/** A plan and what it was made of. */
export interface Planned {
  readonly plan: SetupPlan
  readonly known: IdResolver
  readonly present: Present
}

/**
 * Compares the server with the declaration; changes nothing. `SetupRefused`: there is no way, and why. `newAddress`: the one that has just
 * been made for the rules.
 */
export async function planSetup(
  odoo: Odoo,
  options: SetupOptions,
  newAddress: string | null = null,
): Promise<Planned> {
  await requireAdministrator(odoo, options.adminLogin)
  const { hooks } = options
  const hookAddress = newAddress ?? (hooks && ((await hooks.present()) ?? hooks.future))
  const situation = await readServerState(odoo, hookAddress)
  if (!situation.modules.has(APPS.elearning)) {
    throw new SetupRejected(`Odoo's app eLearning (${APPS.elearning}) is not installed: install it first.`)
  }
  const desired = desiredResources(situation)
  const batches = [...desired.groundwork, ...desired.finish]
  const present = await readPresent(odoo, MANAGED_MODELS, batches, situation.arabic)
  const wishes = wishesOf(options, situation)
  const external = await readExternalIds(
    odoo,
    externalNames(
      batches,
      wishes.map(({ into }) => into),
    ),
  )
  const app = await readAppRecords(odoo)
  const made = [...present].map(([name, { id }]) => [name, id] as const)
  const known = new IdResolver(situation, new Map([...app, ...made]), external)
  const steps = (some: readonly Batch[]) => compare(some, present, app, situation, known)
  const crons = await readCompetingCrons(odoo, situation.suite)
  const plan: SetupPlan = {
    situation,
    groundwork: steps(desired.groundwork),
    finish: steps(desired.finish),
    optionLabels: await readOptionLabels(odoo, ourFields(desired, present), situation.arabic),
    joinings: await readGroupMemberships(odoo, wishes, known),
    crons: crons.filter(({ active }) => active),
    ...unwanted(batches, present, situation),
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

const wishesOf = ({ adminLogin, botLogin }: SetupOptions, { groups }: ServerState): WantedMembership[] => [
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

function unwanted(
  batches: readonly Batch[],
  present: Present,
  { hookAddress }: ServerState,
): Pick<SetupPlan, 'removals' | 'leftovers'> {
  const wanted = new Set(batches.flatMap(({ resources }) => resources.map(({ id }) => id)))
  const records = [...present.values()].filter(({ externalId }) => !wanted.has(externalId))
  const stays = ({ model }: PresentRecord) => model === ModelRecord || model === FieldRecord
  // Made by a run that knew where we are to be called: this one does not, and cannot say that they are not wanted.
  const isRule = ({ model }: PresentRecord) => model === Automation || model === ServerAction
  return {
    removals: records.filter((record) => !stays(record) && !(hookAddress === null && isRule(record))),
    leftovers: records.filter(stays),
  }
}
