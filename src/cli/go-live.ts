import type { Config } from '../config.js'
import { centerTimeZone } from '../odoo/center-time-zone.js'
import { connectOdoo } from '../odoo/client/client.js'
import { readVariables, type ValuesOf } from '../variables.js'
import { DOCTOR_VARIABLES } from './command-variables.js'
import { diagnose } from './diagnosis.js'
import { describeError } from './failure.js'
import {
  apiCheck,
  certificateCheck,
  demoValuesCheck,
  doctorCheck,
  intakeCheck,
  mailCheck,
  open,
  setupCheck,
  signUpCheck,
  webhooksCheck,
  workerCheck,
  type GoLiveItem,
} from './go-live-checks.js'
import { withServices } from './services.js'

export interface GoLiveOptions {
  readonly to?: string
  /** File for the sample certificate. */
  readonly certificate: string
  readonly json?: boolean
}

/**
 * `go-live`: what is ready for real people and what is not. Sends one email, to the given address,
 * writes one file, and changes nothing else. Exit code 1: something is open.
 */
export async function goLive({ to, certificate, json = false }: GoLiveOptions): Promise<void> {
  await withServices(async ({ config, odoo, store, temporal }) => {
    const variables = readVariables(DOCTOR_VARIABLES, process.env)
    const admin = administratorOf(config.odoo, variables)
    const diagnosis = diagnose(variables)
    const zone = () => centerTimeZone(odoo, config.organization.timeZone)
    const checks: readonly (readonly [string, () => Promise<Omit<GoLiveItem, 'name'>>])[] = [
      ['doctor', async () => doctorCheck(await diagnosis)],
      ['setup', () => setupCheck(admin, config.odoo.login)],
      ['own values', () => Promise.resolve(demoValuesCheck(config))],
      ['test email', () => mailCheck(config, to)],
      ['test certificate', async () => certificateCheck(config, (await zone()).name, certificate)],
      ['sign-up', async () => signUpCheck(await diagnosis)],
      ['webhooks', async () => webhooksCheck(await diagnosis)],
      ['intake', () => intakeCheck(odoo, store, config)],
      ['worker', () => workerCheck(temporal)],
      ['API', () => apiCheck(config)],
    ]
    const items = await Promise.all(
      checks.map(async ([name, check]): Promise<GoLiveItem> => ({ name, ...(await check().catch(failed)) })),
    )
    const ready = items.every(({ state }) => state !== 'open')
    console.log(json ? JSON.stringify({ ready, items }, null, 2) : described(items, ready))
    if (!ready) process.exitCode = 1
  })
}

function administratorOf(
  { url, db }: Config['odoo'],
  { ODOO_ADMIN_LOGIN: login, ODOO_ADMIN_PASSWORD: apiKey }: ValuesOf<typeof DOCTOR_VARIABLES>,
) {
  return login === null || apiKey === null ? null : { login, odoo: connectOdoo({ url, db, login, apiKey }) }
}

const failed = (error: unknown) =>
  open(`This could not be checked: ${describeError(error)}`, 'Put that right and run the checklist again.')

const SIGNS: Readonly<Record<GoLiveItem['state'], string>> = { done: '✔', open: '✘', optional: '○' }

function described(items: readonly GoLiveItem[], ready: boolean): string {
  const lines = items.flatMap(({ name, state, what, todo }) => [
    `${SIGNS[state]} ${name}: ${what}`,
    ...(todo === '' ? [] : [`    to do: ${todo}`]),
  ])
  const left = items.filter(({ state }) => state === 'open').length
  return [...lines, '', ready ? 'Ready to go live.' : `Not ready: ${left} of ${items.length} are open.`].join(
    '\n',
  )
}
