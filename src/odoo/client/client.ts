import { toOdooDomain, toOdooOrder, validIds } from './domain.js'
import { FailureType } from '../../contracts/failures.js'
import { unlessAborted } from './abortable.js'
import { OdooError } from './errors.js'
import { ConnectedTransport } from './connect.js'
import type { Timeouts } from './http-client.js'
import { loadedIds, loadTable, type Update, type Upsert } from './load.js'
import type { Changes, Domain, FieldName, Model, Order, Row, Values } from '../schema/model.js'
import {
  isAbsent,
  requiredName,
  SchemaCache,
  technicalName,
  type DescribeFields,
  type ResolvedModel,
  type ServerField,
} from './resolution.js'
import { answersForModel, type Call, type Connection, type Credentials, type Transport } from './transport.js'
import { majorVersion } from './versions.js'
import { emptyValue, fromOdoo, isId, toStored } from './values.js'

interface SearchOptions<M extends Model> {
  /** Default: the model's own order, which is not stable for paging: name one. */
  readonly order?: Order<M> | readonly Order<M>[]
  readonly limit?: number
  readonly offset?: number
  /** Archived records too; Odoo leaves them out otherwise. */
  readonly archived?: boolean
}

interface Version {
  readonly major: number
  /** As the server says it: `18.0`, `saas~18.4`. */
  readonly text: string
}

/**
 * Odoo, typed by the declaration in `schema.ts`. Every method fails with an `OdooError` and nothing else, or with the reason of its abort
 * signal. A time-out of a write means *outcome unknown*: Odoo may still commit.
 */
export interface Odoo {
  /** The records of the domain, with the named fields. Without `limit` Odoo sends all. */
  searchRead<M extends Model, F extends FieldName<M>>(
    model: M,
    domain: Domain<M>,
    fields: readonly F[],
    options?: SearchOptions<M>,
  ): Promise<Row<M, F>[]>
  /** All records of the domain, archived ones on request, in pages by rising id: rows that come or go meanwhile shift nothing. */
  pages<M extends Model, F extends FieldName<M>>(
    model: M,
    domain: Domain<M>,
    fields: readonly F[],
    options: { readonly size: number; readonly archived?: boolean },
  ): AsyncGenerator<Row<M, F>[], void, void>
  /** The records of these ids, archived ones too, in that order; ids that do not exist (any more) are left out. */
  read<M extends Model, F extends FieldName<M>>(
    model: M,
    ids: readonly number[],
    fields: readonly F[],
  ): Promise<Row<M, F>[]>
  count<M extends Model>(
    model: M,
    domain: Domain<M>,
    options?: Pick<SearchOptions<M>, 'archived'>,
  ): Promise<number>
  /** The new record's id. */
  create<M extends Model>(model: M, values: Values<M>): Promise<number>
  /**
   * The same values for all ids, in one transaction. An id that does not exist any more refuses the whole call (`OdooMissing`) on some
   * models and is passed over without a word on others, `gr.*` among them.
   */
  write<M extends Model>(model: M, ids: readonly number[], values: Changes<M>): Promise<void>
  /**
   * Idempotent upsert of many rows in one transaction, all or nothing: by our own external id (race-safe) or by database id. All rows must
   * set the same fields. Answers their ids in order. `OdooBusy` when PostgreSQL gave up on a contended row, `OdooMissing` when a database
   * id is unknown, else `OdooRefused`.
   */
  load<M extends Model>(model: M, rows: readonly Upsert<M>[] | readonly Update<M>[]): Promise<number[]>
  /**
   * A method of the model on these ids (none: a method of the model itself). Arguments by name in the order of the method's signature,
   * optional ones in `kwargs`; they and the answer are Odoo's own (technical names); undefined when Odoo returned None.
   */
  call(
    model: Model,
    method: string,
    ids: readonly number[],
    args?: Readonly<Record<string, unknown>>,
    kwargs?: Readonly<Record<string, unknown>>,
  ): Promise<unknown>
  /** What the server calls this model and its fields; looked up at first use, kept with the connection, renewed when Odoo refuses a name. */
  resolve<M extends Model>(model: M): Promise<ResolvedModel<M>>
  version(): Promise<Version>
  /** Which transport we speak and why, who we are; asks the server. */
  connection(): Promise<Connection>
  /** Odoo's own clock at its last answer (whole seconds); null before the first. */
  serverTime(): Date | null
  /** The same connection with other options. */
  with(options: Scope): Odoo
}

