import { label } from '../../schema/fields.js'
import type { Model } from '../../schema/model.js'
import type { Item, Lines, Page, Screen } from '../../schema/screens/index.js'
import type { Dialect } from '../../client/versions.js'
import { columnElements, widgetOf } from './fields.js'
import type { Names } from './names.js'
import { conditionsOf, python, pythonDomain } from './python.js'
import { element, rawXml, type Element } from './xml.js'

export function formArch(names: Names, { model, form }: Screen, dialect: Dialect): Element {
  const { heading, groups, pages = [] } = form
  const archivable = 'active' in model.fields
  return element('form', {}, [
    form.status && element('header', {}, [statusBar(names, form.status)]),
    element('sheet', {}, [
      ...(archivable ? archived(names) : []),
      heading && title(names, heading),
      element(
        'group',
        {},
        groups.map((group) =>
          element(
            'group',
            { string: group.title },
            group.items.flatMap((item) => itemElements(names, item)),
          ),
        ),
      ),
      pages.length > 0 && element('notebook', {}, pages.map(page(names, dialect))),
    ]),
    model.about.origin === 'training' && model.about.chatter && rawXml(dialect.chatter),
  ])
}

const statusBar = (
  names: Names,
  { field, steps, clickable }: NonNullable<Screen['form']['status']>,
): Element =>
  element('field', {
    name: names.of(field),
    widget: 'statusbar',
    statusbar_visible: steps.join(','),
    options: clickable && python({ clickable: true }),
  })

const archived = (names: Names): Element[] => [
  element('field', { name: names.of('active'), invisible: '1' }),
  element('widget', {
    name: 'web_ribbon',
    title: label('Archived', 'مؤرشف'),
    bg_color: 'text-bg-danger',
    invisible: names.of('active'),
  }),
]

const title = (names: Names, heading: string): Element =>
  element('div', { class: 'oe_title' }, [
    element('label', { for: names.of(heading) }),
    element('h1', {}, [element('field', { name: names.of(heading) })]),
  ])

/** Returns an item and the invisible fields that it needs. */
export function itemElements(names: Names, item: Item<Model>): Element[] {
  const parts = typeof item === 'string' ? { field: item } : item
  const { field, readonly, onlyIf, among, fileName } = parts
  if (!names.has(field)) return []
  const condition = onlyIf && `${names.of(onlyIf.field)} == ${python(onlyIf.is)}`
  return [
    element('field', {
      name: names.of(field),
      widget: widgetOf(names, parts),
      readonly: readonly && '1',
      required: condition,
      invisible: condition && `not (${condition})`,
      domain: among && pythonDomain(conditionsOf(names.at(among.target), among.domain)),
      filename: fileName && names.of(fileName),
    }),
    ...(fileName ? [element('field', { name: names.of(fileName), invisible: '1' })] : []),
  ]
}

const page =
  (names: Names, { listView }: Dialect) =>
  (leaf: Page<Model>): Element =>
    element(
      'page',
      { string: leaf.title },
      'lines' in leaf
        ? [linesElement(names, leaf.lines, leaf.of, listView)]
        : leaf.texts.map((field) => element('field', { name: names.of(field) })),
    )

/** Shows a one2many as a list. */
export const linesElement = (
  names: Names,
  field: string,
  { target, written: how, columns }: Lines,
  listTag: string,
  attributes: Readonly<Record<string, string>> = {},
): Element =>
  element('field', { name: names.of(field), readonly: how === 'never' && '1', ...attributes }, [
    element(listTag, { editable: how === 'inPlace' && 'bottom' }, columnElements(names.at(target), columns)),
  ])
