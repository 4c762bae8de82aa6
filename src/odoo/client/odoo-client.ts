import { setMaxListeners } from 'node:events'
import { FailureType } from '../../contracts/failures.js'
import { groupBy } from '../../group-by.js'
import { ExternalId } from '../schema/administration.js'
import type { Changes, Domain, FieldName, Model, Order, Row, Values } from '../schema/model.js'
import { unlessAborted } from './abortable.js'
import { aggregateCall, toAggregates, type Aggregate, type AggregateRequest } from './aggregate.js'
import { toOdooDomain, toOdooOrder, validIds } from './domain.js'
import { malformedResponse, OdooError } from './errors.js'
import { loadedIds, loadTable, NAMESPACE, type Update, type Upsert } from './load.js'
import type { CallOptions, NamedRecord, Odoo, PageOptions, SearchOptions, Version } from './odoo.js'
import { isAbsent, type ResolvedModel, type SchemaCache } from './resolution.js'
import { idOf, technicalNames, toRows, toTechnicalValues } from './rows.js'
import { worksWithoutRecords, type Call, type Connection, type Transport } from './transport.js'
import { isId } from './values.js'
import { majorVersion } from './versions.js'

/** External ids per call. */
const NAMES_PER_CALL = 5_000

export class OdooClient implements Odoo {
  readonly #transport: Transport
  readonly #schema: SchemaCache
  readonly #options: CallOptions

  constructor(transport: Transport, schema: SchemaCache, options: CallOptions) {
    this.#transport = transport
    this.#schema = schema
    this.#options = options
  }

