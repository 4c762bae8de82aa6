import { FailureType } from '../../contracts/failures.js'
import type { Odoo } from '../client/client.js'
import { OdooError } from '../client/errors.js'
import type { Model } from '../schema/model.js'
import { ModelRecord } from '../schema/administration.js'
import { Account, ReadRule } from '../schema/doctor-models.js'
import { Channel, Membership, Partner, Student, TRAINING_MODELS } from '../schema/index.js'
import { counted, note, problem, warning, type FindingDraft } from './finding.js'
import type { Check, CheckContext } from './check-context.js'

/** Records that rules hide from the bot. */
export const hiddenRows: Check = {
  name: 'hidden rows',
  run: async (patient) => {
    const { admin } = patient
    if (!admin) return [notLookedAt()]
    const counts = await Promise.all(COUNTED.map((model) => hiddenOf(patient, admin, model)))
    return [...counts.flat(), ...(await ruleRemarks(patient, admin))]
  },
}

const notLookedAt = () =>
  note({
    what: 'Whether record rules hide rows from the bot was not looked at.',
    why: 'A hidden row looks to the bot as one that does not exist; only an administrator’s login can tell.',
    fix: 'Set ODOO_ADMIN_LOGIN and ODOO_ADMIN_PASSWORD and run the doctor again.',
  })

/** Counted as the bot and as an administrator. */
const COUNTED: readonly Model[] = [Student, Channel, Membership, Partner]

async function hiddenOf({ odoo }: CheckContext, admin: Odoo, model: Model): Promise<FindingDraft[]> {
  if ((await odoo.resolve(model)).origin === 'missing') return []
  const all = await countOf(admin, model)
  const seen = await countOf(odoo, model)
  return all !== null && seen !== null && all > seen ? [hidden(model, all - seen, all)] : []
}

/** Archived ones, too. null: no right, which an administrator has not by herself, and of the bot another check says. */
async function countOf(odoo: Odoo, model: Model): Promise<number | null> {
  try {
    return await odoo.count(model, [], { archived: true })
  } catch (error) {
    if (error instanceof OdooError && error.type === FailureType.OdooAccessDenied) return null
    throw error
  }
}

const UNSEEN =
  'What it can’t see it takes for not existing: such students are not carried on, such contacts are made twice.'

const hidden = (model: Model, count: number, all: number): FindingDraft =>
  (model === Student ? problem : warning)({
    what: `Record rules hide ${count} of ${counted(all, 'record')} of ${model.name} from the bot.`,
    why: UNSEEN,
    fix: 'Look at the record rules of the model (Settings, Technical, Record Rules) and at the bot’s groups and companies.',
  })

/** Rules on the plan's models. They bind the administrator, too, or she has no right on the model: what they hide can't be counted. */
async function ruleRemarks({ odoo, connection }: CheckContext, admin: Odoo): Promise<FindingDraft[]> {
  const there = await Promise.all(TRAINING_MODELS.map((model: Model) => odoo.resolve(model)))
  const names = there.flatMap(({ name, origin }) => (origin === 'missing' ? [] : [name]))
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
    binding(
      rules.filter((rule) => rule.model === id),
      groups,
    ).map((rule) => limits(rule ?? '?', model)),
  )
}

const limits = (rule: string, model: string) =>
  warning({
    what: `The record rule “${rule}” limits which records of ${model} the bot sees.`,
    why: UNSEEN,
    fix: 'Look at the rule (Settings, Technical, Record Rules): the bot must see all records.',
  })

interface RuleFacts {
  readonly name: string | null
  readonly groups: readonly number[]
  readonly domain: string | null
}

/** Names of the rules that limit a member of these groups: each rule for everybody, and those of her groups unless one of them lets all pass. */
export function binding(rules: readonly RuleFacts[], groups: ReadonlySet<number>): (string | null)[] {
  const forAll = rules.filter((rule) => rule.groups.length === 0 && !letsAllPass(rule))
  const forHer = rules.filter((rule) => rule.groups.some((group) => groups.has(group)))
  return [...forAll, ...(forHer.some(letsAllPass) ? [] : forHer)].map(({ name }) => name)
}

const letsAllPass = ({ domain }: RuleFacts) =>
  domain === null || ['[]', "[(1,'=',1)]"].includes(domain.replaceAll('"', "'").replace(/\s/g, ''))
