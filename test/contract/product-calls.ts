import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import type { RecordedCall } from './recorded-call.js'
import { provisionedModelName } from '../../src/odoo/schema/model.js'

/**
 * The calls that the product makes, derived from its code: every place where a transport is told to execute a method of a model is followed
 * back, through parameters and their callers, to the declared models and literal methods that arrive there. Where the code alone does not
 * say which model it is, all declared ones count; so the list may be too long, never too short.
 */
export class ProductCalls {
  readonly #methods = new Map<string, Set<string>>()

  constructor(pairs: Iterable<readonly [model: string, method: string]>) {
    for (const [model, method] of pairs)
      this.#methods.set(method, (this.#methods.get(method) ?? new Set()).add(model))
  }

  /** Exchanges that make no call are the protocol itself, which the product speaks. */
  includes(call: RecordedCall | null): boolean {
    return call === null || (this.#methods.get(call.method)?.has(call.model) ?? false)
  }

  /** `model.method`, sorted. */
  all(): string[] {
    return [...this.#methods]
      .flatMap(([method, models]) => [...models].map((model) => `${model}.${method}`))
      .sort()
  }
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const ROOMS = ['src/', 'activities/']
const OUTSIDE = 'src/sandbox/'

/** Reads the sources; takes some seconds. */
export function productCalls(): ProductCalls {
  const config = ts.readConfigFile(`${ROOT}tsconfig.json`, (file) => ts.sys.readFile(file))
  const { fileNames, options } = ts.parseJsonConfigFileContent(config.config, ts.sys, ROOT)
  const isOurs = (file: string) =>
    ROOMS.some((room) => file.startsWith(ROOT + room)) && !file.startsWith(ROOT + OUTSIDE)
  const program = ts.createProgram(fileNames.filter(isOurs), ...withoutPackages(options))
  const files = program.getSourceFiles().filter(({ fileName }) => isOurs(fileName))
  const trace = new Trace(program.getTypeChecker(), files)
  return new ProductCalls([...LOGIN, ...trace.pairs()])
}

/** Packages and the language's own types have nothing to say about our calls, and cost most of the time. */
function withoutPackages(given: ts.CompilerOptions): [ts.CompilerOptions, ts.CompilerHost] {
  const options = { ...given, noLib: true, types: [] }
  const host = ts.createCompilerHost(options)
  host.resolveModuleNameLiterals = (literals, containing) =>
    literals.map(({ text }) =>
      text.startsWith('.')
        ? ts.resolveModuleName(text, containing, options, host)
        : { resolvedModule: undefined },
    )
  return [options, host]
}

/** What the transports ask of the server itself. */
const LOGIN = [
  ['common', 'version'],
  ['common', 'authenticate'],
  ['res.users', 'context_get'],
] as const

/** An expression whose value is looked for: a set of texts, a parameter to be followed to the callers, or anything. */
type Found =
  | { readonly kind: 'texts'; readonly texts: readonly string[] }
  | { readonly kind: 'parameter'; readonly owner: ts.SignatureDeclaration; readonly place: number }
  | { readonly kind: 'anything' }

/** An expression, or what it has been found to be. */
type Sought = ts.Expression | Found

const isFound = (sought: Sought): sought is Found => typeof sought.kind === 'string'

class Trace {
  readonly #checker: ts.TypeChecker
  readonly #declared: readonly string[]
  /** Call expressions by the name of what is called. */
  readonly #calls = new Map<string, ts.CallExpression[]>()

  constructor(checker: ts.TypeChecker, files: readonly ts.SourceFile[]) {
    this.#checker = checker
    const declared: string[] = []
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node)) {
        const name = calledName(node)
        this.#calls.set(name, [...(this.#calls.get(name) ?? []), node])
        declared.push(...technicalNames(node))
      }
      ts.forEachChild(node, visit)
    }
    for (const file of files) visit(file)
    this.#declared = declared
  }

