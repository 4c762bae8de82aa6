import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Server } from '../server.js'

/** The style sheet of the pages that the server itself writes (`layout.ts`). */
export function styleSheetRoutes(app: Server): void {
  app.get('/pages.css', { config: { access: 'public' }, schema: { hide: true } }, async (_request, reply) => {
    const style = await readFile(join(import.meta.dirname, 'pages.css'), 'utf8')
    return reply.type('text/css; charset=utf-8').header('cache-control', 'no-cache').send(style)
  })
}
