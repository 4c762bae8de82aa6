import { html, type Html } from '../../src/html.js'
import type { HttpResponse } from '../odoo/protocol/http-response.js'
import { TIME } from './addresses.js'
import { button, pageResponse } from './layout.js'

/** Makes the timers of the product believe that time has passed. */
export interface PassingTime {
  /** Moves every open workflow of a student ahead. Returns how many there were. */
  letPass(days: number): Promise<number>
}

/** Periods that can pass, in days, by the label of their button. */
const PERIODS = { 'A day': 1, 'A week': 7, 'Four weeks': 28 } as const

/** `time` is null without Temporal's development server: others cannot skip time. */
export function timePage(time: PassingTime | null, query: URLSearchParams): HttpResponse {
  const passed = Object.entries(PERIODS).find(([, days]) => `${days}` === query.get('days'))
  const workflows = Number(query.get('workflows'))
  return page(
    passed &&
      html`<p class="done">
        ${passed[0]} passes for ${workflows === 1 ? '1 open workflow' : `${workflows} open workflows`}. What
        falls due is done within seconds: look at the inbox and at <em>My work</em>.
      </p>`,
    time
      ? html`<div class="bar">
          ${Object.entries(PERIODS).map(([label, days]) => button(TIME, label, { days: `${days}` }))}
        </div>`
      : html`<p class="problem">
          Time can pass only in the Temporal server that <code>npm start</code> brings along.
        </p>`,
  )
}

/** Lets time pass as a button says. Returns the query of the page that reports it. */
export async function passTime(time: PassingTime, form: URLSearchParams): Promise<string> {
  const days = Object.values(PERIODS).find((period) => `${period}` === form.get('days'))
  if (days === undefined) return ''
  return `?days=${days}&workflows=${await time.letPass(days)}`
}

/** When the server could not do it. */
export const timeProblem = (message: string): HttpResponse =>
  page(html`<p class="problem">${message}</p>`, html`<p><a href="${TIME}">Back</a></p>`, 502)

const page = (first: Html | undefined, second: Html, status = 200): HttpResponse =>
  pageResponse(
    'Let time pass',
    [],
    html`<p class="hint">
        Reminders, deadlines and escalations wait for days or weeks. Let them fall due now. Only the clocks of
        the workflows that are open now move: their next steps carry later dates. Lessons, new students and
        the digest of the staff stay in today’s time.
      </p>
      ${first} ${second}`,
    status,
  )
