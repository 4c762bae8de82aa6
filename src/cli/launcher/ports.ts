import getPort, { portNumbers } from 'get-port'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const DEFAULT_PORTS = {
  api: 8080,
  odoo: 8069,
  temporal: 7233,
  temporalWeb: 8233,
  inbox: 1080,
  smtp: 1025,
  postgres: 5433,
}

export type Ports = { readonly [K in keyof typeof DEFAULT_PORTS]: number }

/**
 * Returns a free port for each service. The port of the last start comes first, so that addresses
 * in emails and bookmarks stay valid; then the default, the next twenty, and any other.
 */
export async function choosePorts(dataDir: string, fixed: Partial<Ports> = {}): Promise<Ports> {
  const file = join(dataDir, 'ports.json')
  const last = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as Partial<Ports>,
    (): Partial<Ports> => ({}),
  )
  const chosen: Record<string, number> = {}
  for (const [name, standard] of Object.entries(DEFAULT_PORTS) as [keyof Ports, number][]) {
    const preferred = [last[name] ?? standard, ...portNumbers(standard, standard + 20)]
    chosen[name] =
      fixed[name] ?? (await getPort({ port: preferred, host: '127.0.0.1', exclude: Object.values(chosen) }))
  }
  await writeFile(file, JSON.stringify(chosen, null, 2))
  return chosen as Ports
}
