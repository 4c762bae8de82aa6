import { problem, warning, type FindingDraft } from './finding.js'

/** Milliseconds of difference from which the doctor warns, and from which it reports a problem. */
const WARNING_MS = 30_000
const PROBLEM_MS = 120_000

/**
 * Returns how far Odoo's clock is ahead of ours, in milliseconds; negative: behind. Odoo reported
 * its time (whole seconds) at some moment between `asked` and `answered`. Only what these bounds do
 * not explain counts.
 */
export function clockSkew(odooTime: Date, asked: Date, answered: Date): number {
  const ahead = odooTime.getTime() - answered.getTime()
  const behind = asked.getTime() - (odooTime.getTime() + 999)
  return ahead > 0 ? ahead : behind > 0 ? -behind : 0
}

/** `skew` in milliseconds; positive: Odoo is ahead. */
export function clockFindings(skew: number): FindingDraft[] {
  if (Math.abs(skew) <= WARNING_MS) return []
  const finding = Math.abs(skew) > PROBLEM_MS ? problem : warning
  return [
    finding({
      what: `Odoo’s clock is ${Math.round(Math.abs(skew) / 1000)} seconds ${skew > 0 ? 'ahead of' : 'behind'} ours.`,
      why: 'Changes are found by the timestamps that Odoo gives them. If the clocks differ, changes are found late or not at all, and deadlines shift.',
      fix: 'Synchronize both machines with a time server (NTP, chrony).',
    }),
  ]
}