  /** Models and methods that arrive where a transport executes. */
  pairs(): (readonly [string, string])[] {
    const sinks = (this.#calls.get('execute') ?? []).flatMap((call) => {
      const [argument] = call.arguments
      if (!argument || !ts.isObjectLiteralExpression(argument)) return []
      const [model, method] = [property(argument, 'model'), property(argument, 'method')]
      return model && method ? [{ model, method }] : []
    })
    return sinks.flatMap(({ model, method }) => this.#follow(model, method, new Set()))
  }

  /** Follows both values together, so that a method is paired only with the models of the same caller. */
  #follow(model: Sought, method: Sought, seen: ReadonlySet<ts.Node>): (readonly [string, string])[] {
    const [ofModel, ofMethod] = [this.#value(model, seen), this.#value(method, seen)]
    const waiting = ofMethod.kind === 'parameter' ? ofMethod : ofModel.kind === 'parameter' ? ofModel : null
    if (!waiting) {
      const models = ofModel.kind === 'texts' ? ofModel.texts : this.#declared
      const methods = ofMethod.kind === 'texts' ? ofMethod.texts : []
      return models
        .filter((one) => this.#declared.includes(one))
        .flatMap((one) => methods.map((called) => [one, called] as const))
    }
    const { owner } = waiting
    const name = nameOf(owner)
    // Handed out as a value: who calls it is not to be seen.
    if (name === undefined) {
      const known = (found: Found): Found => (found.kind === 'parameter' ? ANYTHING : found)
      return this.#follow(known(ofModel), known(ofMethod), seen)
    }
    const callers = seen.has(owner) ? [] : this.#callersOf(owner, name)
    const next = new Set([...seen, owner])
    const passed = (found: Found, call: ts.CallExpression): Sought =>
      found.kind === 'parameter' && found.owner === owner ? (call.arguments[found.place] ?? ANYTHING) : found
    return callers.flatMap((call) => this.#follow(passed(ofModel, call), passed(ofMethod, call), next))
  }

  #value(sought: Sought, seen: ReadonlySet<ts.Node>): Found {
    if (isFound(sought)) return sought
    if (ts.isStringLiteralLike(sought)) return texts([sought.text])
    if (ts.isAwaitExpression(sought) || ts.isParenthesizedExpression(sought) || ts.isAsExpression(sought))
      return this.#value(sought.expression, seen)
    if (ts.isConditionalExpression(sought))
      return union([this.#value(sought.whenTrue, seen), this.#value(sought.whenFalse, seen)])
    if (ts.isArrayLiteralExpression(sought))
      return union(
        sought.elements.map((element) =>
          this.#value(ts.isSpreadElement(element) ? element.expression : element, seen),
        ),
      )
    if (ts.isCallExpression(sought)) {
      const names = technicalNames(sought)
      if (names.length > 0) return texts(names)
      // `resolve(model)` stands for the model, as does whatever else is made of it.
      const [first] = sought.arguments
      return first ? this.#value(first, seen) : ANYTHING
    }
    if (ts.isPropertyAccessExpression(sought)) return this.#ofMember(sought, seen)
    return ts.isIdentifier(sought) ? this.#ofName(sought, seen) : ANYTHING
  }

  /** `model.name` stands for the model; a constant of a namespace for itself. */
  #ofMember(member: ts.PropertyAccessExpression, seen: ReadonlySet<ts.Node>): Found {
    return member.name.text === 'name' || member.name.text === 'model'
      ? this.#value(member.expression, seen)
      : this.#ofName(member.name, seen)
  }

  #ofName(name: ts.MemberName, seen: ReadonlySet<ts.Node>): Found {
    const declaration = this.#declarationOf(name)
    if (!declaration) return ANYTHING
    const binding = ts.isBindingElement(declaration) ? bindingRoot(declaration) : declaration
    if (ts.isVariableDeclaration(binding)) {
      const loop = binding.parent.parent
      if (ts.isForOfStatement(loop)) return this.#value(loop.expression, seen)
      return binding.initializer && !seen.has(binding)
        ? this.#value(binding.initializer, new Set([...seen, binding]))
        : ANYTHING
    }
    return ts.isParameter(binding) ? this.#ofParameter(binding, seen) : ANYTHING
  }

  #ofParameter(parameter: ts.ParameterDeclaration, seen: ReadonlySet<ts.Node>): Found {
    const owner = parameter.parent
    const place = owner.parameters.indexOf(parameter)
    const call = owner.parent
    if (!ts.isCallExpression(call)) return { kind: 'parameter', owner, place }
    // A callback gets what the call is about: `on(model, (there) => …)`, `MODELS.map((model) => …)`.
    const [first] = call.arguments
    if (first && first !== owner) return this.#value(first, seen)
    return ts.isPropertyAccessExpression(call.expression)
      ? this.#value(call.expression.expression, seen)
      : ANYTHING
  }

