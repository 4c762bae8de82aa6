import type { Odoo } from '../client/client.js'
import type { Upsert } from '../client/load.js'
import type { Model } from '../schema/model.js'
import { AccessRight, Automation, ModelRecord, ScheduledAction } from '../schema/administration.js'
import { readClock } from './automation-clock.js'
import { saveBaseline } from './baseline.js'
import type { BatchSteps, Change, Step } from './difference.js'
import type { IdResolver } from './id-resolver.js'
import { groupBy } from '../../group-by.js'
import { APPS } from '../schema/suite.js'
import { withLock, removeStaleLock } from './lock.js'
import { addToGroups } from './group-memberships.js'
import { readOptionLabels } from './option-labels.js'
import { isEmpty, planSetup, refusals, type Planned, type SetupOptions, type SetupPlan } from './plan.js'
import { removeRecords } from './remove.js'
import type { Resource } from './resource.js'
import { fieldIds, missingTranslations, optionTranslations, translate } from './translations.js'

/**
 * Carries the plan out. Each call is one transaction of Odoo's, and what is done is found done by the next run: it may end at any call and
 * be run again. Answers the plan that was carried out; one with refusals is answered untouched. `SetupRefused`: there is no way, or
 * somebody else is at it.
 */
export async function applySetup(odoo: Odoo, options: SetupOptions): Promise<SetupPlan> {
  const { plan } = await planSetup(odoo, options)
  if (isEmpty(plan)) await removeStaleLock(odoo)
  if (isEmpty(plan) || refusals(plan).length > 0) return plan
  return withLock(odoo, async (keepLock) => {
    // Somebody may have been at it since.
    const planned = await withAddress(odoo, options, await planSetup(odoo, options))
    if (refusals(planned.plan).length === 0) await carryOut(odoo, planned, keepLock)
    return planned.plan
  })
}

/** A plan with rules needs the address that they call: made only now that the plan is carried out, by us and nobody else. */
async function withAddress(odoo: Odoo, options: SetupOptions, planned: Planned): Promise<Planned> {
  const { situation } = planned.plan
  const isMissing = options.hooks !== null && situation.hookAddress === options.hooks.future
  if (!isMissing || !situation.modules.has(APPS.automation) || refusals(planned.plan).length > 0)
    return planned
  return planSetup(odoo, options, await options.hooks.make())
}

async function carryOut(odoo: Odoo, { plan, known }: Planned, keepLock: () => Promise<void>): Promise<void> {
  const apply = async (batches: readonly BatchSteps[]) => {
    for (const { steps } of batches) {
      await keepLock()
      await create(
        odoo,
        steps.flatMap((step) => (step.action === 'create' ? [step.resource] : [])),
        known,
      )
      await change(odoo, steps.filter(isChange), known)
    }
  }
  await apply(plan.groundwork)
  await keepLock()
  await applyJoinings(odoo, plan, known)
  if (makesRules(plan)) await saveBaseline(odoo, { intervals: await readClock(odoo) })
  await apply(plan.finish)
  await keepLock()
  await sayInArabic(odoo, plan, known)
  await switchOff(odoo, plan)
  await removeRecords(odoo, plan.removals, keepLock)
}

const makesRules = ({ finish }: SetupPlan) =>
  finish.some(({ steps }) =>
    steps.some(({ action, resource }) => action === 'create' && resource.model === Automation),
  )

async function sayInArabic(odoo: Odoo, { situation, groundwork, finish }: SetupPlan, known: IdResolver) {
  const options = await readOptionLabels(odoo, fieldIds(groundwork, known), situation.arabic)
  await translate(odoo, [
    ...missingTranslations([...groundwork, ...finish], situation.arabic),
    ...(await optionTranslations(odoo, options)),
  ])
}

type ChangeStep = Extract<Step, { action: 'change' }>
const isChange = (step: Step): step is ChangeStep => step.action === 'change'

async function create(odoo: Odoo, resources: readonly Resource[], known: IdResolver): Promise<void> {
  const [first] = resources
  if (!first) return
  const ids = await loadResources(odoo, first.model, resources, Object.keys(first.values), known)
  resources.forEach((resource, index) => known.add(resource, ids[index] ?? 0))
  if (first.model === AccessRight) await clearPermissionCache(odoo, ids, resources)
}

/** One call for all that differ in the same fields: the others are not written. */
async function change(odoo: Odoo, steps: readonly ChangeStep[], known: IdResolver): Promise<void> {
  const groups = groupBy(steps, ({ changes }) => inEnglish(changes).join())
  for (const [fields, [...group]] of groups) {
    const [first] = group
    if (!first || fields === '') continue
    const resources = group.map(({ resource }) => resource)
    await loadResources(odoo, first.resource.model, resources, fields.split(','), known)
  }
}

const inEnglish = (changes: readonly Change[]) =>
  changes.flatMap(({ field, lang }) => (lang === null ? [field] : []))

function loadResources(
  odoo: Odoo,
  model: Model,
  resources: readonly Resource[],
  fields: readonly string[],
  known: IdResolver,
): Promise<number[]> {
  const rows = resources.map(({ id, values, title }): Upsert<Model> => {
    const cells = fields.map((field): [string, unknown] => [
      field,
      must(known.value(values[field] ?? null), `${title}: ${field}`),
    ])
    return { externalId: id, ...Object.fromEntries(cells) }
  })
  return (model === ModelRecord ? odoo.with({ installing: true }) : odoo).load(model, rows)
}

/**
 * Odoo clears its cache of permissions before it stores a new access right and fills it with the old state while it checks the right to do
 * so: until the next clearing, whoever made the right is refused what it allows. Any write of one clears again.
 */
async function clearPermissionCache(odoo: Odoo, ids: readonly number[], resources: readonly Resource[]) {
  const [id, name] = [ids[0], resources[0]?.values['name']]
  if (id !== undefined && typeof name === 'string') await odoo.write(AccessRight, [id], { name })
}

async function applyJoinings(odoo: Odoo, { joinings }: SetupPlan, known: IdResolver): Promise<void> {
  if (joinings.length === 0) return
  await saveBaseline(odoo, {
    users: Object.fromEntries(joinings.map(({ user, groups }) => [String(user), groups])),
  })
  for (const { user, into, title } of joinings) await addToGroups(odoo, user, must(known.id(into), title))
}

async function switchOff(odoo: Odoo, { crons }: SetupPlan): Promise<void> {
  const ids = crons.map(({ id }) => id)
  if (ids.length === 0) return
  await saveBaseline(odoo, { crons: ids })
  await odoo.write(ScheduledAction, ids, { active: false })
}

/** What resources refer to stands before them: a missing one is a mistake of ours. */
function must<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new TypeError(`${what} refers to a record that is not there`)
  return value
}
