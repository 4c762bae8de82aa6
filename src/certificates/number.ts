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

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const MODULUS = ALPHABET.length

/** Serials are padded to this width. The millionth has one digit more. */
const SERIAL_DIGITS = 6

/** Returns the number with its check character. */
export function formatNumber({ code, year, serial }: NumberParts): string {
  const body = `${code}-${year}-${String(serial).padStart(SERIAL_DIGITS, '0')}`
  return `${body}-${checkCharacter(body.replaceAll('-', ''))}`
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
