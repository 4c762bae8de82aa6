import { Account, Company } from '../schema/doctor-models.js'
import { counted, note, warning, type FindingDraft } from './finding.js'
import type { Check } from './check-context.js'

/** Companies whose records the bot sees, if several share the database. */
export const companies: Check = {
  name: 'companies',
  run: async ({ odoo, admin, connection }) => {
    const [user] = await odoo.read(Account, [connection.uid], ['companies'])
    // Without an administrator's login only the bot's own companies can be counted.
    const total = await (admin ?? odoo).count(Company, [])
    return companyFindings(user?.companies.length ?? 0, total)
  },
}

export function companyFindings(allowed: number, total: number): FindingDraft[] {
  if (total > allowed)
    return [
      warning({
        what: `Odoo has ${counted(total, 'company', 'companies')}, but the bot only has access to ${allowed}.`,
        why: 'Contacts and courses of the other companies are hidden from it. It creates duplicates of such contacts, and such courses seem to be missing.',
        fix: 'Give the bot user access to all companies that offer training (Allowed Companies in the user’s form), or clear the company of these records.',
      }),
    ]
  if (total > 1)
    return [
      note({
        what: `The bot works for ${counted(total, 'company', 'companies')}.`,
        why: 'Training records belong to no company: the staff of each company see the students of all. Contacts that the bot creates belong to no company either.',
      }),
    ]
  return []
}
