const digits = new Intl.NumberFormat('en')

/** `1 task`, `1,200 tasks`. */
export const plural = (count: number, one: string, many = `${one}s`) =>
  `${digits.format(count)} ${count === 1 ? one : many}`

export const counts = {
  tasks: (count: number) => plural(count, 'task'),
  students: (count: number) => plural(count, 'student'),
  reminders: (count: number) => plural(count, 'reminder'),
  attempts: (count: number) => plural(count, 'attempt'),
  fields: (count: number) => plural(count, 'field'),
  days: (count: number) => plural(count, 'day'),
}
