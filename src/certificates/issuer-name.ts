import { namedCharacters } from '../domain/character-names.js'
import { printedText } from '../domain/printed-text.js'
import { certificateFonts } from './fonts.js'

/**
 * The name of the organization, which every certificate prints as it is and in capitals. A name
 * that cannot be printed is found at startup, and not when the first student completes a program.
 */
export function issuerName(value: string): string {
  const { text, missing } = printedText(`${value} ${value.toUpperCase()}`, certificateFonts().families)
  if (text === null) throw new Error('a name with letters that can be printed on certificates')
  if (missing.length > 0)
    throw new Error(
      `a name without letters that no font of the certificate has (${namedCharacters(missing)})`,
    )
  return value
}
