import { mailLanguageOf, type MailLanguage } from '../../src/contracts/mail.js'
import { usableAddresses } from '../../src/domain/email.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { User } from '../../src/odoo/schema/index.js'
import type { ActivityContext } from '../dependencies.js'

/** Who reads an email to staff. Without addresses, nobody can. */
export interface StaffRecipient {
  readonly language: MailLanguage
  /** null: a shared mailbox. */
  readonly name: string | null
  readonly addresses: readonly string[]
}

/** An agent. The review mailbox replaces none, and one who is archived or has no address. */
export async function staffRecipient(
  { odoo, config }: Pick<ActivityContext, 'config'> & { readonly odoo: Pick<Odoo, 'read'> },
  agentId: number | null,
): Promise<StaffRecipient> {
  const [agent] =
    agentId === null ? [] : await odoo.read(User, [agentId], ['name', 'email', 'lang', 'active'])
  const addresses = agent?.active === true ? usableAddresses(agent.email) : []
  if (agent === undefined || addresses.length === 0)
    return { language: 'en', name: null, addresses: usableAddresses(config.mail.reviewTo) }
  return { language: mailLanguageOf(agent.lang), name: agent.name, addresses }
}
