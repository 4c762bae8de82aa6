import { useWords } from '../../components/words.js'
import { useFormat } from '../../i18n/format.js'
import { useMessages } from '../../i18n/language.js'
import type { Messages } from '../../i18n/messages.js'

/** Settings by their path in the document, as the form calls them. */
const NAMES: Readonly<Record<string, keyof Messages['pages']['policy']>> = {
  applicants: 'applicants',
  'eligibility.minAge': 'minAge',
  'eligibility.maxAge': 'maxAge',
  'eligibility.englishLevels': 'englishLevels',
  'eligibility.documents': 'documents',
  'eligibility.requiresPriorCertificate': 'priorCertificate',
  'review.remindAfterDays': 'reviewRemind',
  'review.escalateAfterDays': 'reviewEscalate',
  'review.deadlineDays': 'reviewDeadline',
  'training.milestones': 'milestones',
  'training.remindAfterDays': 'remindAfter',
  'training.maxReminders': 'maxReminders',
  'training.stalledAfterDays': 'stalledAfter',
  'training.deadlineWeeks': 'deadlineWeeks',
  'certificate.requireMinElearning': 'requireMinElearning',
  'certificate.validMonths': 'validMonths',
  'certificate.review.remindAfterDays': 'certificateRemind',
  'certificate.review.escalateAfterDays': 'certificateEscalate',
}

const WEIGHTS = /^weights\.(elearning|sessions|homework|assessments)$/

/** A setting of a policy, as the form calls it. What is not in the form is shown by its path. */
export function SettingName({ path }: { readonly path: string }) {
  const { pages, words } = useMessages()
  const name = NAMES[path]
  const part = WEIGHTS.exec(path)?.[1] as keyof typeof words.criteria | undefined
  if (part) return `${pages.policy.weights}: ${words.criteria[part]}`
  const text = name && pages.policy[name]
  return typeof text === 'string' ? text : <bdi dir="ltr">{path}</bdi>
}

/** Settings that are lists of words of Odoo. */
const VOCABULARIES: Readonly<Record<string, 'englishLevels' | 'documentTypes'>> = {
  'eligibility.englishLevels': 'englishLevels',
  'eligibility.documents': 'documentTypes',
}

/** What a setting is set to. */
export function SettingValue({ path, value }: { readonly path: string; readonly value: unknown }) {
  const { common, pages } = useMessages()
  const say = useWords()
  const format = useFormat()
  if (value === null || value === undefined) return '–'
  if (typeof value === 'boolean') return value ? common.yes : common.no
  if (typeof value === 'number') return WEIGHTS.test(path) ? format.share(value) : format.number(value)
  if (path === 'applicants')
    return value === 'all' ? pages.policy.applicantsAll : pages.policy.applicantsPreferring
  if (!Array.isArray(value)) return <bdi dir="ltr">{JSON.stringify(value)}</bdi>
  const vocabulary = VOCABULARIES[path]
  const items = value.map((item) => (vocabulary ? say(vocabulary, String(item)) : String(item)))
  return items.length === 0 ? '–' : <bdi>{items.join(' · ')}</bdi>
}
