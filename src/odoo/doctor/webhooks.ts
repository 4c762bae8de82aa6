import type { WebhookSecretStatus } from '../../webhooks/webhook-secrets.js'
import { webhookSecretIn, odooWebhookAddress } from '../../webhooks/odoo-address.js'
import type { Odoo } from '../client/client.js'
import { Automation, ServerAction } from '../schema/administration.js'
import { counted, note, warning, type FindingDraft } from './finding.js'
import type { Check, CheckContext } from './check-context.js'

/** Automation rules that tell us of changes at once. Without them the sweep finds the same changes, later. */
export const webhooks: Check = {
  name: 'webhooks',
  run: async (patient) => {
    const { odoo, admin, webhooks, url } = patient
    if ((await odoo.resolve(Automation)).origin === 'missing') return [notInstalled()]
    if (!admin) return [notLookedAt()]
    const calls = await callsOf(admin)
    const ours = calls.filter(({ url }) => url.includes(PATH))
    if (ours.length === 0) return [noRules()]
    const here = ours.flatMap(({ url }) => webhookSecretIn(webhooks.url, url) ?? [])
    const off = ours.filter(({ active }) => !active).length
    return [
      ...(off > 0 ? [switchedOff(off)] : []),
      ...(here.length < ours.length ? [elsewhere(ours.length - here.length, webhooks.url)] : []),
      ...(await secretRemarks(webhooks, here)),
      ...(here.length > 0 && !(await webhooks.answers()) ? [silent(webhooks.url)] : []),
      ...(here.length > 0 && isLoopback(webhooks.url) && !isLoopback(url) ? [onlyHere(webhooks.url)] : []),
    ]
  },
}

const PATH = odooWebhookAddress('', '')

interface HookCall {
  readonly url: string
  /** Its automation rule is switched on. */
  readonly active: boolean
}

/** What automation rules call, those switched off too. */
async function callsOf(admin: Odoo): Promise<HookCall[]> {
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
  const on = new Set(rules.flatMap(({ id, active }) => (active ? [id] : [])))
  return actions.flatMap(({ webhookUrl, automation }) =>
    webhookUrl === null || automation === null ? [] : [{ url: webhookUrl, active: on.has(automation) }],
  )
}

const LATER = 'Changes in Odoo are then found by the sweep, some seconds later; nothing is lost.'

const notInstalled = () =>
  note({ what: 'Odoo has no automation rules (base_automation): it can’t tell us of changes.', why: LATER })

const notLookedAt = () =>
  note({
    what: 'Odoo’s automation rules were not looked at.',
    why: 'Only an administrator may read them.',
    fix: 'Set ODOO_ADMIN_LOGIN and ODOO_ADMIN_PASSWORD and run the doctor again.',
  })

const noRules = () =>
  note({
    what: 'No automation rule of Odoo tells us of changes.',
    why: LATER,
    fix: 'To hear of them at once, run `setup apply` with the webhook address.',
  })

const switchedOff = (count: number) =>
  warning({
    what: `${counted(count, 'automation rule')} of ours ${count === 1 ? 'is' : 'are'} switched off.`,
    why: LATER,
    fix: 'Switch them on under Settings, Technical, Automation Rules, or run `setup apply`.',
  })

const elsewhere = (count: number, url: string) =>
  warning({
    what: `${counted(count, 'webhook')} of Odoo ${count === 1 ? 'leads' : 'lead'} to another address than ${url} (HOOKS_URL).`,
    why: `Those calls reach somebody else or nobody. ${LATER}`,
    fix: 'Set HOOKS_URL to where Odoo reaches the API, then run `setup apply`, which writes it into the rules.',
  })

async function secretRemarks(hooks: CheckContext['webhooks'], secrets: readonly string[]): Promise<FindingDraft[]> {
  const found = await Promise.all(secrets.map((secret) => hooks.standing(secret)))
  return secretFindings(found)
}

export function secretFindings(standings: readonly (WebhookSecretStatus | null)[]): FindingDraft[] {
  const refused = standings.filter((standing) => standing === 'unknown').length
  const ending = standings.filter((standing) => standing === 'replaced').length
  const fix = 'Run `setup apply`, which gives the rules the present secret.'
  return [
    ...(refused > 0
      ? [
          warning({
            what: `${counted(refused, 'webhook')} of Odoo ${refused === 1 ? 'comes' : 'come'} with a secret that is not or no longer good.`,
            why: `The API refuses those calls. ${LATER}`,
            fix,
          }),
        ]
      : []),
    ...(ending > 0
      ? [
          warning({
            what: `${counted(ending, 'webhook')} of Odoo ${ending === 1 ? 'comes' : 'come'} with a secret that was replaced.`,
            why: 'It is good for its time of grace only; then the API refuses those calls.',
            fix,
          }),
        ]
      : []),
  ]
}

const silent = (url: string) =>
  warning({
    what: `Nobody answers at ${url} (HOOKS_URL), where Odoo’s webhooks lead.`,
    why: `Odoo waits a second for each call, which slows down whoever works there, and the call is lost. ${LATER}`,
    fix: 'Start the API (`npm run cli -- api`), and let the proxy before it pass /hooks.',
  })

const onlyHere = (url: string) =>
  warning({
    what: `HOOKS_URL is ${url}, which only this machine reaches, and Odoo runs on another.`,
    why: `Odoo’s calls end on its own machine. ${LATER}`,
    fix: 'Set HOOKS_URL to an address of ours that Odoo reaches, then run `setup apply`.',
  })

const isLoopback = (url: string) => /^(localhost|127\.|\[::1\])/.test(new URL(url).hostname)
