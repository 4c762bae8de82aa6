import type { Odoo } from '../client/client.js'
import { StaffUser } from '../schema/staff-user.js'

/** What is special in a pattern and in no email. An underscore is sorted out below. */
const SPECIAL = /[\s%\\\p{Cc}]/u

/**
 * Returns the id of the active internal user with an email, whose provider has verified it.
 * `none`: nobody has it; `several`: it does not tell who it is. Upper and lower case count as the
 * same in ASCII only: other letters fold to ASCII ones (the Kelvin sign to k) and would let
 * somebody else in.
 */
export async function userWithEmail(odoo: Odoo, email: string): Promise<number | 'none' | 'several'> {
  const wanted = folded(email)
  if (wanted === '' || SPECIAL.test(wanted)) return 'none'
  const users = await odoo.searchRead(
    StaffUser,
    [
      ['email', '=ilike', wanted],
      ['active', '=', true],
    ],
    ['email', 'share'],
  )
  const found = users.filter((user) => !user.share && folded(user.email ?? '') === wanted)
  const [first] = found
  if (first === undefined) return 'none'
  return found.length === 1 ? first.id : 'several'
}

const folded = (email: string) => email.trim().replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
