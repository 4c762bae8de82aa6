/**
 * Validates and normalizes email addresses: the key by which a contact is found.
 *
 * Odoo's own `email_normalized` is not a key: `a@@x` becomes `@x`, `a b@x` becomes somebody else's
 * `b@x`, and `a@x, b@x` becomes the first of two people (observed in Odoo 17–19). A person must fix
 * what is not *one plain address*.
 */
export type EmailAddress =
  | { readonly kind: 'usable'; readonly address: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'not_one_address' }

/** RFC 5321 limits, octets. */
const MAX_LOCAL = 64
const MAX_ADDRESS = 254

const DISPLAY_FORM = /^[^<>@,;]*<\s*([^<>]+?)\s*>$/
const LOCAL = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u
const DOMAIN_LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u

/**
 * Lower-cased and trimmed. Accepts `Name <address>`; needs a dotted domain. Two texts mean one
 * mailbox if and only if the addresses are equal.
 */
export function normaliseEmail(text: string | null): EmailAddress {
  const trimmed = (text ?? '').normalize('NFC').trim()
  if (trimmed === '') return { kind: 'missing' }
  const address = (DISPLAY_FORM.exec(trimmed)?.[1] ?? trimmed).toLowerCase()
  return isPlainAddress(address) ? { kind: 'usable', address } : { kind: 'not_one_address' }
}

function isPlainAddress(address: string): boolean {
  const parts = address.split('@')
  const [local, domain] = parts
  if (parts.length !== 2 || !local || !domain) return false
  if (local.length > MAX_LOCAL || address.length > MAX_ADDRESS || !LOCAL.test(local)) return false
  const labels = domain.split('.')
  return (
    labels.length > 1 &&
    labels.every((label) => DOMAIN_LABEL.test(label)) &&
    !/^\d+$/.test(labels.at(-1) ?? '')
  )
}
