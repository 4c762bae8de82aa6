/**
 * `problem`: something does not work. `warning`: it works, but harms somebody. `note`: worth
 * knowing, nothing has to be done.
 */
export type Severity = 'problem' | 'warning' | 'note'

/** What the doctor reports: in plain words, without secrets and without names of people. */
export interface Finding {
  /** Name of the check. */
  readonly check: string
  readonly severity: Severity
  readonly what: string
  readonly why: string
  /** Empty: nothing to do. */
  readonly fix: string
}

/** A finding as a check returns it. Whoever runs the check adds its name. */
export type FindingDraft = Omit<Finding, 'check'>

type Texts = Pick<Finding, 'what' | 'why' | 'fix'>

export const problem = (texts: Texts): FindingDraft => ({ severity: 'problem', ...texts })
export const warning = (texts: Texts): FindingDraft => ({ severity: 'warning', ...texts })
export const note = ({ what, why, fix = '' }: Omit<Texts, 'fix'> & Partial<Texts>): FindingDraft => ({
  severity: 'note',
  what,
  why,
  fix,
})

/** Returns `3 courses`, `1 course`. */
export const counted = (count: number, singular: string, plural = `${singular}s`): string =>
  `${count} ${count === 1 ? singular : plural}`

/** Returns `a, b and c`. */
export const listed = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`

/** The fix for whatever only an administrator's login can check. */
export const USE_ADMIN_LOGIN = 'Set ODOO_ADMIN_LOGIN and ODOO_ADMIN_PASSWORD and run the doctor again.'
