import type { Config } from '../../config.js'
import type { SandboxAccounts } from './embedded.js'

export interface Announcement {
  readonly config: Config
  readonly keyFile: string
  /** The first API key; null: its file is gone. */
  readonly key: string | null
  /** Who can log in to the sandbox; null: a real Odoo is connected. */
  readonly sandbox: SandboxAccounts | null
  /** File with the variables of this start. */
  readonly environmentFile: string
  /** Faults that concern everybody, found by the worker’s first check. */
  readonly alarms: readonly { readonly message: string }[]
}

/** The block of text that a start ends with: the addresses, and what to try first. */
export function announcement(start: Announcement): string {
  const { sandbox, environmentFile, alarms } = start
  const addresses = knownAddresses(start)
  const width = Math.max(...addresses.map(([name]) => name.length))
  const line = '─'.repeat(78)
  return [
    line,
    ...addresses.map(([name, address]) => `  ${name.padEnd(width)}  ${address}`),
    '',
    ...(sandbox ? SANDBOX_STEPS : []),
    '  • For other commands, another terminal needs the variables of this start:',
    `    set -a; . '${environmentFile}'; set +a`,
    ...(sandbox ? [] : [...SETUP_STEPS, ...INTAKE_STEPS]),
    ...alarms.flatMap(({ message }) => ['', `  ALARM: ${message}`]),
    '',
    '  Ctrl-C stops everything; the next start continues from here.',
    line,
  ].join('\n')
}

function knownAddresses({ config, keyFile, key, sandbox }: Announcement): [string, string][] {
  const home = `http://${config.api.host}:${config.api.port}`
  const account = ({ login, password }: SandboxAccounts['admin']) => `${login} / ${password}`
  const login = sandbox ? `  (sandbox; ${account(sandbox.admin)})` : ''
  const addresses: [string, string | null][] = [
    ['Staff app', key === null ? `${home}/app` : `${home}/login?key=${key}`],
    ['Sign in', sandbox ? `as ${sandbox.staff.map(account).join(', or as ')}` : 'with an Odoo account'],
    ['API', `${home}/docs  (the key in ${keyFile} is the bearer token)`],
    ['Temporal Web UI', config.temporal.webUrl],
    ['Inbox', config.inboxUrl],
    ['Odoo', `${config.odoo.webUrl}${login}`],
  ]
  return addresses.filter((entry): entry is [string, string] => entry[1] !== null)
}

const SANDBOX_STEPS = [
  '  • Students enroll, learn and are certified automatically: watch the overview.',
  '  • A task waits for you in My work: decide it with one click.',
  '  • Open a student in the Temporal Web UI: every step is explained in a sentence.',
  '  • Change a record in the sandbox Odoo, such as a birth date: its workflow follows.',
  '  • Read the emails in the inbox, one with a certificate; scan its QR code.',
]

const INTAKE_STEPS = [
  '  • A program enrolls nobody automatically until you turn on its intake:',
  '    npm run cli -- intake                          lists the programs',
  '    npm run cli -- intake set 1 preview --reason … shows who would be enrolled in program 1',
]

const SETUP_STEPS = [
  '  • First time with this Odoo? In that terminal:',
  '    export ODOO_API_KEY=… ODOO_ADMIN_LOGIN=… ODOO_ADMIN_PASSWORD=…',
  '    npm run cli -- setup apply',
]
