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
  UrlAction,
  WindowAction,
} from '../schema/administration.js'
import { TRAINING_MODELS, User } from '../schema/index.js'
import { RecordActivity } from '../schema/todos.js'
import { requireAdministrator } from './administrator.js'
import { restoreAutomationInterval } from './automation-interval.js'
import { deleteBaseline, readBaseline } from './baseline.js'
import { MANAGED_MODELS } from './managed-models.js'
import { readExternalIds } from './id-resolver.js'
import { withLock } from './lock.js'
import { describeAffectedData, readAffectedData } from './affected-data.js'
import { readPresent, type Present, type PresentRecord } from './present.js'
import { readServerState } from './read-server-state.js'
import { SetupError } from './setup-error.js'
import { exportData } from './data-export.js'
import type { ServerState } from './server-state.js'

export interface RollbackOptions {
  readonly adminLogin: string
  /** Whether rows may be deleted. */
  readonly withData: boolean
  /** The file to which the rows are exported first; null: none. */
  readonly exportFile: string | null
}

export interface RollbackResult {
  /** Records removed, by technical name of their model. */
  readonly removed: Readonly<Record<string, number>>
  /** Scheduled actions switched on again. */
  readonly crons: number
  /** Users whose groups were restored. */
  readonly users: number
  /** Rows that were written to the file. */
  readonly exportedRows: number
}

/**
 * Undoes everything that setup did. A run may end after any call and be repeated. Throws
 * `SetupError` when it would delete data without permission, or when another setup is running.
 */
export async function rollbackSetup(odoo: Odoo, options: RollbackOptions): Promise<RollbackResult> {
  await requireAdministrator(odoo, options.adminLogin)
  return withLock(odoo, async (keepLock) => {
    const server = await readServerState(odoo, { webhookAddress: null, appUrl: null })
    const present = await readPresent(odoo, MANAGED_MODELS, [], [])
    const exportedRows = await exportAffectedData(odoo, server, present, options)
    const removed: Record<string, number> = {}
    const remove = async (model: Model, records: readonly { readonly id: number }[]) => {
      if (records.length === 0) return
      await keepLock()
      await unlink(odoo, model, records)
      removed[model.name] = (removed[model.name] ?? 0) + records.length
    }
    const ofModel = (model: Model) => [...present.values()].filter((record) => record.model === model)
    await removeActivities(odoo, remove)
    for (const model of [Automation, ServerAction, Menu, WindowAction, UrlAction, DefaultValue])
      await remove(model, ofModel(model))
    await remove(View, ofModel(View).toReversed())
    await remove(
      FieldRecord,
      ofModel(FieldRecord).filter((field) => isRemovedSeparately(field, ofModel(ModelRecord))),
    )
    // Their fields, access rights and rules are deleted with them. Earlier, the administrator could
    // no longer read them.
    await remove(ModelRecord, ofModel(ModelRecord))
    for (const model of [RecordRule, AccessRight])
      await remove(model, await stillPresent(odoo, model, ofModel(model)))
    await restoreAutomationInterval(odoo)
    const crons = await restoreCrons(odoo)
    const users = await restoreUsers(odoo, server, present)
    await remove(Group, ofModel(Group))
    await remove(SystemParameter, ofModel(SystemParameter))
    await deleteBaseline(odoo)
    await removeExternalIds(odoo, keepLock)
    return { removed, crons, users, exportedRows }
  })
}

async function exportAffectedData(
  odoo: Odoo,
  server: ServerState,
  present: Present,
  { adminLogin, withData, exportFile }: RollbackOptions,
): Promise<number> {
  if ([...present.values()].some(({ model }) => model === FieldRecord))
    await requireManager(odoo, server, adminLogin)
  const data = await readAffectedData(odoo, server, present)
  if (data.length > 0 && (!withData || exportFile === null)) {
    throw new SetupError(
      `This would delete data: ${describeAffectedData(data)}. To delete it, add --with-data --export <file>. It is exported to the file first.`,
    )
  }
  return exportFile === null ? 0 : exportData(odoo, data, exportFile)
}

