import type { Environment } from './environment.js'
import { accessError } from './exceptions.js'
import type { Model, Operation, RecordRule } from './model.js'
import { evaluate } from '../python/expression.js'

const LETTERS: Readonly<Record<Operation, string>> = { read: 'r', write: 'w', create: 'c', unlink: 'u' }
const VERBS: Readonly<Record<Operation, string>> = {
  read: 'access',
  write: 'modify',
  create: 'create',
  unlink: 'delete',
}

export function mayAccess(env: Environment, model: Model, operation: Operation): boolean {
  if (env.superuser) return true
  const { outdated } = env.transaction.registry
  const access =
    operation === 'create' && outdated?.uid === env.uid
      ? (outdated.access.get(model.name) ?? {})
      : model.access
  return Object.entries(access).some(
    ([group, letters]) => (group === '*' || env.groups.has(group)) && letters.includes(LETTERS[operation]),
  )
}

/** Throws Odoo's AccessError when none of the caller's groups has the right on the model. */
export function checkAccess(env: Environment, model: Model, operation: Operation): void {
  if (mayAccess(env, model, operation)) return
  throw accessError(
    `You are not allowed to ${VERBS[operation]} '${model.description}' (${model.name}) records.\n\n` +
      'Contact your administrator to request access if necessary.',
  )
}

/**
 * The domain that record rules impose on the caller, or null. Rules without groups all apply. Of
 * the rules of the caller's groups, one must match.
 */
export function accessRule(env: Environment, model: Model, operation: Operation): readonly unknown[] | null {
  if (env.superuser) return null
  const added = model.rules.filter(({ operations }) => operations.has(operation))
  const forAll = added.filter(({ groups }) => groups.length === 0)
  const forCaller = added.filter(({ groups }) => groups.some((group) => env.groups.has(group)))
  const coded = model.rule(env, operation)
  const all = [
    ...(coded ? [coded] : []),
    ...forAll.map((rule) => ruleDomain(env, rule)),
    ...(forCaller.length > 0
      ? [
          joined(
            '|',
            forCaller.map((rule) => ruleDomain(env, rule)),
          ),
        ]
      : []),
  ]
  return all.length > 0 ? joined('&', all) : null
}

/** Several domains as one, in prefix notation. */
function joined(operator: '&' | '|', domains: readonly (readonly unknown[])[]): readonly unknown[] {
  const terms = domains.map(explicit)
  return [...Array<string>(terms.length - 1).fill(operator), ...terms.flat()]
}

/** The domain with the `&` that Odoo allows to omit between terms. */
function explicit(domain: readonly unknown[]): readonly unknown[] {
  if (domain.length === 0) return [[1, '=', 1]]
  const operands = domain.reduce<number>(
    (count, term) => (term === '!' ? count : term === '&' || term === '|' ? count - 1 : count + 1),
    0,
  )
  return [...Array<string>(operands - 1).fill('&'), ...domain]
}

/** A rule's domain for this caller. Throws Python's exception for an invalid expression. */
function ruleDomain(env: Environment, { domain }: RecordRule): readonly unknown[] {
  const terms = evaluate(domain, ruleScope(env))
  return Array.isArray(terms) ? (terms as unknown[]) : []
}

/** The one company of this Odoo. */
const COMPANY = 1

/** The names that a rule's domain may use. */
export const ruleScope = (env: Environment) => ({
  user: {
    id: env.uid,
    ids: [env.uid],
    name: env.userName,
    partner_id: { id: env.partnerId },
    company_id: { id: COMPANY },
    company_ids: { ids: [COMPANY] },
  },
  company_id: COMPANY,
  company_ids: [COMPANY],
})

export const ruleViolation = (env: Environment, model: Model, operation: Operation) =>
  accessError(
    `Sorry, user ${env.uid} doesn't have '${operation}' access to:\n- ${model.description} (${model.name})\n\n` +
      'A record rule hides the record.',
  )
