import { textOf, type Sentence } from '../../domain/sentences/sentence.js'

export { counted, listed } from '../../domain/sentences/english-text.js'

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
export interface FindingDraft extends Omit<Finding, 'check'> {
  /** `what` for readers of other languages. Absent: only the doctor says it. */
  readonly said?: Sentence
}

type Texts = Pick<Finding, 'what' | 'why' | 'fix'>

export const problem = (texts: Texts): FindingDraft => ({ severity: 'problem', ...texts })
export const warning = (texts: Texts): FindingDraft => ({ severity: 'warning', ...texts })
export const note = ({ what, why, fix = '' }: Omit<Texts, 'fix'> & Partial<Texts>): FindingDraft => ({
  severity: 'note',
  what,
  why,
  fix,
})

/** A problem that an alarm lists, too: its readers have other languages. */
export const lack = (said: Sentence, texts: Pick<Finding, 'why' | 'fix'>): FindingDraft => ({
  severity: 'problem',
  what: textOf(said),
  said,
  ...texts,
})

/** The fix for whatever only an administrator's login can check. */
export const USE_ADMIN_LOGIN = 'Set ODOO_ADMIN_LOGIN and ODOO_ADMIN_PASSWORD and run the doctor again.'