  with(options: CallOptions): Odoo {
    // An activity makes any number of calls side by side; that is no leak.
    if (options.signal) setMaxListeners(0, options.signal)
    return new OdooClient(this.#transport, this.#schema, { ...this.#options, ...options })
  }

  resolve<M extends Model>(model: M): Promise<ResolvedModel<M>> {
    return unlessAborted(this.#schema.resolve(model), this.#options.signal)
  }

  searchRead<M extends Model, F extends FieldName<M>>(
    model: M,
    domain: Domain<M>,
    fields: readonly F[],
    {
      order,
      limit,
      offset,
      archived,
      lenient = false,
      isFiltered = false,
      onReceived,
    }: SearchOptions<M> = {},
  ): Promise<Row<M, F>[]> {
    return this.#withNames(model, async (resolved) => {
      if (isAbsent(resolved)) return []
      const result = await this.#execute(resolved, 'search_read', {
        args: { domain: toOdooDomain(resolved, domain) },
        kwargs: {
          fields: technicalNames(resolved, fields),
          ...(order !== undefined && { order: toOdooOrder(resolved, [order].flat() as Order<M>[]) }),
          ...(limit !== undefined && { limit }),
          ...(offset !== undefined && { offset }),
          // Returns a many2one as a plain id. A display name costs time and may name people.
          load: null,
        },
        context: archived ? includeHidden(model) : {},
        reads: true,
        isFiltered,
      })
      if (!Array.isArray(result)) throw malformedResponse(model.name, 'search_read')
      const { setAside } = this.#options
      onReceived?.(result.map((record) => idOf(model, record)))
      return toRows(resolved, fields, result, { lenient, setAside })
    })
  }

  async *pages<M extends Model, F extends FieldName<M>>(
    model: M,
    domain: Domain<M>,
    fields: readonly F[],
    { size, archived = false, lenient = false }: PageOptions,
  ): AsyncGenerator<Row<M, F>[], void, void> {
    let last = 0
    for (;;) {
      const after: Domain<M> = [['id', '>', last], ...domain]
      let received: readonly number[] = []
      const page = await this.searchRead(model, after, fields, {
        order: 'id',
        limit: size,
        archived,
        lenient,
        onReceived: (ids) => {
          received = ids
        },
      })
      if (page.length > 0) yield page
      const end = received.at(-1)
      if (end === undefined || received.length < size) return
      last = end
    }
  }

  async read<M extends Model, F extends FieldName<M>>(
    model: M,
    ids: readonly number[],
    fields: readonly F[],
  ): Promise<Row<M, F>[]> {
    if (ids.length === 0) return []
    const wanted = validIds(model, ids)
    // Odoo's `read` returns ids that do not exist when only the id is requested.
    const found = await this.searchRead(model, [['id', 'in', wanted]], fields, { archived: true })
    const rows = new Map(found.map((row) => [row.id, row]))
    return wanted.flatMap((id) => rows.get(id) ?? [])
  }

  count<M extends Model>(
    model: M,
    domain: Domain<M>,
    { archived }: Pick<SearchOptions<M>, 'archived'> = {},
  ): Promise<number> {
    return this.#withNames(model, async (resolved) => {
      if (isAbsent(resolved)) return 0
      const count = await this.#execute(resolved, 'search_count', {
        args: { domain: toOdooDomain(resolved, domain) },
        context: archived ? includeHidden(model) : {},
        reads: true,
      })
      if (typeof count !== 'number') throw malformedResponse(model.name, 'search_count')
      return count
    })
  }

  aggregate<M extends Model>(
    model: M,
    domain: Domain<M>,
    request: AggregateRequest<M>,
  ): Promise<Aggregate[]> {
    return this.#withNames(model, async (resolved) => {
      if (isAbsent(resolved)) return []
      const call = aggregateCall(resolved, toOdooDomain(resolved, domain), request, await this.#major())
      const { method, args, kwargs } = call
      const context = includeHidden(model)
      const result = await this.#execute(resolved, method, { args, kwargs, context, reads: true })
      return toAggregates(resolved, request, result, method)
    })
  }

  create<M extends Model>(model: M, values: Values<M>): Promise<number> {
    return this.#withNames(model, async (resolved) => {
      const args = { vals_list: toTechnicalValues(resolved, values) }
      const ids = await this.#execute(resolved, 'create', { args, reads: false })
      const id: unknown = Array.isArray(ids) && ids.length === 1 ? ids[0] : undefined
      if (!isId(id)) throw malformedResponse(model.name, 'create')
      return id
    })
  }

  async write<M extends Model>(model: M, ids: readonly number[], values: Changes<M>): Promise<void> {
    if (ids.length === 0) return
    await this.#withNames(model, (resolved) =>
      this.#execute(resolved, 'write', {
        ids: validIds(model, ids),
        args: { vals: toTechnicalValues(resolved, values) },
        reads: false,
      }),
    )
  }

  async load<M extends Model>(
    model: M,
    rows: readonly Upsert<M>[] | readonly Update<M>[],
  ): Promise<number[]> {
    if (rows.length === 0) return []
    return this.#withNames(model, async (resolved) => {
      const { columns, rows: data } = loadTable(resolved, rows)
      const result = await this.#execute(resolved, 'load', {
        args: { fields: columns, data },
        // Without `tz` Odoo reads the times as the user's local time. Without the rest it does not
        // find archived records by id.
        context: { tz: 'UTC', ...includeHidden(model) },
        reads: false,
      })
      return loadedIds(model, rows.length, result)
    })
  }

  async named(model: Model, externalId: string): Promise<NamedRecord> {
    const { name } = await this.resolve(model)
    const [entry] = await this.searchRead(
      ExternalId,
      [
        ['name', '=', externalId],
        ['module', '=', NAMESPACE],
      ],
      ['model', 'record'],
    )
    if (entry === undefined) return { kind: 'free' }
    const isVisible =
      entry.model === name &&
      isId(entry.record) &&
      (await this.searchRead(model, [['id', '=', entry.record]], [])).length > 0
    return isVisible ? { kind: 'record', id: entry.record } : { kind: 'hidden' }
  }

  async externalIds(model: Model, ids: readonly number[]): Promise<Map<number, string[]>> {
    if (ids.length === 0) return new Map()
    const { name } = await this.resolve(model)
    const entries = await this.searchRead(
      ExternalId,
      [
        ['record', 'in', validIds(model, ids)],
        ['module', '=', NAMESPACE],
        ['model', '=', name],
      ],
      ['name', 'record'],
      { order: 'id' },
    )
    return namesByRecord(entries)
  }

  async externalIdsAfter(model: Model, last: number, prefix: string): Promise<Map<number, string[]>> {
    const { name } = await this.resolve(model)
    const pages = this.pages(
      ExternalId,
      [
        ['record', '>', last],
        ['module', '=', NAMESPACE],
        ['model', '=', name],
        ['name', '=like', `${prefix}%`],
      ],
      ['name', 'record'],
      { size: NAMES_PER_CALL },
    )
    const entries: Row<typeof ExternalId, 'name' | 'record'>[] = []
    for await (const page of pages) entries.push(...page)
    return namesByRecord(entries)
  }

  call(
    model: Model,
    method: string,
    ids: readonly number[],
    args: Readonly<Record<string, unknown>> = {},
    kwargs: Readonly<Record<string, unknown>> = {},
  ): Promise<unknown> {
    const records = ids.length > 0 || worksWithoutRecords(method) ? { ids: validIds(model, ids) } : {}
    return this.#withNames(model, (resolved) =>
      this.#execute(resolved, method, { ...records, args, kwargs, reads: false }),
    )
  }

  async version(): Promise<Version> {
    const text = await this.#transport.serverVersion(this.#options.signal)
    return { major: majorVersion(text), text }
  }

  /** Asked once per connection: a server that is upgraded meanwhile still knows the old method. */
  async #major(): Promise<number> {
    const known = MAJORS.get(this.#transport)
    if (known !== undefined) return known
    const { major } = await this.version()
    MAJORS.set(this.#transport, major)
    return major
  }

  connection(): Promise<Connection> {
    return this.#transport.connection(this.#options.signal)
  }

  serverTime(): Date | null {
    return this.#transport.serverTime()
  }

  /**
   * Runs `work` with the server's names. When Odoo rejects a name, it may have changed since we
   * looked it up. Then the names are looked up again and the work runs once more.
   */
  async #withNames<M extends Model, T>(
    model: M,
    work: (resolved: ResolvedModel<M>) => Promise<T>,
  ): Promise<T> {
    try {
      return await work(await this.resolve(model))
    } catch (error) {
      if (!(error instanceof OdooError) || error.type !== FailureType.OdooSchema) throw error
      if (!(await unlessAborted(this.#schema.renew(model), this.#options.signal))) throw error
      return await work(await this.resolve(model))
    }
  }

  #execute(
    { name }: ResolvedModel,
    method: string,
    call: Omit<Call, 'model' | 'method' | 'signal'>,
  ): Promise<unknown> {
    const { signal, lang, installing, withoutNotices } = this.#options
    const context = {
      ...(lang !== undefined && { lang }),
      ...(installing && { install_mode: true }),
      ...(withoutNotices && { mail_activity_quick_update: true }),
      ...call.context,
    }
    return this.#transport.execute({ ...call, model: name, method, context, signal })
  }
}

/** Major versions of the servers, by connection. */
const MAJORS = new WeakMap<Transport, number>()

/** Returns the context in which Odoo leaves out no record, archived or otherwise hidden. */
const includeHidden = ({ about }: Model): Record<string, boolean> => ({
  active_test: false,
  ...(about.origin === 'odoo' &&
    about.showAllContextKey !== undefined && { [about.showAllContextKey]: true }),
})

function namesByRecord(entries: readonly Row<typeof ExternalId, 'name' | 'record'>[]): Map<number, string[]> {
  const entriesOf = groupBy(entries, ({ record }) => record)
  return new Map([...entriesOf].map(([record, named]) => [record, named.map(({ name }) => name)]))
}
