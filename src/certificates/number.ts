/**
 * Certificate numbers: `KFT-2026-000123-X` is issuer code, year of issue, serial within issuer and year, check character.
 *
 * The check character (ISO 7064, hybrid system MOD 37,36, over the other characters without hyphens) tells a typing error from a
 * number that does not exist. It finds every single wrong character, and all swapped neighbours but one pair of digits in 180 (the system
 * cannot do better; MOD 37-2 could, with `*` as a 37th check character). A swap that slips through looks like a number not issued.
 *
 * Serials may have gaps (an issue that was rolled back), never duplicates.
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

/** Serials are padded to this width; the millionth simply gets one digit more. */
const SERIAL_DIGITS = 6

const NUMBER = /^([A-Z0-9]{2,8})-(\d{4})-(\d{6,9})-([A-Z0-9])$/

/** The number with its check character. */
export function formatNumber({ code, year, serial }: NumberParts): string {
  const body = `${code}-${String(year)}-${String(serial).padStart(SERIAL_DIGITS, '0')}`
  return `${body}-${checkCharacter(body.replaceAll('-', ''))}`
}

/** The parts of a number as somebody typed it (case and surrounding space do not matter); undefined: not a number of ours. */
export function parseNumber(typed: string): NumberParts | undefined {
  const number = typed.trim().toUpperCase()
  const match = NUMBER.exec(number)
  if (!match) return undefined
  const [, code = '', year = '', serial = ''] = match
  const parts = { code, year: Number(year), serial: Number(serial) }
  return parts.serial > 0 && formatNumber(parts) === number ? parts : undefined
}

/** ISO 7064 MOD 37,36 check character of a text of A–Z and 0–9. */
export function checkCharacter(text: string): string {
  let product = MODULUS
  for (const character of text) {
    const value = ALPHABET.indexOf(character)
    if (value < 0) throw new RangeError('Only A–Z and 0–9 have a check character.')
    product = (((product + value) % MODULUS || MODULUS) * 2) % (MODULUS + 1)
  }
  return ALPHABET.charAt((MODULUS + 1 - product) % MODULUS)
}
