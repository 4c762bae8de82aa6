import type { Environment } from './environment.js'
import { accessError } from './errors.js'
import type { Model, Operation } from './model.js'

const LETTERS: Readonly<Record<Operation, string>> = { read: 'r', write: 'w', create: 'c', unlink: 'u' }
const VERBS: Readonly<Record<Operation, string>> = {
  read: 'access',
  write: 'modify',
  create: 'create',
  unlink: 'delete',
}

/** Groups that come with a group. */
const IMPLIED: Readonly<Record<string, readonly string[]>> = {
  'base.group_system': ['base.group_erp_manager'],
  'base.group_erp_manager': ['base.group_user'],
  'website_slides.group_website_slides_manager': ['website_slides.group_website_slides_officer'],
  'website_slides.group_website_slides_officer': ['base.group_user', 'survey.group_survey_user'],
  'survey.group_survey_manager': ['survey.group_survey_user'],
}

/** All groups somebody with `groups` is in. */
export function withImplied(groups: Iterable<string>): Set<string> {
  const all = new Set<string>()
  const visit = (group: string) => {
    if (all.has(group)) return
    all.add(group)
    for (const implied of IMPLIED[group] ?? []) visit(implied)
  }
  for (const group of groups) visit(group)
  return all
}

export function mayAccess(env: Environment, model: Model, operation: Operation): boolean {
  if (env.superuser) return true
  return Object.entries(model.access).some(
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

/** The domain a record rule holds the caller to, or null. */
export const accessRule = (env: Environment, model: Model, operation: Operation) =>
  env.superuser ? null : model.rule(env, operation)

export const ruleViolation = (env: Environment, model: Model, operation: Operation) =>
  accessError(
    `Sorry, user ${env.uid} doesn't have '${operation}' access to:\n- ${model.description} (${model.name})\n\n` +
      'A record rule hides the record.',
  )
