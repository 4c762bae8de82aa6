import { html } from '../../src/html.js'
import { type Act, sudo } from '../odoo/orm/environment.js'
import { asOdooException } from '../odoo/orm/database-errors.js'
import type { Registry } from '../odoo/orm/registry.js'
import { ADMIN } from '../odoo/install/users.js'
import type { Faults } from '../odoo/protocol/faults.js'
import { HTML_TYPE, httpResponse, type HttpResponse } from '../odoo/protocol/http-response.js'
import { COURSES, HOME, listAddress, recordAddress, SWITCHES, TIME } from './addresses.js'
import { homePage } from './home-page.js'
import { pageResponse } from './layout.js'
import {
  enter,
  followInvitation,
  learnerOf,
  learnersCoursePage,
  LOGIN,
  passwordPage,
  rate,
  SIGN_UP,
} from './learner-pages.js'
import { listPage } from './list-page.js'
import { menuOf } from './menu.js'
import { ACTIONS, recordPage, saveRecord, type Action } from './record-page.js'
import { switchesPage, turnSwitch } from './switches-page.js'
import { passTime, timePage, timeProblem, type PassingTime } from './time-page.js'
import { coursePage, coursesPage } from './website-pages.js'

/** What the pages need of an HTTP request. */
export interface PageRequest {
  readonly method: string
  readonly url: URL
  readonly body: string
  /** Where a browser says that the request comes from. */
  readonly origin: string | undefined
  readonly cookies: string | undefined
}

const RECORD = /^\/odoo\/(?<model>[a-z_.]+)(?:\/(?<id>\d+|new))?(?:\/(?<action>[a-z-]+))?$/
const COURSE = /^\/slides\/(?:[^/]*-)?(?<id>\d+)(?<invitation>\/invite)?$/

/** What surrounds Odoo and can be changed: its faults, and the time of the product. */
export interface Surroundings {
  readonly faults: Faults
  readonly time: PassingTime | null
}

/** The pages that change the surroundings. Undefined: another address. */
export async function surroundingsPage(
  { faults, time }: Surroundings,
  request: PageRequest,
): Promise<HttpResponse | undefined> {
  const { pathname, searchParams } = request.url
  if (pathname !== SWITCHES && pathname !== TIME) return undefined
  const isPost = request.method === 'POST'
  if (isPost && isForeign(request)) return FOREIGN
  const form = new URLSearchParams(request.body)
  if (pathname === SWITCHES) {
    if (!isPost) return switchesPage(faults)
    turnSwitch(faults, form)
    return seeOther(SWITCHES)
  }
  if (!isPost || !time) return timePage(time, searchParams)
  try {
    return seeOther(`${TIME}${await passTime(time, form)}`)
  } catch (error) {
    return timeProblem(error instanceof Error ? error.message : String(error))
  }
}

/**
 * The pages of records and of the website, as the administrator and without a login. Undefined: not
 * an address of a page.
 */
export async function page(
  { act, registry }: { readonly act: Act; readonly registry: Registry },
  request: PageRequest,
): Promise<HttpResponse | undefined> {
  const { pathname } = request.url
  if (pathname === '/') return seeOther(HOME)
  const record = RECORD.exec(pathname)?.groups
  const course = COURSE.exec(pathname)?.groups
  if (![HOME, '/web', COURSES, SIGN_UP, LOGIN].includes(pathname) && !record && !course) return undefined
  if (request.method === 'POST' && isForeign(request)) return FOREIGN
  try {
    return await act(ADMIN.uid, async (environment) => {
      const env = sudo(environment)
      const menu = menuOf(env.transaction.registry)
      const query = request.url.searchParams
      const form = new URLSearchParams(request.body)
      if (pathname === SIGN_UP || pathname === LOGIN)
        return request.method === 'POST'
          ? enter(env, pathname, query, form)
          : passwordPage(env, pathname, query)
      if (course) {
        const id = Number(course.id)
        if (course.invitation !== undefined) return followInvitation(env, id, query)
        const learner = learnerOf(request.cookies)
        if (request.method === 'POST') return rate(env, id, learner, form)
        const own = learner === null ? null : await learnersCoursePage(env, id, learner)
        return own ?? coursePage(env, menu, id)
      }
      if (pathname === COURSES) return coursesPage(env, menu)
      if (!record) return homePage(env, menu)
      const entry = menu.find(({ model }) => model.name === record.model)
      if (!entry) return undefined
      if (record.id === undefined) return listPage(env, entry, menu, query)
      const id = record.id === 'new' ? 'new' : Number(record.id)
      if (request.method !== 'POST') return recordPage(env, entry, menu, id)
      if (record.action === undefined)
        return seeOther(recordAddress(entry.model.name, await saveRecord(env, entry.model, id, form)))
      if (!isAction(record.action) || id === 'new') return undefined
      await ACTIONS[record.action](env, entry.model, id)
      const after =
        record.action === 'delete' ? listAddress(entry.model.name) : recordAddress(entry.model.name, id)
      return seeOther(ownAddress(form.get('back')) ?? after)
    })
  } catch (error) {
    const problem = html`<p class="problem">${asOdooException(registry, error).message}</p>
      <p><a href="${request.url.pathname}">Back</a></p>`
    return pageResponse('Odoo rejects this', [], problem, 422)
  }
}

const isAction = (name: string): name is Action => name in ACTIONS

const seeOther = (location: string) => httpResponse(303, HTML_TYPE, '', { location })

/** A form of another site must not change anything here. */
const isForeign = ({ url, origin }: PageRequest) => origin !== undefined && origin !== url.origin
const FOREIGN = pageResponse('Refused', [], html`<p>The form was sent by another site.</p>`, 403)

/** An address on this server; null for any other. */
const ownAddress = (address: string | null): string | null =>
  address !== null && /^\/(?!\/)/.test(address) ? address : null
