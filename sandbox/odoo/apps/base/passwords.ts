import { createHash, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'

/** Cheap parameters, since the accounts are invented. */
const COST = { N: 1024 }

/** A password for storage: salt and key, hexadecimal. */
export function hashed(password: string): string {
  const salt = randomBytes(16)
  return `${salt.toString('hex')}:${scryptSync(password, salt, 32, COST).toString('hex')}`
}

const known = new Set<string>()

/** Whether the password matches the stored hash. Results are remembered per pair, as in Odoo. */
export function matches(password: string, stored: string): boolean {
  const pair = createHash('sha256').update(`${stored}\0${password}`).digest('hex')
  if (known.has(pair)) return true
  const [salt = '', key = ''] = stored.split(':')
  const expected = Buffer.from(key, 'hex')
  if (expected.length !== 32) return false
  const equal = timingSafeEqual(expected, scryptSync(password, Buffer.from(salt, 'hex'), 32, COST))
  if (equal) known.add(pair)
  return equal
}
