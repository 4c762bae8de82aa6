/** `problem`: something does not work. `warning`: it works, with harm to somebody. `note`: worth knowing, nothing to do. */
export type Severity = 'problem' | 'warning' | 'note'

/** What the doctor has to say: in plain words, without secrets, without people. */
export interface Finding {
  /** Name of the check. */
  readonly check: string
  readonly severity: Severity
  readonly what: string
  readonly why: string
  /** Empty: nothing to do. */
  readonly fix: string
}

/** A finding of a check that is told its name by whoever runs it. */
export type FindingDraft = Omit<Finding, 'check'>

type Words = Pick<Finding, 'what' | 'why' | 'fix'>

export const problem = (words: Words): FindingDraft => ({ severity: 'problem', ...words })
export const warning = (words: Words): FindingDraft => ({ severity: 'warning', ...words })
export const note = ({ what, why, fix = '' }: Omit<Words, 'fix'> & Partial<Words>): FindingDraft => ({
  severity: 'note',
  what,
  why,
  fix,
})

/** `3 courses`, `1 course`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`

/** `a, b and c`. */
export const listed = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`
