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

/** A name, quoted where it has a comma, and the address in angle brackets. */
const DISPLAY_FORM = /^(?:"[^"\\<>@]*"|[^<>@,;"])*<\s*([^<>]+?)\s*>$/u
/** A comment in parentheses before or behind the address. It may not mention another address. */
const COMMENT = /^\s*\([^()@]*\)|\([^()@]*\)\s*$/gu
const LOCAL = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u
const DOMAIN_LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?$/u
/** Most addresses: normalized already, and in ASCII. Only saves time, as pages have thousands. */
const NORMALISED =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/
const NOT_ASCII = /[^\x20-\x7e]/

/** Zero-width characters, marks of writing direction, byte order marks, soft hyphens, controls. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}]|(?!\s)\p{Cc}/gu

const visible = (text: string) => text.replace(INVISIBLE, '').normalize('NFC').trim()
const lowerCase = (text: string) => text.toLowerCase().normalize('NFC')

/**
 * Lower-cased and trimmed, without invisible characters; the domain in its ASCII form. Accepts
 * `Name <address>` and comments; needs a dotted domain. Two texts mean one mailbox if and only if
 * the addresses are equal.
 */
export function normaliseEmail(text: string | null): EmailAddress {
  if (text !== null && NORMALISED.test(text) && isShortEnough(text)) return { kind: 'usable', address: text }
  const written = visible(visible(text ?? '').replace(COMMENT, ''))
  if (written === '') return visible(text ?? '') === '' ? { kind: 'missing' } : { kind: 'not_one_address' }
  const address = withAsciiDomain(lowerCase(DISPLAY_FORM.exec(written)?.[1] ?? written))
  return address !== null && isPlainAddress(address)
    ? { kind: 'usable', address }
    : { kind: 'not_one_address' }
}

/** Returns the address of a text, normalized; none if it is not one plain address. */
export function usableAddresses(text: string | null): string[] {
  const email = normaliseEmail(text)
  return email.kind === 'usable' ? [email.address] : []
}

/**
 * Whether a text that is no plain address may mean this one: it has the address among other words,
 * or differs from it only in white space, quotes, comments or repeated signs.
 */
export function resemblesAddress(text: string, address: string): boolean {
  const seen = lowerCase(visible(text))
  const withoutComments = seen.replace(/\([^()]*\)/gu, '')
  return [seen, withoutComments]
    .flatMap((variant) => [variant.replace(/[\s"']/gu, ''), ...variant.split(/[\s,;:<>"'()[\]|/\\]+/u)])
    .map((part) => part.replace(/@+/gu, '@').replace(/\.{2,}/gu, '.'))
    .map((part) => part.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{M}\p{N}]+$/gu, ''))
    .some((part) => withAsciiDomain(part) === address)
}

/** The same domain has a form in letters and one in ASCII (`xn--…`). Null: it is no domain. */
function withAsciiDomain(address: string): string | null {
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1)
  if (at < 0 || !NOT_ASCII.test(domain)) return address
  if (!domain.split('.').every((label) => DOMAIN_LABEL.test(label))) return null
  const host = `http://${domain}`
  return URL.canParse(host) ? `${address.slice(0, at)}@${new URL(host).hostname}` : null
}

function isPlainAddress(address: string): boolean {
  const parts = address.split('@')
  const [local, domain] = parts
  if (parts.length !== 2 || !local || !domain) return false
  if (!isShortEnough(address) || !LOCAL.test(local)) return false
  const labels = domain.split('.')
  return (
    labels.length > 1 &&
    labels.every((label) => DOMAIN_LABEL.test(label)) &&
    !/^\d+$/.test(labels.at(-1) ?? '')
  )
}

const isShortEnough = (address: string): boolean =>
  address.length <= MAX_ADDRESS && address.lastIndexOf('@') <= MAX_LOCAL
