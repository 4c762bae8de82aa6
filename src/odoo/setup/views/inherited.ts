import { label } from '../../schema/fields.js'
import { View } from '../../schema/administration.js'
import { SCREENS, type Screen } from '../../schema/screens/index.js'
import { resource, resourceId, type Resource } from '../resource.js'
import { isOurs, type ServerState } from '../server-state.js'
import { columnElements, partsOf } from './fields.js'
import { itemElements, linesElement } from './form.js'
import { namesOf } from './names.js'
import { element, termsOf, toXml, type Element } from './xml.js'

/**
 * On a server with the suite: the fields that we add to its models, on its own forms and lists. An
 * update of the suite may change its views, and it fails if an anchor of ours is missing. So each
 * anchor here is one that every such view has.
 */
export const inheritedViews = (server: ServerState): readonly Resource[] =>
  SCREENS.filter(({ model }) => !isOurs(server.resolve(model))).flatMap((screen) => [
    ...extension(server, screen, 'form', FORM_ANCHOR, addedToForm(server, screen)),
    ...extension(server, screen, 'list', `/${server.dialect.listView}`, addedToList(server, screen)),
  ])

/** The end of the sheet, or of a form without a sheet. */
const FORM_ANCHOR = '(/form/sheet | /form[not(sheet)])[1]'

function addedToForm(server: ServerState, { model, form }: Screen): readonly Element[] {
  const names = namesOf(server, model)
  const isAdded = addedTo(server, { model })
  const items = form.groups.flatMap((group) => group.items).filter((item) => isAdded(fieldOf(item)))
  const lines = (form.pages ?? []).flatMap((page) => ('lines' in page && isAdded(page.lines) ? page : []))
  return [
    ...(items.length > 0
      ? [
          element(
            'group',
            { string: OURS },
            items.flatMap((item) => itemElements(names, item)),
          ),
        ]
      : []),
    ...lines.map((page) =>
      element('group', { string: page.title }, [
        linesElement(names, page.lines, page.of, server.dialect.listView, { nolabel: '1', colspan: '2' }),
      ]),
    ),
  ]
}

function addedToList(server: ServerState, { model, list }: Screen): readonly Element[] {
  const isAdded = addedTo(server, { model })
  const columns = list.map(partsOf).filter(({ field }) => isAdded(field))
  return columnElements(
    namesOf(server, model),
    columns.map((column) => ({ ...column, optional: 'show' as const })),
  )
}

const OURS = label('Training orchestrator', 'منسّق التدريب')

const fieldOf = (item: string | { readonly field: string }) => (typeof item === 'string' ? item : item.field)

/** Returns a test whether setup adds a field to an adopted model. */
function addedTo(server: ServerState, { model }: Pick<Screen, 'model'>): (logical: string) => boolean {
  const { fields } = server.resolve(model)
  return (logical) => fields[logical]?.origin !== 'adopted'
}

function extension(
  { resolve, views, dialect }: ServerState,
  { model }: Screen,
  view: 'form' | 'list',
  anchor: string,
  added: readonly Element[],
): readonly Resource[] {
  const technical = resolve(model).name
  const inherited = views.get(`${technical}/${view}`)
  if (inherited === undefined || added.length === 0) return []
  const arch = element('xpath', { expr: anchor, position: 'inside' }, added)
  return [
    resource(
      View,
      resourceId('view', technical, view, 'ours'),
      {
        name: `${technical}.${view}.orchestrator`,
        model: technical,
        type: view === 'list' ? dialect.listView : view,
        mode: 'extension',
        inherits: { external: inherited },
        arch: toXml(arch),
        priority: LAST,
      },
      {
        title: `${technical} ${view}`,
        description: `our fields on ${inherited}`,
        arabic: { arch: toXml(arch, 'ar') },
        terms: { arch: termsOf(arch) },
      },
    ),
  ]
}

/** After the additions of other apps. */
const LAST = 99
