/**
 * The plan: what setup would change on a server. Its vocabulary:
 *
 * - `desired`: a record that the declaration asks for on this server;
 * - `present`: a record that an earlier setup made (it has one of our external ids);
 * - `foreign`: a record that somebody else made. Setup uses it and never changes it;
 * - `undesired`: present, but no longer desired.
 */
import type { Odoo } from '../client/client.js'
import {
  Automation,
  FieldRecord,
  Menu,
  ModelRecord,
  ServerAction,
  UrlAction,
} from '../schema/administration.js'
import { APPS } from '../schema/suite.js'
import { requireAdministrator } from './administrator.js'
import type { Batch } from './batch.js'
import { readAppRecords } from './app-records.js'
import { readCompetingCrons, type CompetingCron } from './competing-crons.js'
import { desiredResources, type Desired } from './desired/index.js'
import { compare, type BatchSteps } from './difference.js'
import { MANAGED_MODELS } from './managed-models.js'
import { externalNames, IdResolver, readExternalIds } from './id-resolver.js'
import { missingMemberships, type DesiredMembership, type GroupMembership } from './group-memberships.js'
import { readOptionLabels, type OptionLabel } from './option-labels.js'
import { readPresent, type Present, type PresentRecord } from './present.js'
import { readServerState } from './read-server-state.js'
import { SetupError } from './setup-error.js'
import type { ServerState } from './server-state.js'

export interface SetupOptions {
  /** The administrator who runs setup. They join the managers. */
  readonly adminLogin: string
  /** The bot user; null: not known, nobody joins the bot's group. */
  readonly botLogin: string | null
  /** The address for the webhook rules; null: no rules are installed. */
  readonly webhooks: WebhookAddress | null
  /** Address of the staff app; null: nothing is said about the menu entries that lead there. */
  readonly appUrl: string | null
}

/** The address that Odoo's webhook rules call. It contains a secret. */
export interface WebhookAddress {
  /** Returns the address in the rules that Odoo has, if its secret is current. */
  readonly present: () => Promise<string | null>
  /** Makes a new secret and returns the address with it. */
  readonly make: () => Promise<string>
  /** Stands in a plan for an address that does not exist yet. */
  readonly placeholder: string
}

/** The changes that lead from the present state of the server to the desired one. */
export interface SetupPlan {
  readonly server: ServerState
  readonly groundwork: readonly BatchSteps[]
  readonly finish: readonly BatchSteps[]
  /** Texts of existing options. New options get theirs when they are made. */
  readonly optionLabels: readonly OptionLabel[]
  readonly groupMemberships: readonly GroupMembership[]
  /** Active ones, to be switched off. */
  readonly competingCrons: readonly CompetingCron[]
  /** Undesired records that setup removes. */
  readonly obsolete: readonly PresentRecord[]
  /** Undesired models and fields. They stay, because they may hold data. */
  readonly leftovers: readonly PresentRecord[]
  /** Webhook rules that stay although this run installs none. */
  readonly keptWebhookRules: readonly PresentRecord[]
}

/** A plan and what it was made from. */
export interface Planned {
  readonly plan: SetupPlan
  readonly resolver: IdResolver
  readonly present: Present
}

/**
 * Compares the server with the declaration; changes nothing. Throws `SetupError` when setup
 * cannot work on this server. `newAddress` is the webhook address that was just made.
 */
export async function planSetup(
  odoo: Odoo,
  options: SetupOptions,
  newAddress: string | null = null,
): Promise<Planned> {
  await requireAdministrator(odoo, options.adminLogin)
  const { webhooks } = options
  const webhookAddress = newAddress ?? (webhooks && ((await webhooks.present()) ?? webhooks.placeholder))
  const server = await readServerState(odoo, { webhookAddress, appUrl: options.appUrl })
  if (!server.modules.has(APPS.elearning)) {
    throw new SetupError(`Odoo's app eLearning (${APPS.elearning}) is not installed. Install it first.`)
  }
  const desired = desiredResources(server)
  const batches = [...desired.groundwork, ...desired.finish]
  const present = await readPresent(odoo, MANAGED_MODELS, batches, server.arabic)
  const memberships = desiredMemberships(options, server)
  const external = await readExternalIds(
    odoo,
    externalNames(
      batches,
      memberships.map(({ group }) => group),
    ),
  )
  const app = await readAppRecords(odoo)
  const presentIds = [...present].map(([name, { id }]) => [name, id] as const)
  const resolver = new IdResolver(server, new Map([...app, ...presentIds]), external)
  const steps = (some: readonly Batch[]) => compare(some, present, app, server, resolver)
  const crons = await readCompetingCrons(odoo, server.suite)
  const plan: SetupPlan = {
    server,
    groundwork: steps(desired.groundwork),
    finish: steps(desired.finish),
    optionLabels: await readOptionLabels(odoo, presentFields(desired, present), server.arabic),
    groupMemberships: await missingMemberships(odoo, memberships, resolver),
    competingCrons: crons.filter(({ active }) => active),
    ...undesired(batches, present, server),
  }
  return { plan, resolver, present }
}

/** Returns whether there is nothing to do. */
export const isEmpty = (plan: SetupPlan): boolean =>
  [...plan.groundwork, ...plan.finish].every(({ steps }) => steps.every(({ action }) => action === 'keep')) &&
  [plan.optionLabels, plan.groupMemberships, plan.competingCrons, plan.obsolete].every(
    ({ length }) => length === 0,
  )

/** Returns the steps that make the whole plan impossible. */
export const conflicts = ({ groundwork, finish }: SetupPlan) =>
  [...groundwork, ...finish].flatMap(({ steps }) =>
    steps.flatMap((step) => (step.action === 'conflict' ? [step] : [])),
  )

const opensUrl = (action: unknown) => typeof action === 'string' && action.startsWith(UrlAction.name)

const desiredMemberships = (
  { adminLogin, botLogin }: SetupOptions,
  { groups }: ServerState,
): DesiredMembership[] => [
  {
    login: adminLogin,
    group: groups.manager,
    title: 'the administrator who runs setup',
    description: 'joins the managers',
  },
  ...(botLogin === null
    ? []
    : [{ login: botLogin, group: groups.bot, title: 'the bot', description: 'joins its group' }]),
]

const presentFields = ({ groundwork }: Desired, present: Present) =>
  groundwork.flatMap(({ resources }) =>
    resources.flatMap((resource) => {
      const record = resource.model === FieldRecord ? present.get(resource.id) : undefined
      return record ? [[resource, record.id] as const] : []
    }),
  )

function undesired(
  batches: readonly Batch[],
  present: Present,
  { webhookAddress, appUrl }: ServerState,
): Pick<SetupPlan, 'obsolete' | 'leftovers' | 'keptWebhookRules'> {
  const desired = new Set(batches.flatMap(({ resources }) => resources.map(({ id }) => id)))
  const records = [...present.values()].filter(({ externalId }) => !desired.has(externalId))
  const mayHoldData = ({ model }: PresentRecord) => model === ModelRecord || model === FieldRecord
  // A run that installs no webhook rules says nothing about those of an earlier run.
  const isKept = ({ model, values }: PresentRecord) =>
    (webhookAddress === null && (model === Automation || model === ServerAction)) ||
    (appUrl === null && (model === UrlAction || (model === Menu && opensUrl(values['action']))))
  return {
    obsolete: records.filter((record) => !mayHoldData(record) && !isKept(record)),
    leftovers: records.filter(mayHoldData),
    keptWebhookRules: records.filter((record) => isKept(record) && record.model === Automation),
  }
}
