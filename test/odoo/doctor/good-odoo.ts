import { connectOdoo, type Odoo } from '../../../src/odoo/client/client.js'
import { runChecks } from '../../../src/odoo/doctor/run-checks.js'
import type { Finding } from '../../../src/odoo/doctor/finding.js'
import type { WebhookProbe } from '../../../src/odoo/doctor/check-context.js'
import { ExternalId, ScheduledAction } from '../../../src/odoo/schema/administration.js'
import { COMPETING_CRONS } from '../../../src/odoo/schema/suite.js'
import type { SandboxVersion } from '../../../sandbox/odoo/version.js'
import { sandboxOdoo, type TestOdoo } from '../../support/odoo.js'
import { provisionBesideSuite } from './provisioned.js'

/** An Odoo with the suite, set up: nothing to complain of. */
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

/** How the doctor looks at an Odoo, where not with the right login, an administrator and a clock like Odoo's. */
export interface Seen {
  readonly db?: string
  readonly password?: string
  readonly admin?: false
  /** Milliseconds that our clock is ahead. */
  readonly clock?: number
  readonly hooks?: Partial<WebhookProbe>
}

/** What the doctor finds. */
export function look(odoo: TestOdoo, seen: Seen = {}): Promise<Finding[]> {
  const connect = ({ login, password }: TestOdoo['bot']) =>
    connectOdoo({ url: odoo.url, db: seen.db ?? odoo.db, login, apiKey: password })
  const { clock = 0 } = seen
  return runChecks({
    url: odoo.url,
    db: seen.db ?? odoo.db,
    credential: 'password',
    odoo: connect({ ...odoo.bot, password: seen.password ?? odoo.bot.password }),
    admin: seen.admin === false ? null : connect(odoo.admin),
    webhooks: {
      url: HOOKS_URL,
      answers: () => Promise.resolve(true),
      standing: () => Promise.resolve(null),
      ...seen.hooks,
    },
    now: () => new Date(Date.now() + clock),
  })
}

/** What somebody has to do something about. */
export const alarms = (findings: readonly Finding[]): Finding[] =>
  findings.filter(({ severity }) => severity !== 'note')
