import type { Model, Rights } from '../schema/model.js'
import { ROLES } from '../schema/roles.js'
import {
  Channel,
  Membership,
  Partner,
  Slide,
  SlideProgress,
  Survey,
  SurveyAttempt,
  TRAINING_MODELS,
  User,
} from '../schema/index.js'
import { isInGroup } from './group-membership.js'
import { listed, problem, type FindingDraft } from './finding.js'
import type { Check, CheckContext } from './check-context.js'

const OPERATIONS = {
  r: { method: 'read', verb: 'read' },
  w: { method: 'write', verb: 'change' },
  c: { method: 'create', verb: 'make' },
  d: { method: 'unlink', verb: 'delete' },
} as const
type Letter = keyof typeof OPERATIONS
const LETTERS = Object.keys(OPERATIONS) as readonly Letter[]

interface Need {
  readonly model: Model
  readonly rights: Rights
  /** What staff call the records. */
  readonly records: string
  /** What does not work without. */
  readonly for: string
}

/** Of Odoo's own models, what the product does with them. Rights on the plan's models stand with the models. */
const ODOOS: readonly Need[] = [
  {
    model: Partner,
    rights: 'rwc',
    records: 'contacts',
    for: 'A student’s contact is found, made and enrolled.',
  },
  { model: User, rights: 'r', records: 'users', for: 'Agents are asked by mail.' },
  {
    model: Channel,
    rights: 'rw',
    records: 'eLearning courses',
    for: 'Courses on invitation let nobody in without the right to change them.',
  },
  {
    model: Membership,
    rights: 'rwc',
    records: 'memberships of courses',
    for: 'Students are enrolled, and their progress is read.',
  },
  { model: Slide, rights: 'r', records: 'contents of courses', for: 'Progress is read by content.' },
  {
    model: SlideProgress,
    rights: 'rw',
    records: 'progress on contents',
    for: 'Completed contents are read, and marked when another system reports them.',
  },
  { model: Survey, rights: 'r', records: 'surveys', for: 'Certifications count.' },
  { model: SurveyAttempt, rights: 'r', records: 'attempts at surveys', for: 'Passed certifications count.' },
]

const NEEDS: readonly Need[] = [
  ...TRAINING_MODELS.map((model: (typeof TRAINING_MODELS)[number]) => needOfPlan(model)),
  ...ODOOS,
]

function needOfPlan(model: Model): Need {
  const { about } = model
  if (about.origin !== 'training') throw new TypeError(`${model.name} is not of the plan`)
  return {
    model,
    rights: about.access.bot ?? 'r',
    records: about.plural.en.toLowerCase(),
    for: 'The orchestrator keeps or reads them.',
  }
}

/** What the bot may do at all, by model and operation; record rules apart. */
export const rights: Check = {
  name: 'rights',
  run: async (patient) => {
    const lacking = await Promise.all(
      NEEDS.map(async (need) => ({ need, letters: await refusedOf(patient, need) })),
    )
    const groups = await Promise.all(
      ROLES.bot.implies.map(async (group) => ((await isInGroup(patient, group)) ? [] : [group])),
    )
    return [
      ...lacking.flatMap(({ need, letters }) => (letters.length > 0 ? [refusal(need, letters)] : [])),
      ...groups.flat().map(groupRemark),
    ]
  },
}

/** The operations that Odoo refuses. A model that is not there is another check's finding. */
async function refusedOf({ odoo, dialect }: CheckContext, { model, rights }: Need): Promise<Letter[]> {
  if ((await odoo.resolve(model)).origin === 'missing') return []
  const kwargs = dialect.rightsMethod === 'check_access_rights' ? { raise_exception: false } : {}
  const asked = await Promise.all(
    LETTERS.filter((letter) => rights.includes(letter)).map(async (letter) => {
      const operation = OPERATIONS[letter].method
      const may = await odoo.call(model, dialect.rightsMethod, [], { operation }, kwargs)
      return may === true ? [] : [letter]
    }),
  )
  return asked.flat()
}

function refusal({ model, records, for: purpose }: Need, letters: readonly Letter[]): FindingDraft {
  const verbs = listed(letters.map((letter) => OPERATIONS[letter].verb))
  return problem({
    what: `The bot may not ${verbs} ${records} (${model.name}).`,
    why: `${purpose} Without the right Odoo refuses, and each student concerned waits for a person.`,
    fix:
      model.about.origin === 'training'
        ? 'Run `setup apply`, which gives the bot’s group its rights and the bot its group; with the suite, give the user the suite’s Manager group.'
        : 'Give the user the groups “eLearning: Manager” and “Contact Creation”, or run `setup apply`, which does.',
  })
}

/** The rights on the tables may suffice where record rules don't: an eLearning officer changes the courses she is responsible for. */
const groupRemark = (group: string): FindingDraft =>
  problem({
    what: `The bot is not in Odoo’s group ${group}.`,
    why: GROUPS_WHY[group] ?? 'The bot’s role includes it.',
    fix: 'Give the user that group, or run `setup apply`, which does.',
  })

const [INTERNAL, CONTACTS, ELEARNING] = ROLES.bot.implies
const GROUPS_WHY: Readonly<Record<string, string>> = {
  ...(INTERNAL !== undefined && { [INTERNAL]: 'Only internal users may have API keys.' }),
  ...(CONTACTS !== undefined && { [CONTACTS]: 'Without it nobody but an administrator makes contacts.' }),
  ...(ELEARNING !== undefined && {
    [ELEARNING]:
      'An eLearning officer reads all memberships but enrolls only in the courses she is responsible for: record rules hide or lock the rest.',
  }),
}
