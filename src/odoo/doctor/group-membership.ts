import { User } from '../schema/index.js'
import type { CheckContext } from './check-context.js'

/**
 * Returns whether the bot is in the group with this external id, directly or by implication. A
 * group that does not exist has no members.
 */
export async function isInGroup(
  { odoo, connection, dialect }: Pick<CheckContext, 'odoo' | 'connection' | 'dialect'>,
  group: string,
): Promise<boolean> {
  const asked = dialect.hasGroupTakesUser ? [connection.uid] : []
  return (await odoo.call(User, 'has_group', asked, { group_ext_id: group })) === true
}