/** Opens nothing yet: the choice of the transport and the login happen at the first call. */
export function connectOdoo(credentials: Credentials, patience?: Timeouts): Odoo {
  return odooOver(new ConnectedTransport(credentials, patience))
}

/** The typed client over any transport. `now`: milliseconds. */
export const odooOver = (transport: Transport, now?: () => number): Odoo =>
  new OdooClient(transport, new SchemaCache(describeFields(transport), now), {})

/** Asks for the named fields only; a model that is not there is no failure. */
const describeFields =
  (transport: Transport): DescribeFields =>
  async (model, allfields) => {
    try {
      const args = { allfields, attributes: FIELD_ATTRIBUTES }
      const answer = await transport.execute({ model, method: 'fields_get', args, reads: true })
      return answer as Readonly<Record<string, ServerField>>
    } catch (error) {
      if (error instanceof OdooError && error.type === FailureType.OdooSchema) return undefined
      throw error
    }
  }

const FIELD_ATTRIBUTES = ['type', 'relation', 'selection', 'required', 'readonly', 'store']

interface Scope {
  /** Gives up when it is aborted. */
  readonly signal?: AbortSignal
  /** Speaks this language, an installed one. */
  readonly lang?: string
  /** Odoo takes new records as an app's: it adds nothing to them by itself (from 19 on, a field to a new model). */
  readonly installing?: true
}

class OdooClient implements Odoo {
  readonly #transport: Transport
  readonly #schema: SchemaCache
  readonly #scope: Scope

  constructor(transport: Transport, schema: SchemaCache, scope: Scope) {
    this.#transport = transport
    this.#schema = schema
    this.#scope = scope
  }

  with(options: Scope): Odoo {
    return new OdooClient(this.#transport, this.#schema, { ...this.#scope, ...options })
  }

  resolve<M extends Model>(model: M): Promise<ResolvedModel<M>> {
    return unlessAborted(this.#schema.resolve(model), this.#scope.signal)
  }

  searchRead<M extends Model, F extends FieldName<M>>(
    model: M,
    domain: Domain<M>,
    fields: readonly F[],
    { order, limit, offset, archived }: SearchOptions<M> = {},
  ): Promise<Row<M, F>[]> {
    return this.#on(model, async (there) => {
      if (isAbsent(there)) return []
      const answer = await this.#execute(there, 'search_read', {
        args: { domain: toOdooDomain(there, domain) },
        kwargs: {
          fields: technicalNames(there, fields),
          ...(order !== undefined && { order: toOdooOrder(there, [order].flat() as Order<M>[]) }),
          ...(limit !== undefined && { limit }),
          ...(offset !== undefined && { offset }),
          // Many2one as plain ids: a display name costs time, and names people.
          load: null,
        },
        context: archived ? completely(model) : {},
        reads: true,
      })
      return rowsOf(there, fields, answer)
    })
  }

  async *pages<M extends Model, F extends FieldName<M>>(
    model: M,
    domain: Domain<M>,
    fields: readonly F[],
    { size, archived = false }: { readonly size: number; readonly archived?: boolean },
  ): AsyncGenerator<Row<M, F>[], void, void> {
    let last = 0
    for (;;) {
      const after: Domain<M> = [['id', '>', last], ...domain]
      const page = await this.searchRead(model, after, fields, { order: 'id', limit: size, archived })
      if (page.length > 0) yield page
      const end = page.at(-1)
      if (!end || page.length < size) return
      last = end.id
    }
  }

  async read<M extends Model, F extends FieldName<M>>(
    model: M,
    ids: readonly number[],
    fields: readonly F[],
  ): Promise<Row<M, F>[]> {
    if (ids.length === 0) return []
    const wanted = validIds(model, ids)
    // Not `read`: asked for the id alone it answers ids that do not exist.
    const answer = await this.searchRead(model, [['id', 'in', wanted]], fields, { archived: true })
    const rows = new Map(answer.map((row) => [row.id, row]))
    return wanted.flatMap((id) => rows.get(id) ?? [])
  }

  count<M extends Model>(
    model: M,
    domain: Domain<M>,
    { archived }: Pick<SearchOptions<M>, 'archived'> = {},
  ): Promise<number> {
    return this.#on(model, async (there) => {
      if (isAbsent(there)) return 0
      const answer = await this.#execute(there, 'search_count', {
        args: { domain: toOdooDomain(there, domain) },
        context: archived ? completely(model) : {},
        reads: true,
      })
      if (typeof answer !== 'number') throw unexpected(model, 'search_count')
      return answer
    })
  }

  create<M extends Model>(model: M, values: Values<M>): Promise<number> {
    return this.#on(model, async (there) => {
      const args = { vals_list: odooValues(there, values) }
      const answer = await this.#execute(there, 'create', { args, reads: false })
      const id: unknown = Array.isArray(answer) && answer.length === 1 ? answer[0] : undefined
      if (!isId(id)) throw unexpected(model, 'create')
      return id
    })
  }

  async write<M extends Model>(model: M, ids: readonly number[], values: Changes<M>): Promise<void> {
    if (ids.length === 0) return
    await this.#on(model, (there) =>
      this.#execute(there, 'write', {
        ids: validIds(model, ids),
        args: { vals: odooValues(there, values) },
        reads: false,
      }),
    )
  }

  async load<M extends Model>(
    model: M,
    rows: readonly Upsert<M>[] | readonly Update<M>[],
  ): Promise<number[]> {
    if (rows.length === 0) return []
    return this.#on(model, async (there) => {
      const { columns, rows: data } = loadTable(there, rows)
      const answer = await this.#execute(there, 'load', {
        args: { fields: columns, data },
        // Odoo takes the times of a load for local times of the user; and does not find archived records by id.
        context: { tz: 'UTC', ...completely(model) },
        reads: false,
      })
      return loadedIds(model, rows.length, answer)
    })
  }

  call(
    model: Model,
    method: string,
    ids: readonly number[],
    args: Readonly<Record<string, unknown>> = {},
    kwargs: Readonly<Record<string, unknown>> = {},
  ): Promise<unknown> {
    const records = ids.length > 0 || answersForModel(method) ? { ids: validIds(model, ids) } : {}
    return this.#on(model, (there) =>
      this.#execute(there, method, { ...records, args, kwargs, reads: false }),
    )
  }

  async version(): Promise<Version> {
    const text = await this.#transport.serverVersion(this.#scope.signal)
    return { major: majorVersion(text), text }
  }

  connection(): Promise<Connection> {
    return this.#transport.connection(this.#scope.signal)
  }

  serverTime(): Date | null {
    return this.#transport.serverTime()
  }

  /** A refused name may be one that changed under our feet: then the server's names are looked up again and the work is done once more. */
  async #on<M extends Model, T>(model: M, work: (there: ResolvedModel<M>) => Promise<T>): Promise<T> {
    try {
      return await work(await this.resolve(model))
    } catch (error) {
      if (!(error instanceof OdooError) || error.type !== FailureType.OdooSchema) throw error
      if (!(await unlessAborted(this.#schema.renew(model), this.#scope.signal))) throw error
      return await work(await this.resolve(model))
    }
  }

  #execute(
    { name }: ResolvedModel,
    method: string,
    call: Omit<Call, 'model' | 'method' | 'signal'>,
  ): Promise<unknown> {
    const { signal, lang, installing } = this.#scope
    const context = {
      ...(lang !== undefined && { lang }),
      ...(installing && { install_mode: true }),
      ...call.context,
    }
    return this.#transport.execute({ ...call, model: name, method, context, signal })
  }
}

