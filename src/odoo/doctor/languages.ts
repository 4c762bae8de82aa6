import { Language } from '../schema/administration.js'
import { Student } from '../schema/index.js'
import { counted, warning, type FindingDraft } from './finding.js'
import type { Check } from './check-context.js'

/** Languages that Odoo must have active for what the product says in them. */
export const languages: Check = {
  name: 'languages',
  run: async ({ odoo }) => {
    const applied = (await odoo.resolve(Student)).origin !== 'missing'
    const [active, arabic] = await Promise.all([
      odoo.searchRead(Language, [['active', '=', true]], ['code']),
      applied ? odoo.count(Student, SPEAKS_ARABIC) : 0,
    ])
    return languageRemarks(
      active.map(({ code }) => code),
      arabic,
    )
  },
}

const SPEAKS_ARABIC = ['|', ['nativeLanguage', 'ilike', 'arab'], ['nativeLanguage', 'ilike', 'عرب']] as const

/** `active`: codes. `arabic`: students who speak Arabic. */
function languageRemarks(active: readonly string[], arabic: number): FindingDraft[] {
  const remarks: FindingDraft[] = []
  if (!active.some((code) => code.startsWith('ar')) && arabic > 0)
    remarks.push(
      warning({
        what: `${counted(arabic, 'student')} ${arabic === 1 ? 'speaks' : 'speak'} Arabic, and Arabic is not active in Odoo.`,
        why: 'Courses, Odoo’s own mails and the screens that setup made come to them and to staff in another language. The orchestrator’s own letters are not concerned.',
        fix: 'Activate Arabic (Settings, Languages), then run `setup apply`, which adds the Arabic labels.',
      }),
    )
  if (!active.includes('en_US'))
    remarks.push(
      warning({
        what: 'English (en_US) is not active in Odoo.',
        why: 'It is the language of Odoo’s own terms: setup writes its labels in it, and from Odoo 18 on a call in an inactive language is refused.',
        fix: 'Activate English (US) under Settings, Languages.',
      }),
    )
  return remarks
}
