import { html, type Html } from '../../src/html.js'
import { withContext, type Environment } from '../odoo/orm/environment.js'
import { missingError } from '../odoo/orm/exceptions.js'
import { isReadonly } from '../odoo/orm/field.js'
import { activeField, defaultOf, type Model } from '../odoo/orm/model.js'
import { read } from '../odoo/orm/read.js'
import { create, unlink, write } from '../odoo/orm/records.js'
import { searchCount } from '../odoo/orm/search.js'
import { toClient } from '../odoo/orm/values.js'
import type { HttpResponse } from '../odoo/protocol/http-response.js'
import { completeNextLesson } from '../learners/lessons.js'
import { actionAddress, listAddress, recordAddress } from './addresses.js'
import { nameOf, shown } from './cells.js'
import { editableFields, inputOf, labelOf, sentValues } from './form-fields.js'
import { button, pageResponse } from './layout.js'
import type { MenuEntry } from './menu.js'

type Shown = Readonly<Record<string, unknown>>

/** The form of a record, or of a new one. */
export async function recordPage(
  env: Environment,
  { title, model }: MenuEntry,
  menu: readonly MenuEntry[],
  id: number | 'new',
): Promise<HttpResponse> {
  const record = id === 'new' ? newRecord(env, model) : await existing(env, model, id)
  const inputs: Html[] = []
  for (const [name, field] of editableFields(model))
    inputs.push(await inputOf(env, name, field, record[name]))
  const heading = id === 'new' ? `New: ${title}` : `${title}: ${nameOf(record)} (${id})`
  return pageResponse(
    heading,
    menu,
    html`${id !== 'new' && html`<div class="bar">${actionsOf(model, id, record)}</div>`}
      <form method="post" action="${recordAddress(model.name, id)}">
        <div class="fields">${inputs}</div>
        <div class="bar"><button>Save</button></div>
      </form>
      ${id !== 'new' && html`${computedFields(model, record, menu)} ${await relatedLists(env, model, id, menu)}`}`,
  )
}

/** Saves a sent form. Returns the id of the record. Throws Odoo's exceptions. */
export async function saveRecord(
  env: Environment,
  model: Model,
  id: number | 'new',
  form: URLSearchParams,
): Promise<number> {
  if (id === 'new') {
    const [created] = await create(env, model.name, [sentValues(model, form, {})])
    if (created === undefined) throw new Error('no record was created')
    return created
  }
  const values = sentValues(model, form, await existing(env, model, id))
  if (Object.keys(values).length > 0) await write(env, model.name, [id], values)
  return id
}

/** What the buttons of a record do. */
export const ACTIONS = {
  archive: (env: Environment, model: Model, id: number) => setActive(env, model, id, false),
  restore: (env: Environment, model: Model, id: number) => setActive(env, model, id, true),
  delete: (env: Environment, model: Model, id: number) => unlink(env, model.name, [id]),
  'complete-lesson': (env: Environment, _model: Model, id: number) => completeNextLesson(env, id),
} as const
export type Action = keyof typeof ACTIONS

async function setActive(env: Environment, model: Model, id: number, active: boolean): Promise<void> {
  const field = activeField(model)
  if (field !== undefined) await write(env, model.name, [id], { [field]: active })
}

const MEMBERSHIP = 'slide.channel.partner'

function actionsOf(model: Model, id: number, record: Shown): Html[] {
  const active = activeField(model)
  const action = (name: Action, label: string) => button(actionAddress(model.name, id, name), label)
  return [
    ...(model.name === MEMBERSHIP ? [action('complete-lesson', 'Complete the next lesson')] : []),
    ...(active === undefined
      ? []
      : [record[active] === false ? action('restore', 'Restore') : action('archive', 'Archive')]),
    action('delete', 'Delete'),
  ]
}

function computedFields(model: Model, record: Shown, menu: readonly MenuEntry[]): Html {
  const hasPage = (name: string) => menu.some((entry) => entry.model.name === name)
  const rows = Object.entries(model.fields).filter(
    ([name, field]) =>
      isReadonly(field) &&
      field.hidden !== true &&
      !['one2many', 'many2many', 'binary'].includes(field.type) &&
      !['id', 'display_name'].includes(name) &&
      record[name] !== false &&
      record[name] !== '',
  )
  return html`<h2>Set by Odoo</h2>
    <div class="fields">
      ${rows.map(
        ([name, field]) =>
          html`<label
            >${labelOf(name, field)}
            <p>${shown(field, record[name], hasPage)}</p></label
          >`,
      )}
    </div>`
}

/** Links to the records of the menu that point to this one. */
async function relatedLists(
  env: Environment,
  model: Model,
  id: number,
  menu: readonly MenuEntry[],
): Promise<Html> {
  const all = withContext(env, { active_test: false })
  const links: Html[] = []
  for (const { title, model: other } of menu) {
    const pointing = Object.entries(other.fields).find(
      ([, field]) => field.type === 'many2one' && field.relation === model.name && !isReadonly(field),
    )
    if (!pointing) continue
    const count = await searchCount(all, other, [[pointing[0], '=', id]])
    const address = listAddress(other.name, { field: pointing[0], id: String(id) })
    if (count > 0) links.push(html`<a href="${address}">${title} (${count})</a>`)
  }
  return links.length === 0
    ? html``
    : html`<h2>Related</h2>
        <div class="bar">${links}</div>`
}

async function existing(env: Environment, model: Model, id: number): Promise<Shown> {
  const [record] = await read(withContext(env, { active_test: false }), model, [id], undefined)
  if (!record) throw missingError(model.name, id, env.uid)
  return record
}

function newRecord(env: Environment, model: Model): Shown {
  const values = editableFields(model).map(([name, field]) => {
    const value = defaultOf(env, model, name)
    const reference = field.type === 'many2one' && typeof value === 'number'
    return [name, reference ? [value, ''] : toClient(field, value ?? null)]
  })
  return Object.fromEntries(values) as Shown
}
