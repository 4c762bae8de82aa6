import { Account, ADMINISTRATORS } from '../schema/doctor-models.js'
import { isInGroup } from './group-membership.js'
import { note, warning, type FindingDraft } from './finding.js'
import type { Check } from './check-context.js'

/** The bot's user account in Odoo. */
export const account: Check = {
  name: 'account',
  run: async (context) => {
    const { odoo, connection } = context
    const [user] = await odoo.read(Account, [connection.uid], ['lang'])
    const memberships = await Promise.all(ADMINISTRATORS.map((group) => isInGroup(context, group)))
    return accountFindings({
      administrator: memberships.includes(true),
      lang: user?.lang ?? null,
    })
  },
}

interface AccountFacts {
  readonly administrator: boolean
  readonly lang: string | null
}

function accountFindings({ administrator, lang }: AccountFacts): FindingDraft[] {
  const preferences = note({
    what: `The bot’s language is ${lang ?? 'not set'}.`,
    why:
      lang === null || lang.startsWith('en')
        ? 'It does not matter: the orchestrator sets the language in each call that needs it.'
        : 'Odoo writes its own messages into the history of records in this language.',
  })
  if (!administrator) return [preferences]
  return [
    warning({
      what: 'The bot is an administrator of Odoo.',
      why: 'It does not need these rights. Anyone who gets its key controls Odoo, record rules may not apply to it, and missing rights only show when someone removes these.',
      fix: 'Remove Administration from the user (Settings, Access Rights). `setup apply` gives it the group that it needs. ODOO_ADMIN_LOGIN is only for setup and the doctor.',
    }),
    preferences,
  ]
}
