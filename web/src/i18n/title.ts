import { titleIn } from '../../../src/domain/bilingual.js'
import { useLanguage } from './language.js'

/** Returns a function that shows a title in two scripts, as Odoo has it, in the reader’s alone. */
export function useTitle(): (title: string) => string {
  const { language } = useLanguage()
  return (title) => titleIn(language, title)
}
