import { mayAccess } from '../access.js'
import { accessError, assertionError, valueError } from '../exceptions.js'
import { describe } from './fields-get.js'
import { load } from '../load/load.js'
import { activeField, defaultOf, type Model, type Operation } from '../model.js'
import { displayNames, read, type Load } from '../read.js'
import { checkRecords } from '../record-access.js'
import { copy, create, refuseMissing, unlink, write } from '../records.js'
import { existingIds } from '../recompute.js'
import { search, searchCount } from '../search.js'
import { toClient, toDictionary, toIds } from '../values.js'
import { formattedReadGroup, readGroup } from './read-group.js'
import { onModel, onRecords, Records, type Arguments, type Method } from './method.js'
import { TRAITS, type SandboxVersion } from '../../version.js'

function asDomain(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (value === undefined || value === null || value === false) return []
  throw assertionError("Domains to normalize must have a 'domain' form: a list or tuple of domain components")
}

const asNames = (value: unknown): string[] | undefined =>
  Array.isArray(value) ? value.filter((name) => typeof name === 'string') : undefined
const asNumber = (value: unknown) => (typeof value === 'number' ? value : undefined)
const asLoad = ({ load: how }: Arguments): Load =>
  how === undefined || how === '_classic_read' ? 'pair' : 'id'

const paging = (args: Arguments) => ({
  order: typeof args.order === 'string' && args.order !== '' ? args.order : undefined,
  limit: asNumber(args.limit),
  offset: asNumber(args.offset),
})

const defaultGetParams = (version: SandboxVersion) => [version < 19 ? 'fields_list' : 'fields']
const nameSearchParams = (version: SandboxVersion) => [
  ...['name?', version < 19 ? 'args?' : 'domain?', 'operator?', 'limit?'],
]

