import { printable, titleIn } from '../bilingual.js'

/**
 * A value inside an Arabic sentence, between U+2068 and U+2069, so that its direction does not mix
 * with the sentence's. On one line and without direction marks of its own.
 */
export const isolated = (text: string): string => `\u2068${printable(text) ?? ''}\u2069`

/** The same for what is always written from left to right. */
export const number = (text: number | string): string => `\u2066${text}\u2069`

export const percent = (value: number): string => number(`${value}%`)

/** A title in its Arabic half, if it has one. */
export const title = (text: string): string => `«${isolated(titleIn('ar', text))}»`

export const titles = (all: readonly string[]): string => all.map(title).join(' و')

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

/** A counted noun. One and two are said without the number. */
export function counted(count: number, forms: Forms): string {
  const form = plural.select(count)
  if (form === 'one' || form === 'two') return forms[form]
  return `${number(count)} ${forms[form === 'zero' ? 'other' : form]}`
}
