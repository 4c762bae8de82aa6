import { problem, warning, type FindingDraft } from './finding.js'

/** Milliseconds beyond which the clocks' difference is said, and is a problem. */
const NOTICEABLE = 30_000
const TOO_MUCH = 120_000

/**
 * Odoo's clock against ours, milliseconds; above 0: Odoo's is ahead. Odoo told its time (whole seconds) somewhere between two looks at our
 * clock: only what these can't explain counts.
 */
export function clockSkew(theirs: Date, asked: Date, answered: Date): number {
  const ahead = theirs.getTime() - answered.getTime()
  const behind = asked.getTime() - (theirs.getTime() + 999)
  return ahead > 0 ? ahead : behind > 0 ? -behind : 0
}

/** `skew`: milliseconds, above 0 when Odoo is ahead. */
export function clockFindings(skew: number): FindingDraft[] {
  if (Math.abs(skew) <= NOTICEABLE) return []
  const remark = Math.abs(skew) > TOO_MUCH ? problem : warning
  return [
    remark({
      what: `Odoo’s clock is ${Math.round(Math.abs(skew) / 1000)} seconds ${skew > 0 ? 'ahead of' : 'behind'} ours.`,
      why: 'Changes are found by the time that Odoo stamps on them: with clocks apart they are found late or looked for in vain, and deadlines shift.',
      fix: 'Let both machines take their time from a time server (NTP, chrony).',
    }),
  ]
}
