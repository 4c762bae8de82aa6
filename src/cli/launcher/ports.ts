import getPort, { portNumbers } from 'get-port'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The usual port of each part. */
const USUAL = {
  api: 8080,
  odoo: 8069,
  temporal: 7233,
  temporalWeb: 8233,
  inbox: 1080,
  smtp: 1025,
  postgres: 5433,
}

export type Ports = { readonly [K in keyof typeof USUAL]: number }

/**
 * A free port for each part: the one it had at the last start, so that addresses stay (learners and readers of mails keep links), or
 * its usual one, or the next ones, or any.
 */
export async function choosePorts(dataDir: string, wanted: Partial<Ports> = {}): Promise<Ports> {
  const file = join(dataDir, 'ports.json')
  const last = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as Partial<Ports>,
    (): Partial<Ports> => ({}),
  )
  const choice: Record<string, number> = {}
  for (const [name, usual] of Object.entries(USUAL) as [keyof Ports, number][]) {
    const fixed = wanted[name]
    const preferred = [last[name] ?? usual, ...portNumbers(usual, usual + 20)]
    choice[name] =
      fixed ?? (await getPort({ port: preferred, host: '127.0.0.1', exclude: Object.values(choice) }))
  }
  await writeFile(file, JSON.stringify(choice, null, 2))
  return choice as Ports
}
