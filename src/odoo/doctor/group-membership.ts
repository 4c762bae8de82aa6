import { User } from '../schema/index.js'
import type { CheckContext } from './check-context.js'

/** Whether the bot is in the group of this external id, also by implication. A group that does not exist has no members. */
export async function isInGroup(
  { odoo, connection, dialect }: Pick<CheckContext, 'odoo' | 'connection' | 'dialect'>,
  group: string,
): Promise<boolean> {
  const asked = dialect.hasGroupTakesUser ? [connection.uid] : []
  return (await odoo.call(User, 'has_group', asked, { group_ext_id: group })) === true
}
