import type { Label } from '../fields.js'
import type { Domain, FieldName, Model, RoleName, Row } from '../model.js'

/**
 * What staff see of a model in Odoo, as data: by logical field names, without a word of Odoo's XML. `setup` renders it for the version of the
 * server, and only for models that it makes itself: an adopted model has the screens of the app that brings it.
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
  /** What the empty list says. */
  readonly whenEmpty: { readonly title: Label; readonly text: Label }
}

/** A screen, checked against the declaration of its model. */
export function screen<M extends Model>(model: M, parts: Omit<Screen<M>, 'model'>): Screen
export function screen(model: Model, parts: Omit<Screen, 'model'>): Screen {
  return { model, ...parts }
}

/** Colour of a key of a selection. */
export type Tone = 'success' | 'info' | 'warning' | 'danger' | 'muted'

/** How a value is drawn where its kind alone does not say it. `hours`: 1.5 as 1:30. */
export type Widget = 'progress' | 'email' | 'phone' | 'link' | 'hours' | 'toggle'

type Keys<M extends Model, F extends FieldName<M>> = string extends F ? string : Extract<Row<M, F>[F], string>

interface ColumnOf<M extends Model, F extends FieldName<M>> {
  readonly field: F
  /** May be hidden by whoever reads the list; `hide`: is, until somebody wants it. */
  readonly optional?: 'show' | 'hide'
  readonly widget?: Widget
  /** Drawn as a badge; keys that are not named stay plain. */
  readonly tones?: Readonly<Partial<Record<Keys<M, F>, Tone>>>
  /** Shown at the foot of the column. */
  readonly total?: 'sum' | 'average'
}

export type Column<M extends Model> =
  FieldName<M> | { readonly [F in FieldName<M>]: ColumnOf<M, F> }[FieldName<M>]

/** True while the selection `field` is `is`. */
type Condition<M extends Model> = {
  readonly [F in FieldName<M>]: { readonly field: F; readonly is: Keys<M, F> }
}[FieldName<M>]

export type Item<M extends Model> =
  | FieldName<M>
  | {
      readonly field: FieldName<M>
      readonly widget?: Widget
      /** Kept by the orchestrator or stamped by a step: staff read it. */
      readonly readonly?: true
      /** Shown, and then mandatory, only then. */
      readonly onlyIf?: Condition<M>
      /** Which records a many2one offers; made by `among`. */
      readonly among?: Choice
      /** Of a file: where its name stands. */
      readonly fileName?: FieldName<M>
    }

export interface Choice {
  readonly target: Model
  readonly domain: Domain<Model>
}

/** The records of `target` that match. */
export function among<T extends Model>(target: T, domain: Domain<T>): Choice
export function among(target: Model, domain: Domain<Model>): Choice {
  return { target, domain }
}

interface Form<M extends Model> {
  /** The selection at the top. */
  readonly status?: {
    readonly [F in FieldName<M>]: {
      readonly field: F
      /** The usual way; others appear only while they hold. */
      readonly steps: readonly Keys<M, F>[]
      /** Staff move the record by a click; else the orchestrator does. */
      readonly clickable?: true
    }
  }[FieldName<M>]
  /** Big, at the top. */
  readonly heading?: FieldName<M>
  /** Side by side, two in a row. */
  readonly groups: readonly { readonly title: Label; readonly items: readonly Item<M>[] }[]
  readonly pages?: readonly Page<M>[]
}

/** A leaf of the notebook: lines of another model, or long texts. */
export type Page<M extends Model> =
  | { readonly title: Label; readonly lines: FieldName<M>; readonly of: Lines }
  | { readonly title: Label; readonly texts: readonly FieldName<M>[] }

export interface Lines {
  readonly target: Model
  readonly columns: readonly Column<Model>[]
  /** `inPlace`: written in the list; `inForm`: added and changed in a form of their own; `never`: read. */
  readonly written: 'inPlace' | 'inForm' | 'never'
}

/** Lines of a one2many that leads to `target`. */
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
  /** A selection: one column for each of its keys. */
  readonly by?: FieldName<M>
  /** Cards may be drawn to another column, which writes `by`. */
  readonly movable?: true
  readonly lines: readonly Column<M>[]
  /** A user, at the foot of the card. */
  readonly agent?: FieldName<M>
  /** A percentage, as a bar. */
  readonly progress?: FieldName<M>
}

type Interval = 'week' | 'month' | 'quarter' | 'year'
/** A field, or a date by interval. */
export type Axis<M extends Model> =
  FieldName<M> | { readonly field: FieldName<M>; readonly interval: Interval }

export interface Graph<M extends Model> {
  readonly type: 'bar' | 'line' | 'pie'
  readonly by: readonly Axis<M>[]
  /** Absent: how many. */
  readonly measure?: FieldName<M>
}

export interface Pivot<M extends Model> {
  readonly rows: readonly Axis<M>[]
  readonly columns: readonly Axis<M>[]
  /** None: how many. Never a percentage: Odoo adds up. */
  readonly measures: readonly FieldName<M>[]
}

export interface Calendar<M extends Model> {
  readonly from: FieldName<M>
  /** Hours. */
  readonly duration?: FieldName<M>
  readonly colour?: FieldName<M>
  readonly shows: readonly FieldName<M>[]
}

interface Search<M extends Model> {
  /** What typing searches in; the first also in those that `also` names. */
  readonly fields: readonly FieldName<M>[]
  readonly also?: readonly FieldName<M>[]
  /** Filters of one set are alternatives; the sets narrow each other. */
  readonly filters: readonly (readonly Filter<M>[])[]
  readonly groupBy: readonly Axis<M>[]
}

export interface Filter<M extends Model> {
  /** Technical, unique within the screen. */
  readonly name: string
  readonly title: Label
  readonly where?: Domain<M>
  /** The agent along `about.ownedBy` is who looks. */
  readonly mine?: true
  /** And this date was before today. */
  readonly past?: FieldName<M>
  /** A choice of months, quarters and years of this date; the other conditions are left out. */
  readonly period?: FieldName<M>
  /** On when the screen is opened from its menu. */
  readonly byDefault?: true
}

export type ViewName = 'list' | 'kanban' | 'form' | 'graph' | 'pivot' | 'calendar'

/** A line of the menu: opens a screen, or holds others. */
export interface MenuEntry {
  /** Technical, unique. */
  readonly name: string
  readonly title: Label
  /** Absent: everybody who may read what it opens. */
  readonly roles?: readonly RoleName[]
  readonly opens?: { readonly model: Model; readonly views: readonly ViewName[] }
  readonly entries?: readonly MenuEntry[]
}
