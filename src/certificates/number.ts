/**
 * Certificate numbers: `KFT-2026-000123-X` is issuer code, year of issue, serial within issuer and
 * year, check character.
 *
 * The check character (ISO 7064, hybrid system MOD 37,36, over the other characters without
 * hyphens) tells a typing error from a number that was not issued. It detects every single wrong
 * character, and every swap of neighbors except one pair of digits in 180. MOD 37-2 would detect
 * those too, but needs `*` as a 37th check character. An undetected swap looks like a number that
 * was not issued.
 *
 * Serials may have gaps (an issue that was rolled back), but never duplicates.
 */
export interface NumberParts {
  /** Issuer code: 2–8 of A–Z, 0–9. */
  readonly code: string
  readonly year: number
  /** 1 and up. */
  readonly serial: number
}

/** Returns the year in the number of a certificate: that of its day in the center. */
export const yearOfNumber = ({ issuedOn }: { readonly issuedOn: string }): number =>
  Number(issuedOn.slice(0, 4))

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const MODULUS = ALPHABET.length

/** Serials are padded to this width. The millionth has one digit more. */
const SERIAL_DIGITS = 6

/** Returns the number with its check character. */
export function formatNumber({ code, year, serial }: NumberParts): string {
  const body = `${code}-${year}-${String(serial).padStart(SERIAL_DIGITS, '0')}`
  return `${body}-${checkCharacter(body.replaceAll('-', ''))}`
}

const NUMBER = /^([A-Z0-9]{2,8})-(\d{4})-(\d{6,})-[A-Z0-9]$/

/**
 * Returns the parts of a number; null: it does not have the form of one. The check character may be
 * wrong: a number that somebody has typed is used up all the same.
 */
export function parseNumber(text: string): NumberParts | null {
  const [, code, year, serial] = NUMBER.exec(text) ?? []
  return code === undefined ? null : { code, year: Number(year), serial: Number(serial) }
}

/**
 * Returns patterns (`=like` of Odoo) of the numbers of an issuer and year, one for each length.
 * Numbers of one length sort as texts.
 */
export function* numberPatterns({ code, year }: Omit<NumberParts, 'serial'>): Generator<string> {
  for (let digits = SERIAL_DIGITS; ; digits += 1) yield `${code}-${year}-${'_'.repeat(digits)}-_`
}

/**
 * Returns the ISO 7064 MOD 37,36 check character of a text of A–Z and 0–9.
 *
 * @internal exported for its test
 */
export function checkCharacter(text: string): string {
  let product = MODULUS
  for (const character of text) {
    const value = ALPHABET.indexOf(character)
    if (value < 0) throw new RangeError('Only A–Z and 0–9 have a check character.')
    product = (((product + value) % MODULUS || MODULUS) * 2) % (MODULUS + 1)
  }
  return ALPHABET.charAt((MODULUS + 1 - product) % MODULUS)
}
