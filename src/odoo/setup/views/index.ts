import type { Label } from '../../schema/fields.js'
import { Menu, UrlAction, View, WindowAction } from '../../schema/administration.js'
import {
  APP_ICON,
  MENU,
  SCREENS,
  type MenuEntry,
  type Screen,
  type ViewName,
} from '../../schema/screens/index.js'
import type { Batch } from '../batch.js'
import { resource, resourceId, type Resource } from '../resource.js'
import { calendarArch, graphArch, pivotArch } from './analysis.js'
import { formArch } from './form.js'
import { inheritedViews } from './inherited.js'
import { kanbanArch } from './kanban.js'
import { listArch } from './list.js'
import { namesOf } from './names.js'
import { python } from './python.js'
import { searchArch } from './search.js'
import { element, termsOf, toXml, type Element } from './xml.js'
import { isOurs, type ServerState } from '../server-state.js'

/** Views, actions and menus of our models, and our fields on the suite's forms and lists. */
export function viewBatches(server: ServerState): readonly Batch[] {
  const screens = SCREENS.filter(({ model }) => isOurs(server.resolve(model)))
  const menu = placed(MENU, screens, server.appUrl)
  return [
    {
      title: 'Views',
      resources: [...screens.flatMap((screen) => views(server, screen)), ...inheritedViews(server)],
    },
    { title: 'Actions', resources: menu.flatMap(({ entry, screen }) => actions(server, entry, screen)) },
    { title: 'Actions', resources: menu.flatMap(({ entry, url }) => (url === null ? [] : link(entry, url))) },
    // A menu refers to its parent, so each level is a batch.
    ...[0, 1, 2].map((level) => ({
      title: 'Menus',
      resources: menu.filter((one) => one.level === level).map((one) => menuResource(server, one)),
    })),
  ]
}

type ArchName = ViewName | 'search'

function views(server: ServerState, screen: Screen): readonly Resource[] {
  const { dialect } = server
  const names = namesOf(server, screen.model)
  const { kanban, graph, pivot, calendar } = screen
  const archs: readonly (readonly [ArchName, Element | undefined])[] = [
    ['list', listArch(names, screen, dialect)],
    ['form', formArch(names, screen, dialect)],
    ['search', searchArch(names, screen, dialect)],
    ['kanban', kanban && kanbanArch(names, kanban, dialect)],
    ['graph', graph && graphArch(names, graph)],
    ['pivot', pivot && pivotArch(names, pivot)],
    ['calendar', calendar && calendarArch(names, calendar)],
  ]
  return archs.flatMap(([view, arch]) =>
    arch
      ? resource(
          View,
          viewId(names.technical, view),
          {
            name: `${names.technical}.${view}`,
            model: names.technical,
            type: view === 'list' ? dialect.listView : view,
            mode: 'primary',
            inherits: null,
            arch: toXml(arch),
            priority: 16,
          },
          {
            title: `${names.technical} ${view}`,
            description: `${view} view`,
            arabic: { arch: toXml(arch, 'ar') },
            terms: { arch: termsOf(arch) },
          },
        )
      : [],
  )
}

const viewId = (technical: string, view: ArchName) => resourceId('view', technical, view)

interface PlacedEntry {
  readonly entry: MenuEntry
  /** The screen that it opens; null: it only contains other entries. */
  readonly screen: Screen | null
  /** The page that it opens in the browser. */
  readonly url: string | null
  readonly parent: MenuEntry | null
  readonly level: number
  readonly sequence: number
}

/** Returns the entries that open a screen or page and their parents, parents first. */
function placed(
  entry: MenuEntry,
  screens: readonly Screen[],
  appUrl: string | null,
  parent: MenuEntry | null = null,
  level = 0,
  sequence = PLACE_AMONG_APPS,
): readonly PlacedEntry[] {
  const screen = screens.find(({ model }) => model === entry.opens?.model) ?? null
  const url = appUrl === null || entry.leadsTo === undefined ? null : `${appUrl}/app/${entry.leadsTo}`
  const below = (entry.entries ?? []).flatMap((child, index) =>
    placed(child, screens, appUrl, entry, level + 1, (index + 1) * 10),
  )
  return screen === null && url === null && below.length === 0
    ? []
    : [{ entry, screen, url, parent, level, sequence }, ...below]
}

/** After Odoo's everyday apps, before its settings. */
const PLACE_AMONG_APPS = 60

const actionId = ({ name }: MenuEntry) => resourceId('action', name)
const menuId = ({ name }: MenuEntry) => resourceId('menu', name)

function actions(server: ServerState, entry: MenuEntry, screen: Screen | null): readonly Resource[] {
  if (!screen || !entry.opens) return []
  const { technical } = namesOf(server, screen.model)
  const { listView } = server.dialect
  const { views } = entry.opens
  const help = emptyHelp(screen)
  const filters = screen.search.filters.flat().filter(({ byDefault }) => byDefault)
  return [
    resource(
      WindowAction,
      actionId(entry),
      {
        name: entry.title.en,
        resModel: technical,
        viewMode: views.map((view) => (view === 'list' ? listView : view)).join(','),
        searchView: { ours: viewId(technical, 'search') },
        context: python(Object.fromEntries(filters.map(({ name }) => [`search_default_${name}`, 1]))),
        help: toHtml(help),
      },
      {
        title: `${technical} ${views.join(', ')}`,
        description: `action “${entry.title.en}”`,
        arabic: { name: entry.title.ar, help: toHtml(help, 'ar') },
        terms: { help: termsOf(...help) },
      },
    ),
  ]
}

const link = (entry: MenuEntry, url: string): Resource =>
  resource(
    UrlAction,
    actionId(entry),
    { name: entry.title.en, url, target: 'new' },
    { title: url, description: `action “${entry.title.en}”`, arabic: { name: entry.title.ar } },
  )

/** The text of an empty list, as Odoo stores it. */
const emptyHelp = ({ whenEmpty: { title, text } }: Screen): readonly Element[] => [
  element('p', { class: 'o_view_nocontent_smiling_face' }, [title]),
  element('p', {}, [text]),
]

const toHtml = (elements: readonly Element[], language?: keyof Label) =>
  elements.map((one) => toXml(one, language)).join('')

function menuResource(
  { groups }: ServerState,
  { entry, screen, url, parent, sequence }: PlacedEntry,
): Resource {
  return resource(
    Menu,
    menuId(entry),
    {
      name: entry.title.en,
      parent: parent ? { ours: menuId(parent) } : null,
      action:
        screen || url !== null
          ? { action: actionId(entry), kind: (screen ? WindowAction : UrlAction).name }
          : null,
      sequence,
      webIcon: parent ? null : APP_ICON,
      groups: (entry.roles ?? []).map((role) => groups[role]),
    },
    {
      title: parent ? `${parent.title.en} / ${entry.title.en}` : entry.title.en,
      description: 'menu',
      arabic: { name: entry.title.ar },
    },
  )
}
