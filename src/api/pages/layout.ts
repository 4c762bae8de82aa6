import type { FastifyReply } from 'fastify'
import { html, type Html } from '../../html.js'

/** Everything comes from this server, forms are sent to it, and no other site may frame a page. */
const CONTENT_SECURITY =
  "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

/** A whole page around its content. */
export const layout = (title: string, body: Html): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Training</title>
        <link rel="stylesheet" href="/pages.css" />
        <link rel="icon" href="data:," />
      </head>
      <body>
        ${body}
      </body>
    </html>`

export const sendPage = (reply: FastifyReply, page: Html) =>
  reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', CONTENT_SECURITY)
    .header('referrer-policy', 'same-origin')
    .header('cache-control', 'no-store')
    .send(page.text)
