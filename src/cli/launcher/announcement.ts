import type { Config } from '../../config.js'

export interface Announcement {
  readonly config: Config
  readonly keyFile: string
  /** Administrator of the sandbox; null: a real Odoo is connected. */
  readonly sandboxAdmin: { readonly login: string; readonly password: string } | null
  /** Address of the embedded PostgreSQL as a shell reads it, its password by a file; null: an own one is connected. */
  readonly databaseUrl: string | null
  /** Values for a demonstration that are in use because nobody has set others. */
  readonly demoVariables: readonly string[]
}

/** The one block that a start ends with: where everything is, and what to try first. */
export function announcement({
  config,
  keyFile,
  sandboxAdmin,
  databaseUrl,
  demoVariables,
}: Announcement): string {
  const home = `http://${config.api.host}:${String(config.api.port)}`
  const places: [string, string | null][] = [
    ['Home page', `${home}/  (log in with the key in ${keyFile})`],
    ['API', `${home}/docs  (the same key as bearer token)`],
    ['Temporal Web UI', config.temporal.webUrl],
    ['Inbox', config.inboxUrl],
    [
      'Odoo',
      sandboxAdmin
        ? `${config.odoo.url}  (sandbox; ${sandboxAdmin.login} / ${sandboxAdmin.password})`
        : config.odoo.url,
    ],
  ]
  const known = places.filter((place): place is [string, string] => place[1] !== null)
  const width = Math.max(...known.map(([name]) => name.length))
  const tries = sandboxAdmin
    ? [
        'Students enroll, learn and are certified by themselves: watch the home page.',
        'A review waits for you there; decide it with one click.',
        'Open a student in the Temporal Web UI: every step is told in words.',
        'Read the mails, the certificate attached, in the inbox; scan its QR code.',
      ]
    : [
        'New and changed students of your Odoo are taken up within half a minute.',
        'First time with this Odoo? With the same ODOO_… variables, in another terminal:',
        '    export ODOO_ADMIN_LOGIN=… ODOO_ADMIN_PASSWORD=…',
        // Setup makes rules that call us only where it knows these; HOOKS_URL: as Odoo reaches this machine.
        `    export HOOKS_URL=${config.hooks.url}`,
        ...(databaseUrl === null ? [] : [`    export DATABASE_URL="${databaseUrl}"`]),
        '    npm run cli -- setup apply',
      ]
  const line = '─'.repeat(78)
  return [
    line,
    ...known.map(([name, address]) => `  ${name.padEnd(width)}  ${address}`),
    '',
    ...tries.map((text) => (text.startsWith(' ') ? text : `  • ${text}`)),
    ...(demoVariables.length > 0
      ? ['', `  Demonstration values in use; set for real work: ${demoVariables.join(', ')}`]
      : []),
    '',
    '  Ctrl-C stops everything; the next start goes on from here.',
    line,
  ].join('\n')
}
