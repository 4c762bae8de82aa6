import type { Odoo } from '../client/client.js'
import type { Upsert } from '../client/load.js'
import type { Model } from '../schema/model.js'
import { AccessRight, Automation, ModelRecord, ScheduledAction } from '../schema/administration.js'
import { readAutomationInterval } from './automation-interval.js'
import { saveBaseline } from './baseline.js'
import type { BatchSteps, Change, Step } from './difference.js'
import type { IdResolver } from './id-resolver.js'
import { groupBy } from '../../group-by.js'
import { APPS } from '../schema/suite.js'
import { withLock, removeStaleLock } from './lock.js'
import { addToGroup } from './group-memberships.js'
import { readOptionLabels } from './option-labels.js'
import { conflicts, isEmpty, planSetup, type Planned, type SetupOptions, type SetupPlan } from './plan.js'
import { removeRecords } from './remove.js'
import type { Resource } from './resource.js'
import { fieldIds, missingTranslations, optionTranslations, translate } from './translations.js'

/**
 * Applies the plan and returns it. A plan with conflicts is returned without any change.
 * Each call is one transaction of Odoo. A run may end after any call: the next run keeps what is
 * done and does the rest. Throws `SetupError` when setup is impossible or already running.
 */
export async function applySetup(odoo: Odoo, options: SetupOptions): Promise<SetupPlan> {
  const { plan } = await planSetup(odoo, options)
  if (isEmpty(plan)) await removeStaleLock(odoo)
  if (isEmpty(plan) || conflicts(plan).length > 0) return plan
  return withLock(odoo, async (keepLock) => {
    // Another setup may have run in the meantime.
    const planned = await ensureWebhookAddress(odoo, options, await planSetup(odoo, options))
    if (conflicts(planned.plan).length === 0) await applyPlan(odoo, planned, keepLock)
    return planned.plan
  })
}

/**
 * Makes the webhook address only now, under the lock, because a new secret replaces the old one.
 */
async function ensureWebhookAddress(odoo: Odoo, options: SetupOptions, planned: Planned): Promise<Planned> {
  const { webhooks } = options
  const { server } = planned.plan
  const isMissing = webhooks !== null && server.webhookAddress === webhooks.placeholder
  if (!isMissing || !server.modules.has(APPS.automation) || conflicts(planned.plan).length > 0) return planned
  return planSetup(odoo, options, await webhooks.make())
}

async function applyPlan(
  odoo: Odoo,
  { plan, resolver }: Planned,
  keepLock: () => Promise<void>,
): Promise<void> {
  const applyBatches = async (batches: readonly BatchSteps[]) => {
    for (const { steps } of batches) {
      await keepLock()
      await create(
        odoo,
        steps.flatMap((step) => (step.action === 'create' ? [step.resource] : [])),
        resolver,
      )
      await change(odoo, steps.filter(isChange), resolver)
    }
  }
  await applyBatches(plan.groundwork)
  await keepLock()
  await applyGroupMemberships(odoo, plan, resolver)
  if (createsRules(plan)) await saveBaseline(odoo, { intervals: await readAutomationInterval(odoo) })
  await applyBatches(plan.finish)
  await keepLock()
  await applyTranslations(odoo, plan, resolver)
  await switchOffCompetingCrons(odoo, plan)
  await removeRecords(odoo, plan.obsolete, keepLock)
}

const createsRules = ({ finish }: SetupPlan) =>
  finish.some(({ steps }) =>
    steps.some(({ action, resource }) => action === 'create' && resource.model === Automation),
  )

async function applyTranslations(
  odoo: Odoo,
  { server, groundwork, finish }: SetupPlan,
  resolver: IdResolver,
): Promise<void> {
  const options = await readOptionLabels(odoo, fieldIds(groundwork, resolver), server.arabic)
  await translate(odoo, [
    ...missingTranslations([...groundwork, ...finish], server.arabic),
    ...(await optionTranslations(odoo, options)),
  ])
}

type ChangeStep = Extract<Step, { action: 'change' }>
const isChange = (step: Step): step is ChangeStep => step.action === 'change'

async function create(odoo: Odoo, resources: readonly Resource[], resolver: IdResolver): Promise<void> {
  const [first] = resources
  if (!first) return
  const ids = await loadResources(odoo, first.model, resources, Object.keys(first.values), resolver)
  resources.forEach((resource, index) => resolver.add(resource, ids[index] ?? 0))
  if (first.model === AccessRight) await clearPermissionCache(odoo, ids, resources)
}

/**
 * Writes only the fields that differ, with one call for all records that differ in the same fields.
 */
async function change(odoo: Odoo, steps: readonly ChangeStep[], resolver: IdResolver): Promise<void> {
  const groups = groupBy(steps, ({ changes }) => changedFields(changes).join())
  for (const [fields, [...group]] of groups) {
    const [first] = group
    if (!first || fields === '') continue
    const resources = group.map(({ resource }) => resource)
    await loadResources(odoo, first.resource.model, resources, fields.split(','), resolver)
  }
}

/** Returns the fields that differ in English. Translations are written by `translate`. */
const changedFields = (changes: readonly Change[]) =>
  changes.flatMap(({ field, lang }) => (lang === null ? [field] : []))

function loadResources(
  odoo: Odoo,
  model: Model,
  resources: readonly Resource[],
  fields: readonly string[],
  resolver: IdResolver,
): Promise<number[]> {
  const rows = resources.map(({ id, values, title }): Upsert<Model> => {
    const cells = fields.map((field): [string, unknown] => [
      field,
      resolved(resolver.value(values[field] ?? null), `${title}: ${field}`),
    ])
    return { externalId: id, ...Object.fromEntries(cells) }
  })
  return (model === ModelRecord ? odoo.with({ installing: true }) : odoo).load(model, rows)
}

/**
 * Odoo clears its permission cache before it stores a new access right, and fills it with the old
 * state while it checks the right to do so. Until the next clearing, the user who made the right
 * is denied what it allows. Any write of an access right clears the cache again.
 */
async function clearPermissionCache(odoo: Odoo, ids: readonly number[], resources: readonly Resource[]) {
  const [id, name] = [ids[0], resources[0]?.values['name']]
  if (id !== undefined && typeof name === 'string') await odoo.write(AccessRight, [id], { name })
}

async function applyGroupMemberships(
  odoo: Odoo,
  { groupMemberships }: SetupPlan,
  resolver: IdResolver,
): Promise<void> {
  if (groupMemberships.length === 0) return
  await saveBaseline(odoo, {
    users: Object.fromEntries(groupMemberships.map(({ user, groups }) => [`${user}`, groups])),
  })
  for (const { user, group, title } of groupMemberships) {
    await addToGroup(odoo, user, resolved(resolver.id(group), title))
  }
}

async function switchOffCompetingCrons(odoo: Odoo, { competingCrons }: SetupPlan): Promise<void> {
  const ids = competingCrons.map(({ id }) => id)
  if (ids.length === 0) return
  await saveBaseline(odoo, { crons: ids })
  await odoo.write(ScheduledAction, ids, { active: false })
}

/** Batches are ordered, so whatever a resource refers to exists. A missing id is a bug. */
function resolved<T>(id: T | undefined, what: string): T {
  if (id === undefined) throw new TypeError(`${what} refers to a record that does not exist`)
  return id
}
