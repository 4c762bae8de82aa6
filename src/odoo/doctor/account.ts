import { Account, ADMINISTRATORS } from '../schema/doctor-models.js'
import { isInGroup } from './group-membership.js'
import { note, warning, type FindingDraft } from './finding.js'
import type { Check } from './check-context.js'

/** Who the bot is in Odoo. */
export const account: Check = {
  name: 'account',
  run: async (patient) => {
    const { odoo, connection } = patient
    const [user] = await odoo.read(Account, [connection.uid], ['lang', 'tz'])
    const administers = await Promise.all(ADMINISTRATORS.map((group) => isInGroup(patient, group)))
    return accountRemarks({
      administrator: administers.includes(true),
      lang: user?.lang ?? null,
      tz: user?.tz ?? null,
    })
  },
}

interface Facts {
  readonly administrator: boolean
  readonly lang: string | null
  readonly tz: string | null
}

function accountRemarks({ administrator, lang, tz }: Facts): FindingDraft[] {
  const remarks = [
    note({
      what: `The bot’s language is ${lang ?? 'not set'}, its time zone ${tz ?? 'not set'}.`,
      why:
        lang === null || lang.startsWith('en')
          ? 'Neither matters to the orchestrator: it says language and zone with each call that needs them.'
          : 'Texts that Odoo writes by itself into the history of a record are in that language.',
    }),
  ]
  if (!administrator) return remarks
  return [
    warning({
      what: 'The bot is an administrator of Odoo.',
      why: 'It needs no such rights. Whoever gets hold of its key owns Odoo, record rules may not bind it, and missing rights show only on the day somebody takes these away.',
      fix: 'Take Administration (Settings, Access Rights) from the user. `setup apply` gives it the group it needs; ODOO_ADMIN_LOGIN is for setup and doctor.',
    }),
    ...remarks,
  ]
}
