import { isArabic } from '../../domain/native-language.js'
import type { Odoo } from '../client/client.js'
import { Language } from '../schema/administration.js'
import { Student } from '../schema/index.js'
import { counted, warning, type FindingDraft } from './finding.js'
import type { Check } from './check-context.js'

/** Languages that must be active in Odoo for the product's texts. */
export const languages: Check = {
  name: 'languages',
  run: async ({ odoo }) => {
    const rows = await odoo.searchRead(Language, [['active', '=', true]], ['code'])
    const active = rows.map(({ code }) => code)
    const hasArabic = active.some((code) => code.startsWith('ar'))
    return languageFindings(active, hasArabic ? 0 : await countArabicSpeakers(odoo))
  },
}

/** Reads every student who has a native language: no domain of Odoo decides as `isArabic` does. */
async function countArabicSpeakers(odoo: Odoo): Promise<number> {
  if ((await odoo.resolve(Student)).origin === 'missing') return 0
  let count = 0
  for await (const page of odoo.pages(Student, [['nativeLanguage', '!=', null]], ['nativeLanguage'], {
    size: PAGE_SIZE,
  }))
    count += page.filter(({ nativeLanguage }) => isArabic(nativeLanguage)).length
  return count
}

const PAGE_SIZE = 1_000

/**
 * `active`: codes of the active languages. `arabicSpeakers`: number of students who would see
 * another language.
 */
function languageFindings(active: readonly string[], arabicSpeakers: number): FindingDraft[] {
  return [
    ...(arabicSpeakers > 0
      ? [
          warning({
            what: `${counted(arabicSpeakers, 'student')} ${arabicSpeakers === 1 ? 'speaks' : 'speak'} Arabic, but Arabic is not active in Odoo.`,
            why: 'They and the staff see courses, Odoo’s own emails and setup’s screens in another language. The orchestrator’s own emails are not affected.',
            fix: 'Activate Arabic (Settings, Languages), then run `setup apply`, which adds the Arabic labels.',
          }),
        ]
      : []),
    ...(active.includes('en_US')
      ? []
      : [
          warning({
            what: 'English (en_US) is not active in Odoo.',
            why: 'It is Odoo’s source language: setup writes its labels in it, and from Odoo 18 on Odoo rejects calls in an inactive language.',
            fix: 'Activate English (US) under Settings, Languages.',
          }),
        ]),
  ]
}
