import { counted, type Finding, type Severity } from './finding.js'

const HEADINGS: Readonly<Record<Severity, string>> = { problem: 'PROBLEM', warning: 'Warning', note: 'Note' }
const ORDER: readonly Severity[] = ['problem', 'warning', 'note']

const numberOf = (findings: readonly Finding[], severity: Severity) =>
  findings.filter((finding) => finding.severity === severity).length

/** One line: how many of which. */
export function summary(findings: readonly Finding[]): string {
  const [problems = 0, warnings = 0, notes = 0] = ORDER.map((severity) => numberOf(findings, severity))
  const verdict = problems > 0 ? 'Not well' : warnings > 0 ? 'Works, with warnings' : 'All is well'
  return `${verdict}: ${counted(problems, 'problem')}, ${counted(warnings, 'warning')}, ${counted(notes, 'note')}.`
}

/** For people: the worst first, the summary last. */
export const report = (findings: readonly Finding[]): string =>
  [
    ...ORDER.flatMap((severity) =>
      findings
        .filter((finding) => finding.severity === severity)
        .map(({ check, what, why, fix }) =>
          [
            `${HEADINGS[severity]} (${check})  ${what}`,
            `  why:  ${why}`,
            ...(fix === '' ? [] : [`  fix: ${fix}`]),
          ].join('\n'),
        ),
    ),
    summary(findings),
  ].join('\n\n')

/** For programs. */
export const reportJson = (findings: readonly Finding[]) => ({
  problems: numberOf(findings, 'problem'),
  warnings: numberOf(findings, 'warning'),
  notes: numberOf(findings, 'note'),
  findings,
})

/** 0: no problem, warnings and notes allowed. 1: problems; that Odoo can't be reached is one. */
export const exitCode = (findings: readonly Finding[]): 0 | 1 => (numberOf(findings, 'problem') > 0 ? 1 : 0)