  #declarationOf(name: ts.MemberName): ts.Declaration | undefined {
    const parent = name.parent
    const symbol = ts.isShorthandPropertyAssignment(parent)
      ? this.#checker.getShorthandAssignmentValueSymbol(parent)
      : this.#checker.getSymbolAtLocation(name)
    const aliased =
      symbol && symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol
    return aliased?.declarations?.[0]
  }

  /** Calls of a function, or of the method under its name: also through an interface that its class implements. */
  #callersOf(owner: ts.SignatureDeclaration, name: string): readonly ts.CallExpression[] {
    const calls = this.#calls.get(name) ?? []
    const isMethod = ts.isMethodDeclaration(owner) || ts.isMethodSignature(owner)
    return calls.filter(
      ({ expression }) =>
        isMethod === ts.isPropertyAccessExpression(expression) &&
        (isMethod ||
          this.#declarationOf(expression as ts.Identifier) ===
            (ts.isArrowFunction(owner) ? owner.parent : owner)),
    )
  }
}

const ANYTHING: Found = { kind: 'anything' }
const texts = (found: readonly string[]): Found => ({ kind: 'texts', texts: found })

function union(found: readonly Found[]): Found {
  const parameter = found.find(({ kind }) => kind === 'parameter')
  if (parameter) return parameter
  if (found.some(({ kind }) => kind === 'anything')) return ANYTHING
  return texts(found.flatMap((one) => (one.kind === 'texts' ? one.texts : [])))
}

/** The name that a function is called by; undefined for one that is only a value. */
function nameOf(owner: ts.SignatureDeclaration): string | undefined {
  const isConstant = ts.isArrowFunction(owner) && ts.isVariableDeclaration(owner.parent)
  return (isConstant ? owner.parent.name : owner.name)?.getText()
}

const calledName = ({ expression }: ts.CallExpression) =>
  ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText()

/** `model('gr.student', { origin: 'training' … }, …)`: what a server may call it. */
function technicalNames(call: ts.CallExpression): readonly string[] {
  const [name, about] = call.arguments
  if (calledName(call) !== 'model' || !name || !ts.isStringLiteralLike(name) || !about) return []
  const origin = ts.isObjectLiteralExpression(about) ? property(about, 'origin') : undefined
  const isOdoos = origin !== undefined && ts.isStringLiteralLike(origin) && origin.text === 'odoo'
  return isOdoos ? [name.text] : [name.text, provisionedModelName(name.text)]
}

function property(object: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  for (const member of object.properties) {
    if (ts.isPropertyAssignment(member) && member.name.getText() === name) return member.initializer
    if (ts.isShorthandPropertyAssignment(member) && member.name.text === name) return member.name
  }
  return undefined
}

/** The parameter or variable that a name is taken out of. */
function bindingRoot(element: ts.BindingElement): ts.Node {
  const parent = element.parent.parent
  return ts.isBindingElement(parent) ? bindingRoot(parent) : parent
}
