import { OdooException } from '../orm/exceptions.js'

/** A token of a Python expression. The `text` of a string is its value. */
export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'operator' | 'end'
  readonly text: string
}

const PIECES =
  /\s*(?:([A-Za-z_]\w*)|(\d+(?:\.\d+)?)|('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")|(==|!=|<=|>=|[-+*<>()[\]{},.:]))/y

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' }

export const syntaxError = (source: string) =>
  new OdooException('builtins.SyntaxError', `invalid syntax: ${source}`)

/**
 * The tokens of a Python expression; the last one is of kind `end`. Throws Python's SyntaxError.
 */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = []
  const text = source.trimEnd()
  PIECES.lastIndex = 0
  while (PIECES.lastIndex < text.length) {
    const match = PIECES.exec(text)
    if (!match) throw syntaxError(source)
    const [, name, number, quotedText, operator] = match
    if (name !== undefined) tokens.push({ kind: 'name', text: name })
    else if (number !== undefined) tokens.push({ kind: 'number', text: number })
    else if (quotedText !== undefined) tokens.push({ kind: 'string', text: unquoted(quotedText) })
    else tokens.push({ kind: 'operator', text: operator ?? '' })
  }
  return [...tokens, { kind: 'end', text: '' }]
}

const unquoted = (literal: string) =>
  literal.slice(1, -1).replace(/\\(.)/gs, (_, escaped: string) => ESCAPES[escaped] ?? escaped)
