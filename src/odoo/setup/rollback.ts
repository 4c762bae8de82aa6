import type { Odoo } from '../client/client.js'
import { NAMESPACE } from '../client/load.js'
import { provisionedModelName, type Model } from '../schema/model.js'
import {
  AccessRight,
  Automation,
  DefaultValue,
  ExternalId,
  FieldRecord,
  Group,
  Menu,
  ModelInheritance,
  ModelRecord,
  RecordRule,
  ScheduledAction,
  ServerAction,
  SystemParameter,
  View,
  WindowAction,
} from '../schema/administration.js'
import { TRAINING_MODELS, User } from '../schema/index.js'
import { requireAdministrator } from './administrator.js'
import { restoreClock } from './automation-clock.js'
import { deleteBaseline, readBaseline } from './baseline.js'
import { MANAGED_MODELS } from './managed-models.js'
import { readExternalIds } from './id-resolver.js'
import { withLock } from './lock.js'
import { describeAffectedData, readAffectedData } from './affected-data.js'
import { readPresent, type Present, type PresentRecord } from './present.js'
import { readServerState } from './read-server-state.js'
import { SetupRejected } from './rejected.js'
import { exportData } from './data-export.js'
import type { ServerState } from './server-state.js'

export interface RollbackOptions {
  readonly adminLogin: string
  /** Data of people may go. */
  readonly withData: boolean
  /** Where that data is written first; null: nowhere. */
  readonly exportFile: string | null
}

export interface RolledBack {
  /** Records removed, by technical name of their model. */
  readonly removed: Readonly<Record<string, number>>
  /** Scheduled actions switched on again. */
  readonly crons: number
  /** Users whose groups were restored. */
  readonly users: number
  /** Rows that were written to the file. */
  readonly rescued: number
}

/**
 * Takes back all that setup did. May end at any call and be run again. `SetupRefused`: data of people would be lost and that was not asked
 * for, somebody else is at it, or a view of somebody else's shows a field of ours.
 */
export async function rollbackSetup(odoo: Odoo, options: RollbackOptions): Promise<RolledBack> {
  await requireAdministrator(odoo, options.adminLogin)
  return withLock(odoo, async (keepLock) => {
    const situation = await readServerState(odoo, null)
    const present = await readPresent(odoo, MANAGED_MODELS, [], [])
    const rescued = await rescueData(odoo, situation, present, options)
    const removed: Record<string, number> = {}
    const remove = async (model: Model, records: readonly PresentRecord[]) => {
      if (records.length === 0) return
      await keepLock()
      await unlink(odoo, model, records)
      removed[model.name] = (removed[model.name] ?? 0) + records.length
    }
    const ofKind = (model: Model) => [...present.values()].filter((record) => record.model === model)
    for (const model of [Automation, ServerAction, Menu, WindowAction, DefaultValue])
      await remove(model, ofKind(model))
    await remove(View, ofKind(View).toReversed())
    await remove(
      FieldRecord,
      ofKind(FieldRecord).filter((field) => goesAlone(field, ofKind(ModelRecord))),
    )
    // With them their fields, access rights and rules: until then the administrator must be allowed to read them.
    await remove(ModelRecord, ofKind(ModelRecord))
    for (const model of [RecordRule, AccessRight])
      await remove(model, await remaining(odoo, model, ofKind(model)))
    await restoreClock(odoo)
    const crons = await restoreCrons(odoo)
    const users = await restoreUsers(odoo, situation, present)
    await remove(Group, ofKind(Group))
    await remove(SystemParameter, ofKind(SystemParameter))
    await deleteBaseline(odoo)
    await removeExternalIds(odoo, keepLock)
    return { removed, crons, users, rescued }
  })
}

async function rescueData(
  odoo: Odoo,
  situation: ServerState,
  present: Present,
  { adminLogin, withData, exportFile }: RollbackOptions,
): Promise<number> {
  if ([...present.values()].some(({ model }) => model === FieldRecord))
    await requireManager(odoo, situation, adminLogin)
  const data = await readAffectedData(odoo, situation, present)
  if (data.length > 0 && (!withData || exportFile === null)) {
    throw new SetupRejected(
      `This would delete data: ${describeAffectedData(data)}. To delete it, add --with-data --export <file>; it is written to the file first.`,
    )
  }
  return exportFile === null ? 0 : exportData(odoo, data, exportFile)
}

