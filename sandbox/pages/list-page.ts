import { html } from '../../src/html.js'
import { withContext, type Environment } from '../odoo/orm/environment.js'
import { titled } from '../odoo/orm/field.js'
import { activeField } from '../odoo/orm/model.js'
import { read } from '../odoo/orm/read.js'
import { search, searchCount } from '../odoo/orm/search.js'
import type { HttpResponse } from '../odoo/protocol/http-response.js'
import { listAddress, recordAddress } from './addresses.js'
import { nameOf, shown } from './cells.js'
import { pageResponse } from './layout.js'
import type { MenuEntry } from './menu.js'

const PAGE = 50

/**
 * The records of a model, archived ones too. `q` searches the names, `field` and `id` select the
 * records that point to one record, `from` is the number of records before the page.
 */
export async function listPage(
  env: Environment,
  { title, model, columns }: MenuEntry,
  menu: readonly MenuEntry[],
  query: URLSearchParams,
): Promise<HttpResponse> {
  const all = withContext(env, { active_test: false })
  const q = query.get('q') ?? ''
  const field = query.get('field')
  const from = Number(query.get('from')) || 0
  const { recName } = model
  const domain = [
    ...(q !== '' && recName !== null ? [[recName, 'ilike', q]] : []),
    ...(field !== null && field in model.fields ? [[field, '=', Number(query.get('id'))]] : []),
  ]
  const ids = await search(all, model, domain, { limit: PAGE, offset: from, order: 'id desc' })
  const count = await searchCount(all, model, domain)
  const active = activeField(model)
  const records = await read(all, model, ids, [
    'display_name',
    ...columns,
    ...(active === undefined ? [] : [active]),
  ])
  const hasPage = (name: string) => menu.some((entry) => entry.model.name === name)
  const page = (start: number, label: string) => {
    const filter = { ...Object.fromEntries(query), from: String(start) }
    return html`<a href="${listAddress(model.name, filter)}">${label}</a>`
  }
  return pageResponse(
    title,
    menu,
    html`<div class="bar">
        <form>
          <input name="q" value="${q}" placeholder="Name" aria-label="Name" />
          <button>Search</button>
        </form>
        <a href="${recordAddress(model.name, 'new')}">New</a>
        <span class="hint">${count} ${count === 1 ? 'record' : 'records'}</span>
        ${from > 0 && page(Math.max(0, from - PAGE), 'Previous')}
        ${from + PAGE < count && page(from + PAGE, 'Next')}
      </div>
      <table>
        <tr>
          <th>Id</th>
          <th>Name</th>
          ${columns.map((name) => html`<th>${model.fields[name]?.label ?? titled(name)}</th>`)}
        </tr>
        ${records.map(
          (record) =>
            html`<tr ${active !== undefined && record[active] === false && html`class="archived"`}>
              <td>${Number(record.id)}</td>
              <td>
                <a href="${recordAddress(model.name, Number(record.id))}">${nameOf(record)}</a>
              </td>
              ${columns.map((name) => {
                const column = model.fields[name]
                return html`<td>${column && shown(column, record[name], hasPage)}</td>`
              })}
            </tr>`,
        )}
      </table>`,
  )
}
