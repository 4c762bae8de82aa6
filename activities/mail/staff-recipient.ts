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
  const agent = agentId === null ? null : await staffReader(odoo, agentId)
  if (agent !== null && agent.addresses.length > 0) return agent
  return { language: 'en', name: null, addresses: usableAddresses(config.mail.reviewTo) }
}

/** A user and nobody else; null: archived or deleted. */
export async function staffReader(
  odoo: Pick<Odoo, 'read'>,
  userId: number,
): Promise<(StaffRecipient & { readonly name: string }) | null> {
  const [user] = await odoo.read(User, [userId], ['name', 'email', 'lang', 'active'])
  if (user?.active !== true) return null
  return { language: mailLanguageOf(user.lang), name: user.name, addresses: usableAddresses(user.email) }
}
