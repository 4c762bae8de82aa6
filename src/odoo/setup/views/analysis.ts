import type { Model } from '../../schema/model.js'
import type { Axis, Calendar, Graph, Pivot } from '../../schema/screens/index.js'
import type { Names } from './names.js'
import { element, type Element } from './xml.js'

/**
 * Graph, pivot and calendar views. An empty graph or pivot shows Odoo's sample data below the text
 * for empty lists.
 */

export const graphArch = (names: Names, { type, by, measure }: Graph<Model>): Element =>
  element('graph', { type, sample: '1' }, [
    ...by.map(axis(names)),
    measure && element('field', { name: names.of(measure), type: 'measure' }),
  ])

export const pivotArch = (names: Names, { rows, columns, measures }: Pivot<Model>): Element =>
  element('pivot', { sample: '1' }, [
    ...rows.map(axis(names, 'row')),
    ...columns.map(axis(names, 'col')),
    ...measures.map((field) => element('field', { name: names.of(field), type: 'measure' })),
  ])

const axis =
  (names: Names, type?: 'row' | 'col') =>
  (by: Axis<Model>): Element =>
    typeof by === 'string'
      ? element('field', { name: names.of(by), type })
      : element('field', { name: names.of(by.field), type, interval: by.interval })

export const calendarArch = (names: Names, { from, duration, color, shows }: Calendar<Model>): Element =>
  element(
    'calendar',
    {
      date_start: names.of(from),
      date_delay: duration && names.of(duration),
      color: color && names.of(color),
      mode: 'month',
    },
    shows.map((field) => element('field', { name: names.of(field) })),
  )
