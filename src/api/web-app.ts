import fastifyStatic from '@fastify/static'
import type { FastifyReply } from 'fastify'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { html } from '../html.js'
import type { ApiDeps } from './deps.js'
import { layout, sendPage } from './pages/layout.js'
import type { Server } from './server.js'

/** What `npm run web:build` makes from `web/`. */
const BUILT_APP = join(import.meta.dirname, '../../web/dist')

/**
 * Everything comes from this server, and no other site may frame the app. Styles may be inline:
 * the components set positions and CSS variables with them. Scripts may not.
 */
const CONTENT_SECURITY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * The staff app at /app. Every address below it is the same page, which reads the address itself.
 * The files contain no data: who is not signed in sees the sign-in page.
 */
export function webAppRoutes(app: Server, { config, webApp = BUILT_APP }: ApiDeps): void {
  const access = { access: 'public' } as const

  void app.register((files, _options, done) => {
    files.addHook('onRoute', (route) => {
      route.config = { ...route.config, ...access }
      route.schema = { ...route.schema, hide: true }
    })
    // The names contain hashes of the content, so that a browser never asks twice.
    void files.register(fastifyStatic, {
      root: join(webApp, 'assets'),
      prefix: '/app/assets/',
      decorateReply: false,
      index: false,
      preCompressed: true,
      immutable: true,
      maxAge: '365d',
    })
    done()
  })
  app.get('/app/preferences.js', { config: access, schema: { hide: true } }, async (_request, reply) => {
    const script = await builtFile('preferences.js')
    return script === null
      ? notBuilt(reply)
      : reply.type('text/javascript; charset=utf-8').header('cache-control', 'no-cache').send(script)
  })
  for (const url of ['/app', '/app/*'])
    app.get(url, { config: access, schema: { hide: true } }, async (_request, reply) => {
      const page = await builtFile('index.html')
      if (page === null) return notBuilt(reply)
      return reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', CONTENT_SECURITY)
        .header('referrer-policy', 'same-origin')
        .header('cache-control', 'no-cache')
        .send(page)
    })

  async function builtFile(name: string): Promise<string | null> {
    try {
      return await readFile(join(webApp, name), 'utf8')
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
      throw error
    }
  }

  const notBuilt = (reply: FastifyReply) =>
    sendPage(
      reply.code(503),
      layout(
        config.organization.name,
        html`<main>
          <h1>The staff app has not been built</h1>
          <p class="hint">Run <code>npm run web:build</code>, then reload this page.</p>
        </main>`,
      ),
    )
}
