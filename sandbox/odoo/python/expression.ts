import { OdooException, typeError } from '../orm/exceptions.js'
import { syntaxError, tokensOf, type Token } from './tokens.js'

/**
 * Evaluates the Python that Odoo stores as text: domains of rules, lists of options, simple
 * computes. Supports literals, names, attributes, items, `+ - *`, comparisons, `and or not` and `…
 * if … else …`, but no calls, so nothing can be executed. None is null; tuples and lists are
 * arrays; a record is an object with its fields.
 */
export type Scope = Readonly<Record<string, unknown>>

/** Evaluates an expression. Throws Python's SyntaxError, NameError, AttributeError or TypeError. */
export function evaluate(source: string, scope: Scope = {}): unknown {
  const reader = new Reader(source, scope)
  const value = reader.conditional()
  reader.finish()
  return value
}

const CONSTANTS: Scope = { True: true, False: false, None: null }
const COMPARISONS: Readonly<Record<string, (left: unknown, right: unknown) => boolean>> = {
  '==': (left, right) => same(left, right),
  '!=': (left, right) => !same(left, right),
  is: (left, right) => same(left, right),
  in: (left, right) => contains(right, left),
  '<': (left, right) => compared(left, right) < 0,
  '>': (left, right) => compared(left, right) > 0,
  '<=': (left, right) => compared(left, right) <= 0,
  '>=': (left, right) => compared(left, right) >= 0,
}

/** Recursive descent, weakest operator first. It evaluates while it parses. */
class Reader {
  readonly #source: string
  readonly #scope: Scope
  readonly #tokens: readonly Token[]
  #place = 0

  constructor(source: string, scope: Scope) {
    this.#source = source
    this.#scope = scope
    this.#tokens = tokensOf(source)
  }

  conditional(): unknown {
    const value = this.#either()
    if (!this.#accept('if')) return value
    const condition = this.#either()
    this.#expect('else')
    const otherwise = this.conditional()
    return truthy(condition) ? value : otherwise
  }

  finish(): void {
    if (this.#next.kind !== 'end') throw syntaxError(this.#source)
  }

  #either(): unknown {
    let value = this.#both()
    while (this.#accept('or')) {
      const right = this.#both()
      value = truthy(value) ? value : right
    }
    return value
  }

  #both(): unknown {
    let value = this.#negation()
    while (this.#accept('and')) {
      const right = this.#negation()
      value = truthy(value) ? right : value
    }
    return value
  }

  #negation(): unknown {
    return this.#accept('not') ? !truthy(this.#negation()) : this.#comparison()
  }

  #comparison(): unknown {
    const left = this.#sum()
    const { text, kind } = this.#next
    if (kind === 'string') return left
    if (text === 'not') {
      this.#expect('not')
      this.#expect('in')
      return !contains(this.#sum(), left)
    }
    const compare = COMPARISONS[text]
    if (!compare) return left
    this.#expect(text)
    const negative = text === 'is' && this.#accept('not')
    return compare(left, this.#sum()) !== negative
  }

  #sum(): unknown {
    let value = this.#product()
    for (;;) {
      if (this.#accept('+')) value = added(value, this.#product())
      else if (this.#accept('-')) value = Number(value) - Number(this.#product())
      else return value
    }
  }

  #product(): unknown {
    let value = this.#signed()
    while (this.#accept('*')) value = Number(value) * Number(this.#signed())
    return value
  }

  #signed(): unknown {
    return this.#accept('-') ? -Number(this.#signed()) : this.#member()
  }

  #member(): unknown {
    let value = this.#atom()
    for (;;) {
      if (this.#accept('.')) value = attribute(value, this.#expectKind('name').text)
      else if (this.#accept('[')) {
        value = item(value, this.conditional())
        this.#expect(']')
      } else return value
    }
  }

  #atom(): unknown {
    const { kind, text } = this.#next
    if (kind === 'string') return this.#expectKind('string').text
    if (kind === 'number') return Number(this.#expectKind('number').text)
    if (kind === 'name') return this.#named(this.#expectKind('name').text)
    if (this.#accept('[')) return this.#list(']').values
    if (this.#accept('(')) {
      const { values, trailing } = this.#list(')')
      return values.length === 1 && !trailing ? values[0] : values
    }
    throw syntaxError(text === '' ? this.#source : text)
  }

  #named(name: string): unknown {
    if (name in CONSTANTS) return CONSTANTS[name]
    if (Object.hasOwn(this.#scope, name)) return this.#scope[name]
    throw new OdooException('builtins.NameError', `name '${name}' is not defined`)
  }

  #list(close: string): { values: unknown[]; trailing: boolean } {
    const values: unknown[] = []
    let trailing = false
    while (!this.#accept(close)) {
      if (values.length > 0 && !trailing) throw syntaxError(this.#source)
      values.push(this.conditional())
      trailing = this.#accept(',')
    }
    return { values, trailing }
  }

  get #next(): Token {
    return this.#tokens[this.#place] ?? { kind: 'end', text: '' }
  }

  #expectKind(kind: Token['kind']): Token {
    const token = this.#next
    if (token.kind !== kind) throw syntaxError(this.#source)
    this.#place += 1
    return token
  }

  #accept(text: string): boolean {
    const { kind, text: found } = this.#next
    if ((kind !== 'operator' && kind !== 'name') || found !== text) return false
    this.#place += 1
    return true
  }

  #expect(text: string): void {
    if (!this.#accept(text)) throw syntaxError(this.#source)
  }
}

const truthy = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value))

const same = (left: unknown, right: unknown): boolean =>
  left === right || (isRecord(left) && isRecord(right) && left.id === right.id)

function contains(container: unknown, value: unknown): boolean {
  if (typeof container === 'string') return container.includes(String(value))
  if (Array.isArray(container)) return container.some((member) => same(member, value))
  throw typeError(`argument of type '${typeof container}' is not iterable`)
}

function compared(left: unknown, right: unknown): number {
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : Number(left > right)
  if (typeof left === 'object' || typeof right === 'object')
    throw typeError(`'<' not supported between instances of '${typeof left}' and '${typeof right}'`)
  return Number(left) - Number(right)
}

function added(left: unknown, right: unknown): unknown {
  if (typeof left === 'string' && typeof right === 'string') return left + right
  if (Array.isArray(left) && Array.isArray(right)) return [...(left as unknown[]), ...(right as unknown[])]
  if (typeof left === 'number' && typeof right === 'number') return left + right
  throw typeError(`unsupported operand type(s) for +: '${typeof left}' and '${typeof right}'`)
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function attribute(value: unknown, name: string): unknown {
  if (isRecord(value) && Object.hasOwn(value, name)) return value[name]
  throw new OdooException('builtins.AttributeError', `object has no attribute '${name}'`)
}

const item = (value: unknown, key: unknown): unknown =>
  Array.isArray(value) && typeof key === 'number'
    ? (value as unknown[]).at(key)
    : attribute(value, String(key))