/** Only managers may read, and so count and save, what is there. */
async function requireManager(odoo: Odoo, { groups }: ServerState, login: string): Promise<void> {
  const { manager } = groups
  const name =
    'external' in manager ? manager.external : 'ours' in manager ? `${NAMESPACE}.${manager.ours}` : ''
  const group = (await readExternalIds(odoo, [name])).get(name)
  const [user] = await odoo.searchRead(User, [['login', '=', login]], ['groups'])
  if (group !== undefined && !user?.groups.includes(group)) {
    throw new SetupRejected(
      'This administrator is not among the training managers: run setup apply with this login first.',
    )
  }
}

/** Fields that do not go with their model: those on models of others, and those that would keep their model from going. */
function goesAlone({ values }: PresentRecord, models: readonly PresentRecord[]): boolean {
  const isOnOurs = models.some(({ id }) => id === values['model'])
  return !isOnOurs || values['kind'] === 'one2many' || values['related'] !== null
}

async function remaining(odoo: Odoo, model: Model, records: readonly PresentRecord[]) {
  const there = new Set(
    (
      await odoo.read(
        model,
        records.map(({ id }) => id),
        [],
      )
    ).map(({ id }) => id),
  )
  return records.filter(({ id }) => there.has(id))
}

async function restoreCrons(odoo: Odoo): Promise<number> {
  const { crons } = await readBaseline(odoo)
  const rows = await odoo.read(ScheduledAction, crons, ['active'])
  const ids = rows.flatMap(({ id, active }) => (active ? [] : [id]))
  await odoo.write(ScheduledAction, ids, { active: true })
  return ids.length
}

/** Takes away the groups that came with ours, and no others: somebody may have been given more since. */
async function restoreUsers(odoo: Odoo, { groups, dialect }: ServerState, present: Present): Promise<number> {
  const { users } = await readBaseline(odoo)
  const given = await givenGroups(odoo, groups, present, dialect.impliedGroupsStay)
  const rows = await odoo.read(User, Object.keys(users).map(Number), ['groups'])
  let restored = 0
  for (const { id, groups: now } of rows) {
    const before = users[String(id)] ?? []
    const after = now.filter((group) => before.includes(group) || !given.has(group))
    if (after.length === now.length) continue
    await odoo.write(User, [id], { groups: after })
    restored += 1
  }
  return restored
}

async function givenGroups(
  odoo: Odoo,
  { manager, bot }: ServerState['groups'],
  present: Present,
  withImplied: boolean,
): Promise<ReadonlySet<number>> {
  const external = [manager, bot].flatMap((group) => ('external' in group ? [group.external] : []))
  const ours = [manager, bot].flatMap((group) => ('ours' in group ? (present.get(group.ours)?.id ?? []) : []))
  const ids = [...(await readExternalIds(odoo, external)).values(), ...ours]
  if (!withImplied) return new Set(ids)
  const rows = await odoo.read(Group, ids, ['allImplied'])
  return new Set([...ids, ...rows.flatMap(({ allImplied }) => allImplied)])
}

/** All of ours: of records that went with others, and of business records that stay with the suite. */
async function removeExternalIds(odoo: Odoo, keepLock: () => Promise<void>): Promise<void> {
  for (;;) {
    const rows = await odoo.searchRead(ExternalId, [['module', '=', NAMESPACE]], [], {
      order: 'id',
      limit: 1000,
    })
    if (rows.length === 0) break
    await keepLock()
    await unlink(odoo, ExternalId, rows)
  }
  await unlink(odoo, ExternalId, await leftBehind(odoo))
}

/** Odoo's own external ids of entries that went with our models. */
async function leftBehind(odoo: Odoo): Promise<readonly { readonly id: number }[]> {
  const names = (TRAINING_MODELS as readonly Model[]).map(({ name }) => provisionedModelName(name))
  const there = await odoo.searchRead(ModelRecord, [['model', 'in', names]], ['model'])
  const gone = names.filter((name) => there.every(({ model }) => model !== name))
  const rows = await odoo.searchRead(
    ExternalId,
    [
      ['model', '=', ModelInheritance.name],
      ['name', '=like', 'model_inherit__x%'],
    ],
    ['name'],
  )
  return rows.filter(({ name }) => gone.some((model) => name.startsWith(`model_inherit__${model}__`)))
}

async function unlink(odoo: Odoo, model: Model, rows: readonly { readonly id: number }[]): Promise<void> {
  if (rows.length === 0) return
  const ids = rows.map(({ id }) => id)
  await odoo.call(model, 'unlink', ids)
}
