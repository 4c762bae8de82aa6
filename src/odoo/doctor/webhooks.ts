import type { Odoo } from '../client/client.js'
import { Automation, ServerAction } from '../schema/administration.js'
import type { Check, SecretStatus, WebhookProbe } from './check-context.js'
import { counted, note, type FindingDraft } from './finding.js'

/**
 * Automation rules of Odoo that call our webhooks.
 *
 * They only make the sync faster: the sweep finds the same changes. So missing rules are not
 * reported, and a mistake in an existing rule is only a note.
 */
export const webhooks: Check = {
  name: 'webhooks',
  run: async ({ odoo, admin, webhooks: probe, url }) => {
    // Only administrators may read automation rules.
    if (!admin || (await odoo.resolve(Automation)).origin === 'missing') return []
    const calls = await readWebhookCalls(admin)
    const ours = calls.filter(({ address }) => probe.isWebhook(address))
    const secrets = ours.flatMap(({ address }) => probe.secretIn(address) ?? [])
    const inactive = ours.filter(({ active }) => !active).length
    return [
      ...(inactive > 0 ? [rulesInactive(inactive)] : []),
      ...(secrets.length < ours.length ? [otherAddress(ours.length - secrets.length, probe.url)] : []),
      ...(await checkSecrets(probe, secrets)),
      ...(secrets.length > 0 && !(await probe.isReachable()) ? [unreachableApi(probe.url)] : []),
      ...(secrets.length > 0 && isLoopback(probe.url) && !isLoopback(url) ? [localAddress(probe.url)] : []),
    ]
  },
}

interface WebhookCall {
  readonly address: string
  /** Whether the automation rule is active. */
  readonly active: boolean
}

/** Returns the addresses that automation rules call, including inactive rules. */
async function readWebhookCalls(admin: Odoo): Promise<WebhookCall[]> {
  const actions = await admin.searchRead(
    ServerAction,
    [['state', '=', 'webhook']],
    ['webhookUrl', 'automation'],
  )
  const rules = await admin.searchRead(
    Automation,
    [['id', 'in', actions.flatMap(({ automation }) => automation ?? [])]],
    ['active'],
    { archived: true },
  )
  const active = new Set(rules.flatMap((rule) => (rule.active ? [rule.id] : [])))
  return actions.flatMap(({ webhookUrl, automation }) =>
    webhookUrl === null || automation === null
      ? []
      : [{ address: webhookUrl, active: active.has(automation) }],
  )
}

const ONLY_SLOWER =
  'Nothing is lost: the scheduled sweep finds the changes, within minutes instead of seconds.'

const rulesInactive = (count: number) =>
  note({
    what: `${counted(count, 'automation rule')} for our webhooks ${count === 1 ? 'is' : 'are'} inactive.`,
    why: ONLY_SLOWER,
  })

const otherAddress = (count: number, url: string) =>
  note({
    what: `${counted(count, 'webhook')} in Odoo ${count === 1 ? 'calls' : 'call'} an address other than ${url} (HOOKS_URL).`,
    why: `These calls reach another server, or none. ${ONLY_SLOWER}`,
    fix: 'Correct HOOKS_URL and run `setup apply`, or delete the automation rules.',
  })

async function checkSecrets(probe: WebhookProbe, secrets: readonly string[]): Promise<FindingDraft[]> {
  return secretFindings(await Promise.all(secrets.map((secret) => probe.secretStatus(secret))))
}

/** `statuses`: of the secrets found in Odoo; null: not known. */
export function secretFindings(statuses: readonly (SecretStatus | null)[]): FindingDraft[] {
  const invalid = statuses.filter((status) => status === 'unknown').length
  const replaced = statuses.filter((status) => status === 'replaced').length
  const fix = 'Run `setup apply`, which renews the secret, or delete the automation rules.'
  return [
    ...(invalid > 0
      ? [
          note({
            what: `${counted(invalid, 'webhook')} in Odoo ${invalid === 1 ? 'uses' : 'use'} an invalid or expired secret.`,
            why: `The API rejects these calls. ${ONLY_SLOWER}`,
            fix,
          }),
        ]
      : []),
    ...(replaced > 0
      ? [
          note({
            what: `${counted(replaced, 'webhook')} in Odoo ${replaced === 1 ? 'uses' : 'use'} a secret that was replaced.`,
            why: `The API rejects these calls when the grace period ends. ${ONLY_SLOWER}`,
            fix,
          }),
        ]
      : []),
  ]
}

const unreachableApi = (url: string) =>
  note({
    what: `Nothing responds at ${url} (HOOKS_URL), the address that Odoo’s webhooks call.`,
    why: `Odoo waits up to a second for each call, which slows down everybody who edits records. ${ONLY_SLOWER}`,
    fix: 'Start the API (`npm run cli -- api`) and let the proxy in front of it pass /hooks, or delete the automation rules.',
  })

const localAddress = (url: string) =>
  note({
    what: `HOOKS_URL is ${url}, which is only reachable from this machine, but Odoo runs on another.`,
    why: `Odoo’s calls do not leave its own machine. ${ONLY_SLOWER}`,
    fix: 'Set HOOKS_URL to an address at which Odoo reaches the API and run `setup apply`, or delete the automation rules.',
  })

const isLoopback = (url: string) => /^(localhost|127\.|\[::1\])/.test(new URL(url).hostname)
