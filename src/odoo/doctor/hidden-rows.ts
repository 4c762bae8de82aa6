import { FailureType } from '../../contracts/failures.js'
import type { Odoo } from '../client/client.js'
import { OdooError } from '../client/errors.js'
import type { Model } from '../schema/model.js'
import { ModelRecord } from '../schema/administration.js'
import { Account, ReadRule } from '../schema/doctor-models.js'
import { Channel, Membership, Partner, Student, TRAINING_MODELS } from '../schema/index.js'
import { counted, note, problem, USE_ADMIN_LOGIN, warning, type FindingDraft } from './finding.js'
import type { Check, CheckContext } from './check-context.js'

/** Records that record rules hide from the bot. */
export const hiddenRows: Check = {
  name: 'hidden rows',
  run: async (context) => {
    const { admin } = context
    if (!admin) return [notChecked()]
    const counts = await Promise.all(COUNTED.map((model) => compareCounts(context, admin, model)))
    return [...counts.flat(), ...(await ruleFindings(context, admin))]
  },
}

const notChecked = () =>
  note({
    what: 'Record rules that may hide records from the bot were not checked.',
    why: 'To the bot, a hidden record does not exist. Only an administrator’s login can see the difference.',
    fix: USE_ADMIN_LOGIN,
  })

/** Models whose records are counted both as the bot and as an administrator. */
const COUNTED: readonly Model[] = [Student, Channel, Membership, Partner]

async function compareCounts({ odoo }: CheckContext, admin: Odoo, model: Model): Promise<FindingDraft[]> {
  if ((await odoo.resolve(model)).origin === 'missing') return []
  const total = await countOf(admin, model)
  const visible = await countOf(odoo, model)
  return total !== null && visible !== null && total > visible ? [hidden(model, total - visible, total)] : []
}

/**
 * Counts archived records too. Returns null without the right to read. An administrator may lack
 * it; whether the bot does is reported by another check.
 */
async function countOf(odoo: Odoo, model: Model): Promise<number | null> {
  try {
    return await odoo.count(model, [], { archived: true })
  } catch (error) {
    if (error instanceof OdooError && error.type === FailureType.OdooAccessDenied) return null
    throw error
  }
}

const INVISIBLE =
  'To the bot, records that it can’t see do not exist: it ignores such students and creates duplicates of such contacts.'

const hidden = (model: Model, count: number, total: number): FindingDraft =>
  (model === Student ? problem : warning)({
    what: `Record rules hide ${count} of ${counted(total, 'record')} of ${model.name} from the bot.`,
    why: INVISIBLE,
    fix: 'Check the record rules of the model (Settings, Technical, Record Rules) and the bot’s groups and companies.',
  })

/**
 * Reports rules on the plan's models. What they hide can't be counted: the rules also apply to the
 * administrator, or the administrator has no rights on the model.
 */
async function ruleFindings({ odoo, connection }: CheckContext, admin: Odoo): Promise<FindingDraft[]> {
  const resolved = await Promise.all(TRAINING_MODELS.map((model: Model) => odoo.resolve(model)))
  const names = resolved.flatMap(({ name, origin }) => (origin === 'missing' ? [] : [name]))
  const models = await admin.searchRead(ModelRecord, [['model', 'in', names]], ['model'])
  const rules = await admin.searchRead(
    ReadRule,
    [
      ['model', 'in', models.map(({ id }) => id)],
      ['active', '=', true],
      ['forReading', '=', true],
    ],
    ['name', 'model', 'groups', 'domain'],
  )
  if (rules.length === 0) return []
  const [user] = await odoo.read(Account, [connection.uid], ['groups'])
  const groups = new Set(user?.groups)
  return models.flatMap(({ id, model }) =>
    restrictingRules(
      rules.filter((rule) => rule.model === id),
      groups,
    ).map((rule) => restricted(rule ?? '?', model)),
  )
}

const restricted = (rule: string, model: string) =>
  warning({
    what: `The record rule “${rule}” limits which records of ${model} the bot sees.`,
    why: INVISIBLE,
    fix: 'Change the rule (Settings, Technical, Record Rules): the bot must see all records.',
  })

interface RuleFacts {
  readonly name: string | null
  readonly groups: readonly number[]
  readonly domain: string | null
}

/**
 * Returns the names of the rules that restrict a member of these groups. All rules for everybody
 * apply. The rules of the groups are alternatives: none restricts if one of them allows everything.
 */
export function restrictingRules(
  rules: readonly RuleFacts[],
  groups: ReadonlySet<number>,
): (string | null)[] {
  const forEverybody = rules.filter((rule) => rule.groups.length === 0 && !allowsEverything(rule))
  const forGroups = rules.filter((rule) => rule.groups.some((group) => groups.has(group)))
  return [...forEverybody, ...(forGroups.some(allowsEverything) ? [] : forGroups)].map(({ name }) => name)
}

const allowsEverything = ({ domain }: RuleFacts) =>
  domain === null || ['[]', "[(1,'=',1)]"].includes(domain.replaceAll('"', "'").replace(/\s/g, ''))
