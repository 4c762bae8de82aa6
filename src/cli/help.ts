import type { Variable } from '../variables.js'

/** How a command is called in this repository; shown in help texts. */
export const NAME = 'npm run cli --'

export type VariablesTable = Readonly<Record<string, Pick<Variable<unknown>, 'meaning' | 'default'>>>

/** A table of variables for people: name, meaning and default, a line each. */
export function describeVariables(table: VariablesTable): string {
  const width = Math.max(...Object.keys(table).map((name) => name.length))
  return Object.entries(table)
    .map(([name, variable]) => `  ${name.padEnd(width)}  ${variable.meaning}${describeDefault(variable)}`)
    .join('\n')
}

function describeDefault({ default: preset }: Pick<Variable<unknown>, 'default'>): string {
  if (preset === undefined) return ''
  if (typeof preset === 'function') return ' (default: derived from other variables)'
  return preset === '' ? ' (default: none)' : ` (default: ${preset})`
}

/** The end of a help text: how to call the command and what it reads from the environment. */
export function examples(variables: VariablesTable, ...calls: string[]): string {
  const lines = ['', 'Examples:', ...calls.map((call) => `  ${NAME} ${call}`)]
  const names = Object.keys(variables)
  if (names.length > 12) lines.push('', `Environment variables: ${NAME} variables`)
  else if (names.length > 0) lines.push('', 'Environment variables:', describeVariables(variables))
  return lines.join('\n')
}
