import { Language } from '../schema/administration.js'
import { Student } from '../schema/index.js'
import { counted, warning, type FindingDraft } from './finding.js'
import type { Check } from './check-context.js'

/** Languages that must be active in Odoo for the product's texts. */
export const languages: Check = {
  name: 'languages',
  run: async ({ odoo }) => {
    const hasStudents = (await odoo.resolve(Student)).origin !== 'missing'
    const [active, arabicSpeakers] = await Promise.all([
      odoo.searchRead(Language, [['active', '=', true]], ['code']),
      hasStudents ? odoo.count(Student, SPEAKS_ARABIC) : 0,
    ])
    return languageFindings(
      active.map(({ code }) => code),
      arabicSpeakers,
    )
  },
}

const SPEAKS_ARABIC = ['|', ['nativeLanguage', 'ilike', 'arab'], ['nativeLanguage', 'ilike', 'عرب']] as const

/** `active`: codes of the active languages. `arabicSpeakers`: number of students. */
function languageFindings(active: readonly string[], arabicSpeakers: number): FindingDraft[] {
  const needsArabic = arabicSpeakers > 0 && !active.some((code) => code.startsWith('ar'))
  return [
    ...(needsArabic
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
