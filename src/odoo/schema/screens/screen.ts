import type { Label } from '../fields.js'
import type { Domain, FieldName, Model, RoleName, Row } from '../model.js'

/**
 * What staff see of a model in Odoo, as data: logical field names, no XML. `setup` renders it for
 * the server's version, and only for models that it creates. An adopted model has the screens of
 * its own app.
 */
export interface Screen<M extends Model = Model> {
  readonly model: M
  readonly list: readonly Column<M>[]
  readonly form: Form<M>
  readonly search: Search<M>
  readonly kanban?: Kanban<M>
  readonly graph?: Graph<M>
  readonly pivot?: Pivot<M>
  readonly calendar?: Calendar<M>
  /** Text of the empty list. */
  readonly whenEmpty: { readonly title: Label; readonly text: Label }
}

/** Declares a screen. Its field names are checked against the model. */
export function screen<M extends Model>(model: M, parts: Omit<Screen<M>, 'model'>): Screen
export function screen(model: Model, parts: Omit<Screen, 'model'>): Screen {
  return { model, ...parts }
}

/** Color of a selection key. */
export type Tone = 'success' | 'info' | 'warning' | 'danger' | 'muted'

/** How a value is displayed if the field's kind does not decide it. `hours`: 1.5 as 1:30. */
export type Widget = 'progress' | 'email' | 'phone' | 'link' | 'hours' | 'toggle'

type Keys<M extends Model, F extends FieldName<M>> = string extends F ? string : Extract<Row<M, F>[F], string>

interface ColumnOf<M extends Model, F extends FieldName<M>> {
  readonly field: F
  /** Users may hide the column. `hide`: it is hidden until a user shows it. */
  readonly optional?: 'show' | 'hide'
  readonly widget?: Widget
  /** Displays a badge with these colors. Other keys have none. */
  readonly tones?: Readonly<Partial<Record<Keys<M, F>, Tone>>>
  /** Shown at the foot of the column. */
  readonly total?: 'sum' | 'average'
}

export type Column<M extends Model> =
  FieldName<M> | { readonly [F in FieldName<M>]: ColumnOf<M, F> }[FieldName<M>]

/** True while the selection `field` has the value `is`. */
type Condition<M extends Model> = {
  readonly [F in FieldName<M>]: { readonly field: F; readonly is: Keys<M, F> }
}[FieldName<M>]

export type Item<M extends Model> =
  | FieldName<M>
  | {
      readonly field: FieldName<M>
      readonly widget?: Widget
      /** Read-only for staff: the orchestrator maintains it. */
      readonly readonly?: true
      /** Shown and mandatory only while the condition holds. */
      readonly onlyIf?: Condition<M>
      /** Records that a many2one offers; see `among`. */
      readonly among?: Choice
      /** For a file: the field with its name. */
      readonly fileName?: FieldName<M>
    }

export interface Choice {
  readonly target: Model
  readonly domain: Domain<Model>
}

/** Returns the choice of the matching records of `target`. */
export function among<T extends Model>(target: T, domain: Domain<T>): Choice
export function among(target: Model, domain: Domain<Model>): Choice {
  return { target, domain }
}

interface Form<M extends Model> {
  /** The status bar. */
  readonly status?: {
    readonly [F in FieldName<M>]: {
      readonly field: F
      /** Steps that are always shown. Others appear only while they are the current one. */
      readonly steps: readonly Keys<M, F>[]
      /** Staff may change it by a click. Otherwise only the orchestrator changes it. */
      readonly clickable?: true
    }
  }[FieldName<M>]
  /** The record's title at the top. */
  readonly heading?: FieldName<M>
  /** Groups of fields, two per row. */
  readonly groups: readonly { readonly title: Label; readonly items: readonly Item<M>[] }[]
  readonly pages?: readonly Page<M>[]
}

/** A tab of the notebook: lines of another model, or long texts. */
export type Page<M extends Model> =
  | { readonly title: Label; readonly lines: FieldName<M>; readonly of: Lines }
  | { readonly title: Label; readonly texts: readonly FieldName<M>[] }

export interface Lines {
  readonly target: Model
  readonly columns: readonly Column<Model>[]
  /** `inPlace`: edited in the list. `inForm`: edited in a form of their own. `never`: read-only. */
  readonly written: 'inPlace' | 'inForm' | 'never'
}

/** Returns the lines of a one2many to `target`. */
export function lines<T extends Model>(
  target: T,
  written: Lines['written'],
  columns: readonly Column<T>[],
): Lines
export function lines(target: Model, written: Lines['written'], columns: readonly Column<Model>[]): Lines {
  return { target, written, columns }
}

export interface Kanban<M extends Model> {
  readonly title: FieldName<M>
  /** A selection with one column for each key. */
  readonly by?: FieldName<M>
  /** Cards may be dragged to another column, which writes `by`. */
  readonly movable?: true
  readonly lines: readonly Column<M>[]
  /** A user, shown at the bottom of the card. */
  readonly agent?: FieldName<M>
  /** A percentage, shown as a bar. */
  readonly progress?: FieldName<M>
}

type Interval = 'week' | 'month' | 'quarter' | 'year'
/** A field, or a date grouped by interval. */
export type Axis<M extends Model> =
  FieldName<M> | { readonly field: FieldName<M>; readonly interval: Interval }

export interface Graph<M extends Model> {
  readonly type: 'bar' | 'line' | 'pie'
  readonly by: readonly Axis<M>[]
  /** Absent: the number of records. */
  readonly measure?: FieldName<M>
}

export interface Pivot<M extends Model> {
  readonly rows: readonly Axis<M>[]
  readonly columns: readonly Axis<M>[]
  /** None: the number of records. Never a percentage, because Odoo sums the values. */
  readonly measures: readonly FieldName<M>[]
}

export interface Calendar<M extends Model> {
  readonly from: FieldName<M>
  /** Hours. */
  readonly duration?: FieldName<M>
  readonly color?: FieldName<M>
  readonly shows: readonly FieldName<M>[]
}

interface Search<M extends Model> {
  /** Fields that a search covers. The first one also covers those in `also`. */
  readonly fields: readonly FieldName<M>[]
  readonly also?: readonly FieldName<M>[]
  /** Filters of one set are alternatives. Filters of different sets must all match. */
  readonly filters: readonly (readonly Filter<M>[])[]
  readonly groupBy: readonly Axis<M>[]
}

export interface Filter<M extends Model> {
  /** Technical name, unique within the screen. */
  readonly name: string
  readonly title: Label
  readonly where?: Domain<M>
  /** The agent along `about.ownedBy` is the current user. */
  readonly mine?: true
  /** This date must also be before today. */
  readonly past?: FieldName<M>
  /** Offers months, quarters and years of this date. The other conditions do not apply then. */
  readonly period?: FieldName<M>
  /** Active when the screen is opened from its menu. */
  readonly byDefault?: true
}

export type ViewName = 'list' | 'kanban' | 'form' | 'graph' | 'pivot' | 'calendar'

/** A menu entry: opens a screen or a page of the staff app, or contains other entries. */
export interface MenuEntry {
  /** Technical name, unique. */
  readonly name: string
  readonly title: Label
  /** Absent: visible to everybody who may read the model that it opens. */
  readonly roles?: readonly RoleName[]
  readonly opens?: { readonly model: Model; readonly views: readonly ViewName[] }
  /** Page of the staff app, below its address. Left out where that is not known. */
  readonly leadsTo?: string
  readonly entries?: readonly MenuEntry[]
}
