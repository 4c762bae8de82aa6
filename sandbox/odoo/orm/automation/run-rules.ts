import type { Action, Automation } from './rule.js'
import { Parameters, whereClause } from '../domain.js'
import type { Environment } from '../environment.js'
import { OdooException } from '../exceptions.js'
import { type Row, hasColumn } from '../field.js'
import type { Model } from '../model.js'
import { evaluate } from '../../python/expression.js'
import { selectRows } from '../rows.js'
import { quoted } from '../tables.js'
import { callWebhook } from './webhook.js'
import { ruleScope } from '../access.js'

const ON_CREATE = ['on_create', 'on_create_or_write']
const ON_WRITE = ['on_write', 'on_create_or_write', 'on_archive', 'on_unarchive']

const triggeredBy = ({ automations }: Model, triggers: readonly string[]) =>
  automations.filter(({ trigger }) => triggers.includes(trigger))

/** Runs the rules for new records. Trigger fields do not matter here. */
export async function automateCreate(env: Environment, model: Model, ids: readonly number[]): Promise<void> {
  for (const automation of triggeredBy(model, ON_CREATE))
    await run(env, model, automation, await matching(env, model, ids, automation.after))
}

/** Runs the rules for records that are about to be deleted. */
export async function automateUnlink(env: Environment, model: Model, ids: readonly number[]): Promise<void> {
  for (const automation of triggeredBy(model, ['on_unlink']))
    await run(env, model, automation, await matching(env, model, ids, automation.after))
}

/** A write in progress that automation rules watch. */
export interface WatchedWrite {
  /** Runs the rules after the write. */
  finish(): Promise<void>
  /** Runs the rules for a write that the database rejects. Up to 18, Odoo runs them too early. */
  fail(rows: readonly { readonly id: number; readonly row: Row }[]): Promise<void>
}

/** Notes before a write what the rules need to know. Returns undefined if no rule is concerned. */
export async function watchWrite(
  env: Environment,
  model: Model,
  ids: readonly number[],
  names: Iterable<string>,
): Promise<WatchedWrite | undefined> {
  const automations = triggeredBy(model, ON_WRITE)
  if (automations.length === 0 || ids.length === 0) return undefined
  const written = [...names].filter((name) => isStored(model, name))
  const old = new Map((await selectRows(env, model, ids, written)).map((row) => [row.id, row]))
  const watched: { automation: Automation; candidates: number[] }[] = []
  for (const automation of automations)
    watched.push({ automation, candidates: await matching(env, model, ids, automation.before) })
  const changes = ({ triggerFields }: Automation, id: number, row: Row) =>
    triggerFields.length === 0 ||
    triggerFields.some((name) => name in row && name !== 'id' && row[name] !== old.get(id)?.[name])
  return {
    finish: async () => {
      for (const { automation, candidates } of watched) {
        const matches = await matching(env, model, candidates, automation.after)
        const rows = await selectRows(env, model, matches, written)
        const changed = rows.filter((row) => changes(automation, row.id, row)).map(({ id }) => id)
        await run(env, model, automation, changed)
      }
    },
    fail: async (rows) => {
      if (env.version >= 19) return
      for (const { automation, candidates } of watched)
        for (const { id, row } of rows)
          if (candidates.includes(id) && automation.after === null && changes(automation, id, row))
            for (const action of automation.actions) await callWebhook(env, model, id, action, row)
    },
  }
}

const isStored = ({ fields }: Model, name: string) => {
  const field = fields[name]
  return field !== undefined && hasColumn(field)
}

/** The records among `ids` that match a rule's domain. */
async function matching(
  env: Environment,
  model: Model,
  ids: readonly number[],
  domain: string | null,
): Promise<number[]> {
  if (domain === null || domain === '') return [...ids]
  const terms = evaluate(domain, { ...ruleScope(env), uid: env.uid })
  const parameters = new Parameters()
  const scope = { ...env, context: { ...env.context, active_test: false } }
  const where = whereClause(scope, model, Array.isArray(terms) ? (terms as unknown[]) : [], parameters)
  const rows = await env.sql<{ id: number }>(
    `SELECT t.id FROM ${quoted(model.table)} t WHERE t.id = ANY(${parameters.add(ids, 'int[]')}) AND (${where}) ORDER BY t.id`,
    parameters.values,
  )
  return rows.map(({ id }) => id)
}

async function run(env: Environment, model: Model, { actions }: Automation, ids: readonly number[]) {
  for (const action of actions) for (const id of ids) await runAction(env, model, action, id)
}

/** Throws for anything but a webhook, because the sandbox runs no Python. */
async function runAction(env: Environment, model: Model, action: Action, id: number): Promise<void> {
  if (action.state === 'webhook') await callWebhook(env, model, id, action)
  else
    throw new OdooException(
      'builtins.NotImplementedError',
      `The sandbox carries out webhooks, not actions of the kind '${action.state}'.`,
    )
}
