/**
 * An address by which somebody who knows it recognizes it: the first letter and the domain. Null
 * stays null; of what is no address, only the first letter is left.
 */
export function maskedEmail(email: string | null): string | null {
  const written = email?.trim() ?? ''
  if (written === '') return null
  const [first = ''] = written
  const at = written.lastIndexOf('@')
  return `${at === 0 ? '' : first}…${at === -1 ? '' : written.slice(at)}`
}
