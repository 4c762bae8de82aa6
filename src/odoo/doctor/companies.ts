import { Account, Company } from '../schema/doctor-models.js'
import { counted, note, warning, type FindingDraft } from './finding.js'
import type { Check } from './check-context.js'

/** Whose records the bot sees where several companies share the database. */
export const companies: Check = {
  name: 'companies',
  run: async ({ odoo, admin, connection }) => {
    const [user] = await odoo.read(Account, [connection.uid], ['companies'])
    // An ordinary user sees her own companies only, and so counts no others.
    const all = await (admin ?? odoo).count(Company, [])
    return companyFindings(user?.companies.length ?? 0, all)
  },
}

export function companyFindings(allowed: number, all: number): FindingDraft[] {
  if (all > allowed)
    return [
      warning({
        what: `Odoo has ${counted(all, 'company', 'companies')}, the bot may work for ${allowed}.`,
        why: 'Contacts and courses of the other companies are hidden from it: a contact that is there is not found and made a second time, a course seems to be gone.',
        fix: 'Allow the bot user all companies that train (its form, Allowed Companies), or keep these records free of a company.',
      }),
    ]
  if (all > 1)
    return [
      note({
        what: `The bot works for ${counted(all, 'company', 'companies')} at once.`,
        why: 'The plan’s records know no company: staff of each see the students of all. Contacts that the bot makes belong to none, so all see them.',
      }),
    ]
  return []
}
