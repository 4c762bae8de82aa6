import { html } from '../../src/html.js'
import type { Environment } from '../odoo/orm/environment.js'
import { searchCount } from '../odoo/orm/search.js'
import type { HttpResponse } from '../odoo/protocol/http-response.js'
import { COURSES, HOME, listAddress, SWITCHES, TIME } from './addresses.js'
import { pageResponse } from './layout.js'
import type { MenuEntry } from './menu.js'

/**
 * What there is, and what to try. Odoo's old addresses (`/web#id=…&model=…`) name the record behind
 * the `#`, which only the browser sees.
 */
export async function homePage(env: Environment, menu: readonly MenuEntry[]): Promise<HttpResponse> {
  const counts = new Map<string, number>()
  for (const { model } of menu) counts.set(model.name, await searchCount(env, model, []))
  const students = menu.find(({ title }) => title === 'Students')
  return pageResponse(
    'Sandbox Odoo',
    menu,
    html`<script>
        const target = new URLSearchParams(location.hash.slice(1))
        if (target.has('model'))
          location.replace(
            '${HOME}/' + target.get('model') + (target.has('id') ? '/' + target.get('id') : ''),
          )
      </script>
      <p class="hint">
        A small stand-in for Odoo with made-up people. Everybody is the administrator here. What you change
        reaches the student’s workflow like a change in a real Odoo.
      </p>
      <ul>
        ${
          students &&
          html`<li>
              <a href="${listAddress(students.model.name)}/new">Create a student</a>, who then applies.
            </li>
            <li>
              Open a <a href="${listAddress(students.model.name)}">student</a> who waits for a review, and
              correct the birth date or the email address.
            </li>`
        }
        <li>Open a <a href="${COURSES}">course</a>, and complete lessons as one of its learners.</li>
        <li>Archive a <a href="${listAddress('slide.channel.partner')}">membership</a>, and restore it.</li>
        <li><a href="${SWITCHES}">Stop Odoo</a>, and repair it.</li>
        <li><a href="${TIME}">Let a week pass</a>, and see who is reminded.</li>
      </ul>
      <table>
        ${menu.map(
          ({ title, model }) =>
            html`<tr>
              <td><a href="${listAddress(model.name)}">${title}</a></td>
              <td>${counts.get(model.name)}</td>
            </tr>`,
        )}
      </table>`,
  )
}
