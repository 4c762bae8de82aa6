import { UnknownRecords } from '../adoption/unknown-records.js'
import { oidcSettings } from '../config.js'
import { demoValues } from '../demo-values.js'
import { connectOdoo } from '../odoo/client/client.js'
import type { SignInProviderProbe } from '../odoo/doctor/check-context.js'
import type { Finding } from '../odoo/doctor/finding.js'
import { credentialKind } from '../odoo/doctor/login.js'
import { runChecks } from '../odoo/doctor/run-checks.js'
import { OidcProvider, ProviderUnavailable } from '../oidc/provider.js'
import { openStore } from '../store/store.js'
import type { ValuesOf } from '../variables.js'
import { isOdooWebhookAddress, webhookSecretIn } from '../webhooks/odoo-address.js'
import { webhookSecretStatus } from '../webhooks/webhook-secrets.js'
import type { DOCTOR_VARIABLES } from './command-variables.js'

/** How long our API may take to respond. Milliseconds. */
const API_TIMEOUT = 5_000

/** What the doctor finds with these variables. Changes nothing. */
export async function diagnose(variables: ValuesOf<typeof DOCTOR_VARIABLES>): Promise<Finding[]> {
  const { ODOO_URL: url, ODOO_DB: db, ODOO_API_KEY: apiKey, ODOO_TRANSPORT: transport } = variables
  const { ODOO_ADMIN_LOGIN: adminLogin, ODOO_ADMIN_PASSWORD: adminPassword } = variables
  const store = variables.DATABASE_URL === null ? null : openStore(variables.DATABASE_URL)
  const odoo = connectOdoo({ url, db, login: variables.ODOO_LOGIN, apiKey, transport })
  try {
    return await runChecks({
      url,
      db,
      emailsWhenNeutralized: variables.MAIL_ON_NEUTRALIZED_ODOO,
      demoVariables: demoVariablesIn(variables),
      todos: { isEnabled: variables.TODOS_IN_ODOO, user: variables.TODO_USER },
      staffGroups: variables.STAFF_GROUPS,
      signInProvider: signInProviderOf(variables),
      timeZone: variables.TIME_ZONE,
      credential: credentialKind(apiKey),
      odoo,
      admin:
        adminLogin !== null && adminPassword !== null
          ? connectOdoo({ url, db, login: adminLogin, apiKey: adminPassword })
          : null,
      webhooks: {
        url: variables.HOOKS_URL,
        isWebhook: isOdooWebhookAddress,
        secretIn: (address) => webhookSecretIn(variables.HOOKS_URL, address),
        isReachable: () => isApiReachable(variables.HOOKS_URL),
        // Whether the database is available is reported by /readyz, not here.
        secretStatus: (secret) =>
          store ? webhookSecretStatus(store, secret).catch(() => null) : Promise.resolve(null),
      },
      // What Odoo rejects is a finding of other checks.
      countUnknownRecords: () =>
        store ? new UnknownRecords(odoo, store).count().catch(() => null) : Promise.resolve(null),
      now: () => new Date(),
    })
  } finally {
    await store?.close()
  }
}

function signInProviderOf(variables: ValuesOf<typeof DOCTOR_VARIABLES>): SignInProviderProbe | null {
  const { OIDC_CLIENT_ID: clientId } = variables
  const settings = oidcSettings({ ...variables, OIDC_CLIENT_ID: clientId ?? '' })
  if (!settings) return null
  const { issuer, redirectUri } = settings
  return {
    issuer,
    redirectUri,
    async failure() {
      if (clientId === null) return 'OIDC_CLIENT_ID is missing'
      try {
        await new OidcProvider(settings).check()
        return null
      } catch (error) {
        if (error instanceof ProviderUnavailable) return error.message
        throw error
      }
    },
  }
}

/** Nothing is known where the variables of emails and certificates are not set. */
function demoVariablesIn(variables: ValuesOf<typeof DOCTOR_VARIABLES>): string[] {
  const { MAIL_FROM: from, REVIEW_MAIL: reviewTo, ESCALATION_MAIL: escalateTo } = variables
  const { ORGANIZATION_NAME: name, ORGANIZATION_NAME_AR: arabic, ORGANIZATION_CODE: code } = variables
  if (variables.ALLOW_DEMO_VALUES || from === null || reviewTo === null || escalateTo === null) return []
  if (name === null || code === null) return []
  return demoValues({
    publicUrl: variables.PUBLIC_URL,
    mail: { from, reviewTo, escalateTo },
    organization: { name, nameArabic: arabic ?? name, code },
  })
}

/** Whether our API responds at this address when called from here. */
export async function isApiReachable(url: string): Promise<boolean> {
  try {
    const { ok } = await fetch(`${url}/healthz`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(API_TIMEOUT),
    })
    return ok
  } catch {
    return false
  }
}
