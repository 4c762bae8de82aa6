import { counted, type Finding, type Severity } from './finding.js'

const HEADINGS: Readonly<Record<Severity, string>> = { problem: 'PROBLEM', warning: 'Warning', note: 'Note' }
const ORDER: readonly Severity[] = ['problem', 'warning', 'note']

const countOf = (findings: readonly Finding[], severity: Severity) =>
  findings.filter((finding) => finding.severity === severity).length

/** Returns one line with the number of findings by severity. */
export function summary(findings: readonly Finding[]): string {
  const [problems = 0, warnings = 0, notes = 0] = ORDER.map((severity) => countOf(findings, severity))
  const verdict = problems > 0 ? 'Problems found' : warnings > 0 ? 'Works, with warnings' : 'All is well'
  return `${verdict}: ${counted(problems, 'problem')}, ${counted(warnings, 'warning')}, ${counted(notes, 'note')}.`
}

/** Returns the report for people: the worst findings first, the summary last. */
export const report = (findings: readonly Finding[]): string =>
  [
    ...ORDER.flatMap((severity) =>
      findings
        .filter((finding) => finding.severity === severity)
        .map(({ check, what, why, fix }) =>
          [
            `${HEADINGS[severity]} (${check})  ${what}`,
            `  why: ${why}`,
            ...(fix === '' ? [] : [`  fix: ${fix}`]),
          ].join('\n'),
        ),
    ),
    summary(findings),
  ].join('\n\n')

/** Returns the report for programs (`doctor --json`). */
export const reportJson = (findings: readonly Finding[]) => ({
  problems: countOf(findings, 'problem'),
  warnings: countOf(findings, 'warning'),
  notes: countOf(findings, 'note'),
  findings: findings.map(({ check, severity, what, why, fix }) => ({ check, severity, what, why, fix })),
})

/** Returns 1 if there are problems (an unreachable Odoo is one), otherwise 0. */
export const exitCode = (findings: readonly Finding[]): 0 | 1 => (countOf(findings, 'problem') > 0 ? 1 : 0)
