import type { Static } from 'typebox'
import type { Application } from '../../contracts/application.js'
import { maskedEmail } from '../../domain/masked-email.js'
import { Partner, Student } from '../../odoo/schema/index.js'
import { listReviews } from '../../store/reviews.js'
import type { ApiDeps } from '../deps.js'
import type { Links } from '../links.js'
import type { ContactChoice } from '../schemas/contact-choice.js'
import { requireAvailableOdoo } from './available-odoo.js'

/** More than the flows of an application. */
const TASKS = 20

/**
 * Returns what Odoo says now about the contacts that the open tasks of an application ask about.
 * Contacts that no longer exist are left out. Throws `odoo-unavailable` if Odoo is down.
 */
export async function contactChoices(
  { store, odoo, links }: Pick<ApiDeps, 'store' | 'odoo'> & { readonly links: Links },
  application: Application,
): Promise<Static<typeof ContactChoice>[]> {
  const asked = await listReviews(store, { ...application, taskKind: 'identity', limit: TASKS })
  const ids = [...new Set(asked.flatMap((one) => (one.kind === 'task' ? (one.task.choices ?? []) : [])))]
  if (ids.length === 0 || !odoo) return []
  await requireAvailableOdoo({ store })
  const [contacts, students] = await Promise.all([
    odoo.read(Partner, ids, ['name', 'email', 'active']),
    odoo.searchRead(
      Student,
      [
        ['partner', 'in', ids],
        ['id', '!=', application.studentId],
      ],
      ['partner'],
      { order: 'id' },
    ),
  ])
  const taken = new Set(students.map(({ partner }) => partner))
  return contacts.map(({ id, name, email, active }) => ({
    id,
    name: name ?? '',
    email: maskedEmail(email),
    isArchived: !active,
    isOfAnother: taken.has(id),
    odoo: links.odoo('partner', id),
  }))
}
