import type { Changes, Domain, FieldName, Model, Order, Row, Values } from '../schema/model.js'
import type { Aggregate, AggregateRequest } from './aggregate.js'
import type { Update, Upsert } from './load.js'
import type { ResolvedModel } from './resolution.js'
import type { UnreadableRow } from './rows.js'
import type { Connection } from './transport.js'

export interface SearchOptions<M extends Model> {
  /** Default: the model's own order. It is not stable across pages, so name one for paging. */
  readonly order?: Order<M> | readonly Order<M>[]
  readonly limit?: number
  readonly offset?: number
  /** Includes archived records. Odoo leaves them out otherwise. */
  readonly archived?: boolean
  /**
   * Returns a value that does not match its declaration as Odoo has it, instead of failing. For
   * exports only: the types of such rows are not certain.
   */
  readonly lenient?: boolean
  /**
   * The caller filters the rows itself. So the result may contain rows that match another such
   * search, made at the same time.
   */
  readonly isFiltered?: boolean
  /** Gets the ids of all received records, also of those that are set aside. */
  readonly onReceived?: (ids: readonly number[]) => void
}

export interface PageOptions extends Pick<SearchOptions<Model>, 'archived' | 'lenient'> {
  /** Records per page. */
  readonly size: number
}

/** The version of the server. */
export interface Version {
  readonly major: number
  /** As the server writes it: `18.0`, `saas~18.4`. */
  readonly text: string
}

/**
 * What an external id names. `free`: nothing, so a load creates the record. `hidden`: a record that
 * is archived, of another model, or that we may not see.
 */
export type NamedRecord =
  { readonly kind: 'free' } | { readonly kind: 'hidden' } | { readonly kind: 'record'; readonly id: number }

/** Options that apply to every call of a client. */
export interface CallOptions {
  /** Aborts the calls. */
  readonly signal?: AbortSignal
  /** Language of the calls, an installed one. */
  readonly lang?: string
  /**
   * Odoo treats new records as those of an app and adds nothing to them. From 19 on it would add
   * a field to a new model.
   */
  readonly installing?: true
  /** Odoo emails nobody about an activity that is assigned to them. */
  readonly withoutNotices?: true
  /**
   * Leaves out rows with a value that is not one of its field, and reports each here. Without it,
   * one such row fails the call.
   */
  readonly setAside?: (row: UnreadableRow) => void
}

/**
 * The Odoo client, typed by the declaration in `src/odoo/schema/`.
 *
 * Every method fails only with an `OdooError`, or with the reason of its abort signal.
 * A timeout of a write means *outcome unknown*: Odoo may still commit.
 */
export interface Odoo {
  /**
   * Returns the matching records with the named fields. Without `limit` Odoo sends all of them. The
   * first condition should be the one that differs between students: searches that differ only in
   * the value of it can become one call (`CallQueue`).
   */
  searchRead<M extends Model, F extends FieldName<M>>(
    model: M,
    domain: Domain<M>,
    fields: readonly F[],
    options?: SearchOptions<M>,
  ): Promise<Row<M, F>[]>
  /**
   * Returns all matching records in pages, ordered by id. Records that are created or deleted
   * meanwhile do not shift the pages.
   */
  pages<M extends Model, F extends FieldName<M>>(
    model: M,
    domain: Domain<M>,
    fields: readonly F[],
    options: PageOptions,
  ): AsyncGenerator<Row<M, F>[], void, void>
  /**
   * Returns the records in the order of the ids, archived ones too. Skips ids that do not exist.
   */
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
  /**
   * Returns counts and sums over the matching records, archived ones too, for each group of equal
   * values. One call, however many records.
   */
  aggregate<M extends Model>(model: M, domain: Domain<M>, request: AggregateRequest<M>): Promise<Aggregate[]>
  /** Returns the id of the new record. */
  create<M extends Model>(model: M, values: Values<M>): Promise<number>
  /**
   * Writes the same values to all ids in one transaction. If an id no longer exists, some models
   * reject the whole call (`OdooMissing`). Others, `gr.*` among them, silently skip the id.
   */
  write<M extends Model>(model: M, ids: readonly number[], values: Changes<M>): Promise<void>
  /**
   * Upserts many rows in one transaction, all or nothing. It is idempotent. Rows are identified by
   * our own external id (safe in a race) or by database id. All rows must set the same fields.
   *
   * Returns the ids in the order of the rows. Fails with `OdooMissing` for an unknown database id,
   * otherwise with `OdooRejected`. A contended row is rejected, too, but without a field
   * (`UNCLASSIFIED_REFUSAL`), so such a call should be retried before it counts.
   */
  load<M extends Model>(model: M, rows: readonly Upsert<M>[] | readonly Update<M>[]): Promise<number[]>
  /**
   * Looks up what one of our external ids names now, without writing: an active record may have
   * been archived, merged into another or given to somebody else since.
   */
  named(model: Model, externalId: string): Promise<NamedRecord>
  /** Returns our external ids of these records, by record. Records without one are left out. */
  externalIds(model: Model, ids: readonly number[]): Promise<Map<number, string[]>>
  /**
   * Returns our external ids with this prefix of records with ids above `last`, by record. Some of
   * the records may no longer exist.
   */
  externalIdsAfter(model: Model, last: number, prefix: string): Promise<Map<number, string[]>>
  /**
   * Calls a method on these records, or on the model itself when there are no ids. `args` are
   * named and in the order of the method's signature. Optional arguments go into `kwargs`.
   * Arguments and result use Odoo's technical names. Returns undefined for None.
   */
  call(
    model: Model,
    method: string,
    ids: readonly number[],
    args?: Readonly<Record<string, unknown>>,
    kwargs?: Readonly<Record<string, unknown>>,
  ): Promise<unknown>
  /**
   * Returns what the server calls this model and its fields. Looked up at first use, cached with
   * the connection, and renewed when Odoo rejects a name.
   */
  resolve<M extends Model>(model: M): Promise<ResolvedModel<M>>
  version(): Promise<Version>
  /** Returns the transport in use, the reason for it, and our user. Asks the server. */
  connection(): Promise<Connection>
  /**
   * Returns what Odoo's clock shows now (whole seconds), by its last response; null before the
   * first. Never ahead of it, unless it was set back since.
   */
  serverTime(): Date | null
  /** Returns a client on the same connection with other options. */
  with(options: CallOptions): Odoo
}