/** Only managers may read our records, and so count and export them. */
async function requireManager(odoo: Odoo, { groups }: ServerState, login: string): Promise<void> {
  const { manager } = groups
  const name =
    'external' in manager ? manager.external : 'ours' in manager ? `${NAMESPACE}.${manager.ours}` : ''
  const group = (await readExternalIds(odoo, [name])).get(name)
  const [user] = await odoo.searchRead(User, [['login', '=', login]], ['groups'])
  if (group !== undefined && !user?.groups.includes(group)) {
    throw new SetupError(
      'This administrator is not a training manager. Run `setup apply` with this login first.',
    )
  }
}

/**
 * Returns whether a field must be removed before its model: it is on a foreign model, or it would
 * prevent the removal of its model.
 */
function isRemovedSeparately({ values }: PresentRecord, models: readonly PresentRecord[]): boolean {
  const isOnOurs = models.some(({ id }) => id === values['model'])
  return !isOnOurs || values['kind'] === 'one2many' || values['related'] !== null
}

async function stillPresent(odoo: Odoo, model: Model, records: readonly PresentRecord[]) {
  const present = new Set(
    (
      await odoo.read(
        model,
        records.map(({ id }) => id),
        [],
      )
    ).map(({ id }) => id),
  )
  return records.filter(({ id }) => present.has(id))
}

/**
 * Removes the activities that show open tasks on students (decision 96): nobody would complete them
 * any more. Those that are done stay, as the history of the student.
 */
async function removeActivities(
  odoo: Odoo,
  remove: (model: Model, records: readonly { readonly id: number }[]) => Promise<void>,
): Promise<void> {
  const ours = [
    ['module', '=', NAMESPACE],
    ['model', '=', RecordActivity.name],
  ] as const
  for await (const named of odoo.pages(ExternalId, ours, ['record'], { size: 1000 })) {
    const open = await odoo.searchRead(
      RecordActivity,
      [
        ['id', 'in', named.map(({ record }) => record)],
        ['active', '=', true],
      ],
      [],
    )
    await remove(RecordActivity, open)
  }
}

async function restoreCrons(odoo: Odoo): Promise<number> {
  const { crons } = await readBaseline(odoo)
  const rows = await odoo.read(ScheduledAction, crons, ['active'])
  const ids = rows.flatMap(({ id, active }) => (active ? [] : [id]))
  await odoo.write(ScheduledAction, ids, { active: true })
  return ids.length
}

/** Removes only the groups that setup granted: a user may have received others since. */
async function restoreUsers(odoo: Odoo, { groups, dialect }: ServerState, present: Present): Promise<number> {
  const { users } = await readBaseline(odoo)
  const granted = await grantedGroups(odoo, groups, present, dialect.impliedGroupsStay)
  const rows = await odoo.read(User, Object.keys(users).map(Number), ['groups'])
  let restored = 0
  for (const { id, groups: now } of rows) {
    const before = users[`${id}`] ?? []
    const after = now.filter((group) => before.includes(group) || !granted.has(group))
    if (after.length === now.length) continue
    await odoo.write(User, [id], { groups: after })
    restored += 1
  }
  return restored
}

async function grantedGroups(
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

/** Removes all our external ids, also those of business records that stay in the suite. */
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
  await unlink(odoo, ExternalId, await orphanedExternalIds(odoo))
}

/** Returns Odoo's own external ids that our deleted models left behind. */
async function orphanedExternalIds(odoo: Odoo): Promise<readonly { readonly id: number }[]> {
  const names = (TRAINING_MODELS as readonly Model[]).map(({ name }) => provisionedModelName(name))
  const entries = await odoo.searchRead(ModelRecord, [['model', 'in', names]], ['model'])
  const deleted = names.filter((name) => entries.every(({ model }) => model !== name))
  const rows = await odoo.searchRead(
    ExternalId,
    [
      ['model', '=', ModelInheritance.name],
      ['name', '=like', 'model_inherit__x%'],
    ],
    ['name'],
  )
  return rows.filter(({ name }) => deleted.some((model) => name.startsWith(`model_inherit__${model}__`)))
}

async function unlink(odoo: Odoo, model: Model, rows: readonly { readonly id: number }[]): Promise<void> {
  if (rows.length === 0) return
  const ids = rows.map(({ id }) => id)
  await odoo.call(model, 'unlink', ids)
}
