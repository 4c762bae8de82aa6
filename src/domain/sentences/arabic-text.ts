import { isolated, titleIn } from '../bilingual.js'
import type { Quoted } from './quoted.js'

/** What is always written from left to right, inside an Arabic text. */
export const number = (text: number | string): string => `\u2066${text}\u2069`

export const percent = (value: number): string => number(`${value}%`)

/** A title in its Arabic half, if it has one. */
export const title = (text: string): string => `«${isolated(titleIn('ar', text))}»`

export const titles = (all: readonly string[]): string => all.map(title).join(' و')

/** Sentences among the values of another one; null: one of them has no Arabic. */
export function quoteAll(
  quoted: readonly Quoted[] | undefined,
  quote: (one: Quoted) => string | null,
): string | null {
  const all = (quoted ?? []).map(quote)
  return all.length === 0 || all.includes(null) ? null : all.join(' ')
}

/** Courses by their titles, as a noun. */
export const coursesOf = (courses: readonly string[]): string =>
  `${courses.length === 1 ? 'الدورة' : 'الدورات'} ${titles(courses)}`

interface Forms {
  readonly one: string
  readonly two: string
  /** 3 to 10, 103 to 110, … */
  readonly few: string
  /** 11 to 99, … */
  readonly many: string
  /** 100, 101, 102, … */
  readonly other: string
}

const plural = new Intl.PluralRules('ar')
const digits = new Intl.NumberFormat('en')

/** A counted noun. One and two are said without the number. */
export function counted(count: number, forms: Forms): string {
  const form = plural.select(count)
  if (form === 'one' || form === 'two') return forms[form]
  return `${number(digits.format(count))} ${forms[form === 'zero' ? 'other' : form]}`
}

const DAYS = { one: 'يوم واحد', two: 'يومين', few: 'أيام', many: 'يومًا', other: 'يوم' }

/** So many days, in the genitive. */
export const countedDays = (days: number): string => counted(days, DAYS)
