import { counted, number } from '../../../../src/domain/sentences/arabic-text.js'
import type { Messages } from '../messages.js'

const digits = new Intl.NumberFormat('en')
const rules = new Intl.PluralRules('ar')

/** `1200` is `1,200`. */
export const written = (count: number): string => number(digits.format(count))

/** A noun after a change such as `+3`, which is always said as a number. */
export function changed(amount: number, signed: string, few: string, many: string, other: string): string {
  const form = rules.select(Math.abs(amount))
  return `${signed} ${form === 'few' ? few : form === 'many' ? many : other}`
}

export const counts: Messages['plural'] = {
  tasks: (count) =>
    counted(count, { one: 'مهمة واحدة', two: 'مهمتان', few: 'مهام', many: 'مهمة', other: 'مهمة' }),
  students: (count) =>
    counted(count, { one: 'طالب واحد', two: 'طالبان', few: 'طلاب', many: 'طالبًا', other: 'طالب' }),
  reminders: (count) =>
    counted(count, { one: 'تذكير واحد', two: 'تذكيران', few: 'تذكيرات', many: 'تذكيرًا', other: 'تذكير' }),
  attempts: (count) =>
    counted(count, {
      one: 'محاولة واحدة',
      two: 'محاولتان',
      few: 'محاولات',
      many: 'محاولة',
      other: 'محاولة',
    }),
  fields: (count) =>
    counted(count, { one: 'حقل واحد', two: 'حقلان', few: 'حقول', many: 'حقلًا', other: 'حقل' }),
  days: (count) => counted(count, { one: 'يوم واحد', two: 'يومان', few: 'أيام', many: 'يومًا', other: 'يوم' }),
}
