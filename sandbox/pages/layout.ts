import { html, type Html } from '../../src/html.js'
import { HTML_TYPE, httpResponse, type HttpResponse } from '../odoo/protocol/http-response.js'
import { COURSES, HOME, listAddress, SWITCHES, TIME } from './addresses.js'
import type { MenuEntry } from './menu.js'
import { STYLE } from './style.js'

/** A whole page of the sandbox, with the menu. `menu` is empty where Odoo pretends to be down. */
export const pageResponse = (
  title: string,
  menu: readonly MenuEntry[],
  content: Html,
  status = 200,
): HttpResponse =>
  httpResponse(
    status,
    HTML_TYPE,
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>${title} · Sandbox Odoo</title>
          <link rel="icon" href="data:," />
          <style>
            ${STYLE}
          </style>
        </head>
        <body>
          <header>
            <strong><a href="${HOME}">Sandbox Odoo</a></strong>
            <nav>
              ${menu.map(({ title: name, model }) => html`<a href="${listAddress(model.name)}">${name}</a>`)}
              <a href="${COURSES}">Website</a>
              <a href="${SWITCHES}">Break and repair</a>
              <a href="${TIME}">Let time pass</a>
            </nav>
          </header>
          <main>
            <h1>${title}</h1>
            ${content}
          </main>
        </body>
      </html>`.text,
  )

/** A button that sends a form of its own. */
export const button = (address: string, label: string, fields: Readonly<Record<string, string>> = {}): Html =>
  html`<form method="post" action="${address}">
    ${Object.entries(fields).map(
      ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
    )}
    <button>${label}</button>
  </form>`
