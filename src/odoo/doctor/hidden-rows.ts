import { FailureType } from '../../contracts/failures.js'
import type { Odoo } from '../client.js'
import { OdooError } from '../errors.js'
import type { Model } from '../model.js'
import { RecordRule, ModelRecord } from '../schema/administration.js'
import { Account } from '../schema/oversight.js'
import {
  Certificate,
  Channel,
  CourseIntegration,
  CourseSession,
  HomeworkAttempt,
  Membership,
  Partner,
  ProgressTracker,
  Student,
  TrainingProgram,
} from '../schema.js'
import { counted, note, problem, warning, type Remark } from './finding.js'
import type { Check, Patient } from './patient.js'

/** Whose records the bot must all see. */
const SEEN: readonly Model[] = [
  Student,
  ProgressTracker,
  CourseSession,
  HomeworkAttempt,
  Certificate,
  TrainingProgram,
  CourseIntegration,
  Channel,
  Membership,
  Partner,
]

/** Records that rules hide from the bot: by counting as the bot and as an administrator, or by reading the rules. */
export const hiddenRows: Check = {
  name: 'hidden rows',
  look: async (patient) => {
    const { admin } = patient
    if (!admin)
      return [
        note({
          what: 'Whether record rules hide rows from the bot was not looked at.',
          why: 'A hidden row looks to the bot as one that does not exist; only an administrator’s login can tell.',
          mend: 'Set ODOO_ADMIN_LOGIN and ODOO_ADMIN_PASSWORD and run the doctor again.',
        }),
      ]
    const found = await Promise.all(SEEN.map((model) => hiddenOf(patient, admin, model)))
    return found.flat()
  },
}

async function hiddenOf(patient: Patient, admin: Odoo, model: Model): Promise<Remark[]> {
  if ((await patient.odoo.resolve(model)).origin === 'missing') return []
  const all = await countOf(admin, model)
  const seen = await countOf(patient.odoo, model)
  // Not even its own count: the missing right is another check's finding.
  if (seen === null) return []
  // An administrator has no rights of her own on the suite's models.
  if (all === null) return rulesOn(patient, admin, model)
  return all > seen ? [hidden(model, all - seen, all)] : []
}

/** Archived ones, too. null: no right. */
async function countOf(odoo: Odoo, model: Model): Promise<number | null> {
  try {
    return await odoo.count(model, [], { archived: true })
  } catch (error) {
    if (error instanceof OdooError && error.type === FailureType.OdooAccessDenied) return null
    throw error
  }
}

const hidden = (model: Model, count: number, all: number): Remark =>
  (model.about.origin === 'training' ? problem : warning)({
    what: `Record rules hide ${count} of ${counted(all, 'record')} of ${titleOf(model)} from the bot.`,
    why: 'What it can’t see it takes for not existing: such students are not carried on, such contacts are made twice.',
    mend: 'Look at the record rules of the model (Settings, Technical, Record Rules) and at the bot’s groups and companies.',
  })

const titleOf = ({ about, name }: Model) => (about.origin === 'training' ? about.title.en : name)

/** Rules with a domain that are in force for the bot. What they hide can't be counted. */
async function rulesOn({ odoo, connection }: Patient, admin: Odoo, model: Model): Promise<Remark[]> {
  const { name } = await odoo.resolve(model)
  const [user] = await odoo.read(Account, [connection.uid], ['groups'])
  const [entry] = await admin.searchRead(ModelRecord, [['model', '=', name]], [], { limit: 1 })
  if (!user || !entry) return []
  const rules = await admin.searchRead(
    RecordRule,
    [
      ['model', '=', entry.id],
      ['active', '=', true],
    ],
    ['name', 'groups', 'domain'],
  )
  return binding(rules, new Set(user.groups)).map((rule) =>
    warning({
      what: `The record rule “${rule ?? '?'}” limits which records of ${titleOf(model)} the bot sees.`,
      why: 'What it can’t see it takes for not existing. How many it hides can’t be counted: the administrator has no right on the model.',
      mend: 'Look at the rule (Settings, Technical, Record Rules): the bot must see all records.',
    }),
  )
}

interface Rule {
  readonly name: string | null
  readonly groups: readonly number[]
  readonly domain: string | null
}

/** Names of the rules that limit a member of these groups: each rule for everybody, and those of her groups unless one of them lets all pass. */
export function binding(rules: readonly Rule[], groups: ReadonlySet<number>): (string | null)[] {
  const forAll = rules.filter((rule) => rule.groups.length === 0 && !letsAllPass(rule))
  const forHer = rules.filter((rule) => rule.groups.some((group) => groups.has(group)))
  return [...forAll, ...(forHer.some(letsAllPass) ? [] : forHer)].map(({ name }) => name)
}

const letsAllPass = ({ domain }: Rule) =>
  domain === null || ['[]', "[(1,'=',1)]"].includes(domain.replaceAll('"', "'").replace(/\s/g, ''))
