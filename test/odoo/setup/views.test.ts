import assert from 'node:assert/strict'
import type { Model } from '../../../src/odoo/schema/model.js'
import {
  AssessmentIntegration,
  MODELS,
  Student,
  Survey,
  TRAINING_MODELS,
} from '../../../src/odoo/schema/index.js'
import { Menu, View, WindowAction } from '../../../src/odoo/schema/administration.js'
import { SCREENS } from '../../../src/odoo/schema/screens/index.js'
import { among, lines, screen } from '../../../src/odoo/schema/screens/screen.js'
import type { Resource } from '../../../src/odoo/setup/resource.js'
import { viewBatches } from '../../../src/odoo/setup/views/index.js'
import { isOurs, type ServerState } from '../../../src/odoo/setup/server-state.js'
import { parseXml, textOf, walk, type Node } from './arch.js'
import { serverStateOf, VERSIONS } from './server-states.js'

const ARABIC = /\p{Script=Arabic}/u

/** Views that an app brings for a model of the suite. */
const SUITE_VIEWS = new Map(
  TRAINING_MODELS.flatMap(({ name }: Model) => [
    [`${name}/form`, `suite.${name.replaceAll('.', '_')}_form`],
    [`${name}/list`, `suite.${name.replaceAll('.', '_')}_list`],
  ]),
)

const CASES = VERSIONS.flatMap((version) => [
  { title: `${version}, eLearning only`, version, options: {} },
  { title: `${version}, no surveys`, version, options: { survey: false } },
  { title: `${version}, the suite`, version, options: { suite: true, changes: { views: SUITE_VIEWS } } },
])

const of = (serverState: ServerState, model: Model): readonly Resource[] =>
  viewBatches(serverState)
    .flatMap(({ resources }) => resources)
    .filter((one) => one.model === model)

const archOf = ({ values }: Resource): Node => parseXml(textOf(values['arch']))

/** Fields of every model, or of every model with messages. */
const ODOOS_OWN = ['create_date', 'write_date', 'message_follower_ids', 'activity_ids', 'message_ids']

/** Technical names of the fields that a model will have. */
function fieldsOf({ resolve }: ServerState, technical: string): ReadonlyMap<string, string | null> {
  const model = MODELS.find((one: Model) => resolve(one).name === technical)
  assert.ok(model, `a view of ${technical}`)
  const fields = Object.entries(model.fields).map(([logical, { target }]) => {
    const there = MODELS.find(({ name }: Model) => name === target)
    return [resolve(model).fields[logical]?.name ?? '', there ? resolve(there).name : null] as const
  })
  return new Map([...fields, ...ODOOS_OWN.map((name) => [name, null] as const)])
}

/** Yields the fields of a view, each with its technical model. */
function* fieldsIn(
  serverState: ServerState,
  technical: string,
  node: Node,
): Generator<readonly [string, string]> {
  const { tag, attributes, children } = node
  const { name = '' } = attributes
  if (tag === 'field') yield [technical, name]
  const below = tag === 'field' ? (fieldsOf(serverState, technical).get(name) ?? technical) : technical
  for (const child of children) yield* fieldsIn(serverState, below, child)
}