/** The context in which Odoo leaves no record out, archived or otherwise hidden. */
const completely = ({ about }: Model): Record<string, boolean> => ({
  active_test: false,
  ...(about.origin === 'odoo' && about.completeWith !== undefined && { [about.completeWith]: true }),
})

/** With the id, since no field at all means all fields to Odoo. */
const technicalNames = (there: ResolvedModel, fields: readonly string[]) => [
  'id',
  ...fields.flatMap((name) => technicalName(there, name) ?? []),
]

const odooValues = (there: ResolvedModel, values: object) =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [requiredName(there, name), toStored(there.model, name, value)]),
  )

function rowsOf<M extends Model, F extends FieldName<M>>(
  there: ResolvedModel<M>,
  fields: readonly F[],
  answer: unknown,
): Row<M, F>[] {
  const { model } = there
  if (!Array.isArray(answer)) throw unexpected(model, 'search_read')
  const names = fields.map((logical) => [logical, technicalName(there, logical)] as const)
  return answer.map((raw: Record<string, unknown>) => {
    const values = names.map(([logical, name]) => [
      logical,
      name === null ? emptyValue(model, logical) : fromOdoo(model, logical, raw[name]),
    ])
    if (!isId(raw['id'])) throw unexpected(model, 'search_read')
    return { id: raw['id'], ...Object.fromEntries(values) } as Row<M, F>
  })
}

const unexpected = (model: Model, method: string) =>
  new OdooError({
    type: FailureType.OdooSchema,
    exceptionName: 'UnexpectedAnswer',
    model: model.name,
    method,
  })
