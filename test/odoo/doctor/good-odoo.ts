import { connectOdoo, type Odoo } from '../../../src/odoo/client/client.js'
import { runChecks } from '../../../src/odoo/doctor/run-checks.js'
import type { Finding } from '../../../src/odoo/doctor/finding.js'
import type { SignInProviderProbe, WebhookProbe } from '../../../src/odoo/doctor/check-context.js'
import { ExternalId, ScheduledAction } from '../../../src/odoo/schema/administration.js'
import { COMPETING_CRONS } from '../../../src/odoo/schema/suite.js'
import { isOdooWebhookAddress, webhookSecretIn } from '../../../src/webhooks/odoo-address.js'
import { staffGroups } from '../../../src/odoo/staff/staff-groups.js'
import type { SandboxVersion } from '../../../sandbox/odoo/version.js'
import { sandboxOdoo, type TestOdoo } from '../../support/odoo.js'
import { provisionBesideSuite } from './provisioned.js'

/** Starts an Odoo with the suite and everything that setup creates. The doctor finds nothing. */
export async function goodOdoo(
  version: SandboxVersion,
): Promise<{ readonly odoo: TestOdoo; readonly admin: Odoo }> {
  const odoo = await sandboxOdoo({ version })
  const { login, password } = odoo.admin
  const admin = connectOdoo({ url: odoo.url, db: odoo.db, login, apiKey: password })
  await provisionBesideSuite(admin)
  await switchOffCrons(admin)
  return { odoo, admin }
}

async function switchOffCrons(admin: Odoo): Promise<void> {
  const entries = await admin.searchRead(ExternalId, [['name', 'in', [...COMPETING_CRONS]]], ['record'])
  const crons = entries.map(({ record }) => record)
  await admin.write(ScheduledAction, crons, { active: false })
}

export const HOOKS_URL = 'http://127.0.0.1:8080'

/** How the doctor's input differs from a correct login, an administrator and a correct clock. */
export interface DoctorInput {
  readonly db?: string
  readonly password?: string
  readonly admin?: false
  /** Milliseconds by which our clock is ahead. */
  readonly clock?: number
  readonly webhooks?: Partial<WebhookProbe>
  readonly unknownRecords?: { readonly trackers: number; readonly certificates: number }
  readonly demoVariables?: readonly string[]
  /** Default: tasks are not shown in Odoo. */
  readonly todos?: { readonly isEnabled: boolean; readonly user: string | null }
  /** STAFF_GROUPS. Default: the usual groups. */
  readonly staffGroups?: string
  /** Default: none is configured. */
  readonly signInProvider?: SignInProviderProbe
  /** Null: not set. */
  readonly timeZone?: string | null
}

/** Returns what the doctor finds. */
export function runDoctor(odoo: TestOdoo, input: DoctorInput = {}): Promise<Finding[]> {
  const connect = ({ login, password }: TestOdoo['bot']) =>
    connectOdoo({ url: odoo.url, db: input.db ?? odoo.db, login, apiKey: password })
  const { clock = 0 } = input
  return runChecks({
    url: odoo.url,
    db: input.db ?? odoo.db,
    emailsWhenNeutralized: false,
    demoVariables: input.demoVariables ?? [],
    todos: input.todos ?? { isEnabled: false, user: null },
    staffGroups: staffGroups(input.staffGroups ?? ''),
    signInProvider: input.signInProvider ?? null,
    timeZone: input.timeZone === undefined ? 'Asia/Riyadh' : input.timeZone,
    credential: 'password',
    odoo: connect({ ...odoo.bot, password: input.password ?? odoo.bot.password }),
    admin: input.admin === false ? null : connect(odoo.admin),
    webhooks: {
      url: HOOKS_URL,
      isWebhook: isOdooWebhookAddress,
      secretIn: (address) => webhookSecretIn(HOOKS_URL, address),
      isReachable: () => Promise.resolve(true),
      secretStatus: () => Promise.resolve(null),
      ...input.webhooks,
    },
    countUnknownRecords: () => Promise.resolve(input.unknownRecords ?? null),
    now: () => new Date(Date.now() + clock),
  })
}

/** Returns the findings that a healthy Odoo does not have. Only notes about webhooks are faults. */
export const faultsIn = (findings: readonly Finding[]): Finding[] =>
  findings.filter(({ severity, check }) => severity !== 'note' || check === 'webhooks')