describe('views and menus', () => {
  for (const { title, version, options } of CASES)
    describe(`on ${title}`, () => {
      let serverState: ServerState
      before(async () => {
        serverState = await serverStateOf(version, options)
      })

      it('show only declared fields of existing models', () => {
        for (const view of of(serverState, View))
          for (const [model, name] of fieldsIn(serverState, textOf(view.values['model']), archOf(view)))
            assert.ok(fieldsOf(serverState, model).has(name), `${view.id}: ${model}.${name}`)
      })

      it('filter, color and hide by fields of their own model', () => {
        for (const view of of(serverState, View)) {
          const known = fieldsOf(serverState, textOf(view.values['model']))
          for (const { tag, attributes } of walk(archOf(view))) {
            if (tag !== 'filter') continue
            const paths = [...(attributes['domain'] ?? '').matchAll(/\('([\w.]+)', /g)].map(
              ([, path = '']) => path,
            )
            const group = /'group_by': '(\w+)/.exec(attributes['context'] ?? '')?.[1]
            for (const path of [
              ...paths,
              ...(group ? [group] : []),
              ...(attributes['date'] ? [attributes['date']] : []),
            ])
              assert.ok(known.has(path.split('.')[0] ?? ''), `${view.id}: ${path}`)
          }
        }
      })

      it('use the syntax of this version', () => {
        const tags = new Set(
          of(serverState, View).flatMap((view) => walk(archOf(view)).map(({ tag }) => tag)),
        )
        const types = of(serverState, View).map(({ values }) => values['type'])
        const modes = of(serverState, WindowAction).map(({ values }) => textOf(values['viewMode']).split(','))
        const [list, other] = version === 17 ? ['tree', 'list'] : ['list', 'tree']
        assert.ok(tags.has(list) && types.includes(list) && modes.flat().includes(list))
        assert.ok(!tags.has(other) && !types.includes(other) && !modes.flat().includes(other))
        const templates = of(serverState, View)
          .flatMap((view) => walk(archOf(view)))
          .flatMap(({ attributes }) => attributes['t-name'] ?? [])
        assert.deepEqual([...new Set(templates)], [version === 17 ? 'kanban-box' : 'card'])
        const groups = of(serverState, View)
          .map(archOf)
          .filter(({ tag }) => tag === 'search')
          .flatMap(({ children }) => children.filter(({ tag }) => tag === 'group'))
        assert.ok(groups.length > 0)
        for (const { attributes } of groups) assert.equal('expand' in attributes, version < 19)
        if ('suite' in options) return
        assert.equal(tags.has('chatter'), version > 17)
        const old = of(serverState, View).some((view) =>
          walk(archOf(view)).some(({ attributes }) => attributes['class'] === 'oe_chatter'),
        )
        assert.equal(old, version === 17)
      })

      it('have every text in English and Arabic', () => {
        for (const resource of viewBatches(serverState).flatMap(({ resources }) => resources)) {
          for (const [en, ar] of Object.values(resource.terms).flatMap((terms) => Object.entries(terms))) {
            assert.ok(en !== '' && !ARABIC.test(en), `${resource.id}: ${en}`)
            assert.match(ar, ARABIC, `${resource.id}: ${en}`)
          }
          if (resource.model !== View) assert.match(resource.arabic['name'] ?? '', ARABIC, resource.id)
        }
      })

      it('differ in Arabic only in their texts', () => {
        for (const view of of(serverState, View)) {
          const [english, arabic] = [archOf(view), parseXml(view.arabic['arch'] ?? '')].map(walk)
          const terms = view.terms['arch'] ?? {}
          assert.deepEqual(
            english?.map(({ tag, attributes, text }) => ({
              tag,
              attributes: Object.fromEntries(
                Object.entries(attributes).map(([name, value]) => [name, terms[value] ?? value]),
              ),
              text: terms[text] ?? text,
            })),
            arabic?.map(({ tag, attributes, text }) => ({ tag, attributes, text })),
          )
        }
      })

      it('put each menu under an earlier one, and give each action its own search view', () => {
        const made = new Set<string>()
        for (const { resources } of viewBatches(serverState)) {
          for (const { id, model, values } of resources) {
            const reference =
              model === Menu ? values['parent'] : model === WindowAction ? values['searchView'] : null
            if (reference !== null)
              assert.ok(made.has((reference as { ours: string }).ours), `${id} before what it stands on`)
            assert.ok(!made.has(id), `${id} twice`)
          }
          for (const { id } of resources) made.add(id)
        }
        for (const { values } of of(serverState, Menu)) {
          const action = values['action'] as { action: string } | null
          if (action) assert.ok(made.has(action.action))
        }
        const [root, ...more] = of(serverState, Menu).filter(({ values }) => values['parent'] === null)
        assert.equal(more.length, 0)
        assert.ok(root?.values['webIcon'])
        assert.equal((root.values['groups'] as unknown[]).length, 4)
      })
    })

  it('exist for every model of the plan', () => {
    assert.deepEqual(
      new Set(SCREENS.map(({ model }) => model.name)),
      new Set(TRAINING_MODELS.map(({ name }) => name)),
    )
  })

  it('show lines of the model to which the one2many points', () => {
    for (const { model, form } of SCREENS)
      for (const page of form.pages ?? [])
        if ('lines' in page)
          assert.equal(model.fields[page.lines]?.target, page.of.target.name, `${model.name}.${page.lines}`)
  })

  it('ask for all required fields in editable lines', () => {
    for (const { model, form } of SCREENS)
      for (const page of form.pages ?? []) {
        if (!('lines' in page) || page.of.written !== 'inPlace') continue
        const inverse = model.fields[page.lines]?.inverse
        const columns = page.of.columns.map((column) => (typeof column === 'string' ? column : column.field))
        const mandatory = Object.entries(page.of.target.fields).filter(
          ([name, { options }]) =>
            options.required === true && options.default === undefined && name !== inverse,
        )
        for (const [name] of mandatory) assert.ok(columns.includes(name), `${page.of.target.name}.${name}`)
      }
  })

  it('leave out fields that point to an app that is not installed', async () => {
    const serverState = await serverStateOf(18, { survey: false })
    const assessments = serverState.resolve(AssessmentIntegration)
    const form = of(serverState, View).find(({ id }) => id === `view_${assessments.name}_form`)
    assert.ok(form)
    assert.equal(serverState.resolve(Survey).origin, 'missing')
    const shown = walk(archOf(form)).map(({ attributes }) => attributes['name'])
    assert.ok(!shown.includes(assessments.fields['survey']?.name))
    assert.ok(shown.includes(assessments.fields['slide']?.name))
  })

  it('cover only the model that the suite lacks, with its menu and the way to the staff app', async () => {
    const serverState = await serverStateOf(18, { suite: true })
    assert.deepEqual(
      SCREENS.filter(({ model }) => isOurs(serverState.resolve(model))).map(({ model }) => model.name),
      [AssessmentIntegration.name],
    )
    const { name } = serverState.resolve(AssessmentIntegration)
    for (const { values } of of(serverState, View)) assert.equal(values['model'], name)
    assert.deepEqual(
      of(serverState, Menu).map(({ id }) => id),
      ['menu_root', 'menu_dashboard', 'menu_configuration', 'menu_assessment_integration'],
    )
  })

  it('add our fields to the suite’s forms and lists at anchors that always exist', async () => {
    const serverState = await serverStateOf(18, { suite: true, changes: { views: SUITE_VIEWS } })
    const extensions = of(serverState, View).filter(({ values }) => values['mode'] === 'extension')
    const anchors = new Set(extensions.map((view) => archOf(view).attributes['expr']))
    assert.deepEqual(anchors, new Set(['(/form/sheet | /form[not(sheet)])[1]', '/list']))
    const student = serverState.resolve(Student)
    const form = extensions.find(
      ({ values }) => values['model'] === student.name && values['type'] === 'form',
    )
    assert.ok(form)
    assert.deepEqual(form.values['inherits'], { external: SUITE_VIEWS.get(`${student.name}/form`) })
    assert.deepEqual(
      walk(archOf(form)).flatMap(({ tag, attributes }) => (tag === 'field' ? [attributes['name']] : [])),
      ['elearningProgress', 'completedCourses', 'partner'].map((field) => student.fields[field]?.name),
    )
    // Without a view to inherit from, Odoo generates one of all fields, including ours.
    const bare = await serverStateOf(18, { suite: true })
    assert.equal(of(bare, View).filter(({ values }) => values['mode'] === 'extension').length, 0)
  })

  it('accept only field names that the compiler knows', () => {
    const empty = { title: { en: '', ar: '' }, text: { en: '', ar: '' } }
    const rest = { form: { groups: [] }, search: { fields: [], filters: [], groupBy: [] }, whenEmpty: empty }
    // @ts-expect-error no such field
    screen(Student, { ...rest, list: ['surname'] })
    // @ts-expect-error no such key of the selection
    screen(Student, { ...rest, list: [{ field: 'state', tones: { married: 'info' } }] })
    // @ts-expect-error a field of another model
    lines(Survey, 'never', ['email'])
    // @ts-expect-error a value of another kind
    among(Survey, [['certification', '=', 'yes']])
    assert.ok(screen(Student, { ...rest, list: ['name', { field: 'state', tones: { draft: 'info' } }] }))
  })
})
