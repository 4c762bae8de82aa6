import { label } from '../../schema/fields.js'
import type { Model } from '../../schema/model.js'
import { User } from '../../schema/index.js'
import type { Column, Widget, Tone } from '../../schema/screens/index.js'
import type { Names } from './names.js'
import { python } from './python.js'
import { element, type Element } from './xml.js'

/** Fields in any kind of view. */

export type ColumnParts = Exclude<Column<Model>, string>

export const partsOf = (column: Column<Model>): ColumnParts =>
  typeof column === 'string' ? { field: column } : column

const WIDGETS: Readonly<Record<Widget, string>> = {
  progress: 'progressbar',
  email: 'email',
  phone: 'phone',
  link: 'url',
  hours: 'float_time',
  toggle: 'boolean_toggle',
}

/** Returns the widget that shows the value; undefined: Odoo's default for its type. */
export function widgetOf(
  names: Names,
  { field, look, tones }: { readonly field: string; readonly look?: Widget; readonly tones?: object },
): string | undefined {
  if (tones) return 'badge'
  if (look) return WIDGETS[look]
  return names.field(field).target === User.name ? 'many2one_avatar_user' : undefined
}

/** Returns the attributes that color the badge: `decoration-success="x_state == 'completed'"`. */
export function decorations(
  names: Names,
  { field, tones = {} }: { readonly field: string; readonly tones?: Readonly<Partial<Record<string, Tone>>> },
): Record<string, string> {
  const used = [...new Set(Object.values(tones))].filter((tone) => tone !== undefined)
  return Object.fromEntries(
    used.map((tone) => [
      `decoration-${tone}`,
      `${names.of(field)} in ${python(Object.keys(tones).filter((key) => tones[key] === tone))}`,
    ]),
  )
}

const TOTALS = {
  sum: { sum: label('Total', 'المجموع') },
  average: { avg: label('Average', 'المتوسط') },
} as const

/** Returns the columns of a list view or of a list in a form. */
export const columnElements = (names: Names, columns: readonly Column<Model>[]): Element[] =>
  columns
    .map(partsOf)
    .filter(({ field }) => names.has(field))
    .map((column) =>
      element('field', {
        name: names.of(column.field),
        widget: widgetOf(names, column),
        optional: column.optional,
        ...decorations(names, column),
        ...(column.total ? TOTALS[column.total] : {}),
      }),
    )
