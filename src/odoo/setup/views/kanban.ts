import type { FieldKind } from '../../schema/fields.js'
import type { Model } from '../../schema/model.js'
import type { Column, Kanban } from '../../schema/screens/index.js'
import type { Dialect } from '../../client/versions.js'
import { decorations, partsOf, widgetOf } from './fields.js'
import type { Names } from './names.js'
import { element, type Element } from './xml.js'

/** New records are created in the form, because they need more than a name. */
export const kanbanArch = (names: Names, kanban: Kanban<Model>, { kanbanTemplate }: Dialect): Element =>
  element(
    'kanban',
    {
      default_group_by: kanban.by && names.of(kanban.by),
      quick_create: 'false',
      group_create: 'false',
      records_draggable: kanban.movable ? 'true' : 'false',
    },
    [
      element('templates', {}, [
        element(
          't',
          { 't-name': kanbanTemplate },
          kanbanTemplate === 'card' ? card(names, kanban) : [legacyCard(names, kanban)],
        ),
      ]),
    ],
  )

const card = (names: Names, { title, lines, agent, progress }: Kanban<Model>): Element[] => [
  element('field', { name: names.of(title), class: 'fw-bold fs-5' }),
  ...lines.filter(onServer(names)).map(line(names)),
  ...(progress ? [bar(names, progress)] : []),
  ...(agent ? [element('footer', { class: 'pt-1' }, [avatar(names, agent, { class: 'ms-auto' })])] : []),
]

/** The card of Odoo 17, which must declare that a click opens the record. */
const legacyCard = (names: Names, { title, lines, agent, progress }: Kanban<Model>): Element =>
  element('div', { class: 'oe_kanban_global_click' }, [
    element('div', { class: 'oe_kanban_details' }, [
      element('strong', { class: 'o_kanban_record_title' }, [element('field', { name: names.of(title) })]),
      ...lines.filter(onServer(names)).map(line(names)),
      progress && bar(names, progress),
    ]),
    agent &&
      element('div', { class: 'o_kanban_record_bottom' }, [
        element('div', { class: 'oe_kanban_bottom_left' }),
        element('div', { class: 'oe_kanban_bottom_right' }, [avatar(names, agent)]),
      ]),
  ])

const onServer =
  (names: Names) =>
  (column: Column<Model>): boolean =>
    names.has(partsOf(column).field)

/** Shows nothing if the field is empty. Numbers and dates get a label. */
const line =
  (names: Names) =>
  (column: Column<Model>): Element => {
    const parts = partsOf(column)
    const technical = names.of(parts.field)
    return element('div', { class: 'd-flex', 't-if': `record.${technical}.raw_value` }, [
      // Not a span: Odoo includes inline elements in the translated text.
      NEEDS_LABEL.has(names.field(parts.field).kind) &&
        element('div', { class: 'text-muted me-1' }, [names.label(parts.field)]),
      element('field', { name: technical, widget: widgetOf(names, parts), ...decorations(names, parts) }),
    ])
  }

const NEEDS_LABEL: ReadonlySet<FieldKind> = new Set(['integer', 'float', 'date', 'datetime'])

const bar = (names: Names, progress: string): Element =>
  element('field', { name: names.of(progress), widget: 'progressbar' })

const avatar = (names: Names, agent: string, attributes: Record<string, string> = {}): Element =>
  element('field', { name: names.of(agent), widget: 'many2one_avatar_user', ...attributes })