/** The methods that every model has over RPC. */
export const BASE_METHODS: Readonly<Record<string, Method>> = {
  search: onModel(['domain', 'offset?', 'limit?', 'order?'], ({ env, model, args }) =>
    search(env, model, asDomain(args.domain), paging(args)),
  ),
  search_count: onModel(['domain', 'limit?'], ({ env, model, args }) =>
    searchCount(env, model, asDomain(args.domain), asNumber(args.limit)),
  ),
  search_read: onModel(
    ['domain?', 'fields?', 'offset?', 'limit?', 'order?', 'load?'],
    async ({ env, model, args }) => {
      for (const name of asNames(args.fields) ?? [])
        if (!model.fields[name]) throw valueError(`Invalid field '${name}' on model '${model.name}'`)
      const ids = await search(env, model, asDomain(args.domain), paging(args))
      return read(env, model, ids, asNames(args.fields), asLoad(args))
    },
  ),
  web_search_read: onModel(
    ['domain', 'specification', 'offset?', 'limit?', 'order?', 'count_limit?'],
    async ({ env, model, args }) => {
      const ids = await search(env, model, asDomain(args.domain), paging(args))
      return {
        length: await searchCount(env, model, asDomain(args.domain)),
        records: await readSpecified(env, model, ids, toDictionary(args.specification)),
      }
    },
  ),
  read: onRecords(['fields?', 'load?'], ({ env, model, ids, args }) =>
    read(env, model, ids, asNames(args.fields), asLoad(args)),
  ),
  create: onModel(['vals_list'], async ({ env, model, args }) => {
    const rows: readonly unknown[] = Array.isArray(args.vals_list) ? args.vals_list : [args.vals_list]
    return create(env, model.name, rows.map(toDictionary))
  }),
  write: onRecords(['vals'], async ({ env, model, ids, args }) => {
    await write(env, model.name, ids, toDictionary(args.vals))
    return true
  }),
  unlink: onRecords([], async ({ env, model, ids }) => {
    await unlink(env, model.name, ids)
    return true
  }),
  copy: onRecords(['default?'], async ({ env, model, ids, args }) => {
    const changed = args.default === undefined || args.default === null ? {} : toDictionary(args.default)
    const many = TRAITS[env.version].copiesMany
    if (!many && ids.length !== 1) throw valueError(`Expected singleton: ${model.name}(${ids.join(', ')})`)
    return new Records(model.name, await copy(env, model.name, ids, changed), many ? 'ids' : 'id')
  }),
  exists: onRecords(
    [],
    async ({ env, model, ids }) => new Records(model.name, await existingIds(env, model, ids), 'ids'),
    { privateFrom: 19 },
  ),
  name_get: onRecords(
    [],
    async ({ env, model, ids }) => {
      await checkRecords(env, model, ids, 'read')
      await refuseMissing(env, model, ids)
      const names = await displayNames(env, model, ids)
      return ids.map((id) => [id, names.get(id) ?? ''])
    },
    { until: 17 },
  ),
  load: onModel(['fields', 'data'], ({ env, model, args }) =>
    load(env, model, asNames(args.fields) ?? [], args.data),
  ),
  fields_get: onModel(['allfields?', 'attributes?'], ({ env, model, args }) =>
    Promise.resolve(describe(env, model, asNames(args.allfields), asNames(args.attributes))),
  ),
  default_get: onModel(defaultGetParams, ({ env, model, args }) => {
    const defaults: Record<string, unknown> = {}
    for (const name of asNames(args.fields ?? args.fields_list) ?? []) {
      const field = model.fields[name]
      const value = defaultOf(env, model, name)
      if (field && value !== undefined) defaults[name] = toClient(field, value)
    }
    return Promise.resolve(defaults)
  }),
  name_search: onModel(nameSearchParams, async ({ env, model, args }) => {
    const operator = typeof args.operator === 'string' ? args.operator : 'ilike'
    const named =
      typeof args.name === 'string' && args.name !== '' ? [['display_name', operator, args.name]] : []
    const ids = await search(env, model, [...named, ...asDomain(args.domain ?? args.args)], {
      limit: asNumber(args.limit) ?? 100,
    })
    const names = await displayNames(env, model, ids)
    return ids.map((id) => [id, names.get(id) ?? ''])
  }),
  read_group: readGroup,
  formatted_read_group: formattedReadGroup,
  name_create: onModel(['name'], async ({ env, model, args }) => {
    const ids = await create(env, model.name, [{ [model.recName ?? 'name']: args.name }])
    return [...(await displayNames(env, model, ids))][0]
  }),
  action_archive: onRecords([], async ({ env, model, ids }) => {
    await write(env, model.name, ids, { [activeField(model) ?? 'active']: false })
  }),
  has_access: onRecords(['operation'], ({ env, model, args }) =>
    Promise.resolve(mayAccess(env, model, args.operation as Operation)),
  ),
  check_access_rights: onModel(['operation', 'raise_exception?'], ({ env, model, args }) => {
    const allowed = mayAccess(env, model, args.operation as Operation)
    if (!allowed && args.raise_exception !== false)
      throw accessError(
        `You are not allowed to ${String(args.operation)} '${model.description}' (${model.name}) records.`,
      )
    return Promise.resolve(allowed)
  }),
}

/**
 * Reads the fields of a web client's specification. A many2one becomes an object with the nested
 * fields.
 */
async function readSpecified(
  env: Parameters<typeof read>[0],
  model: Model,
  ids: readonly number[],
  specification: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>[]> {
  const records = await read(env, model, ids, Object.keys(specification), 'id')
  for (const [name, nested] of Object.entries(specification)) {
    const field = model.fields[name]
    const inner = toDictionary(nested).fields
    if (field?.type !== 'many2one' || inner === undefined) continue
    const target = env.transaction.registry.find(field.relation ?? '')
    if (!target) continue
    const ids = toIds(records.map((record) => record[name]))
    const found = new Map(
      (await readSpecified(env, target, ids, toDictionary(inner))).map((row) => [row.id, row]),
    )
    for (const record of records) record[name] = found.get(record[name]) ?? false
  }
  return records
}
