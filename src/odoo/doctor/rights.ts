import { say } from '../../domain/sentences/sentence.js'
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
import { ExternalId } from '../schema/administration.js'
import { isInGroup } from './group-membership.js'
import { lack, type FindingDraft } from './finding.js'
import type { Check, CheckContext } from './check-context.js'

/** Odoo’s names of the operations. */
const OPERATIONS = { r: 'read', w: 'write', c: 'create', d: 'unlink' } as const
type Right = keyof typeof OPERATIONS
const ALL_RIGHTS = Object.keys(OPERATIONS) as readonly Right[]

interface Requirement {
  readonly model: Model
  readonly rights: Rights
  /** What staff call the records. */
  readonly records: string
  /** What the orchestrator needs the rights for, a sentence. */
  readonly purpose: string
}

/**
 * Required rights on Odoo's own models. Those on the plan's models are declared with the models.
 */
const ON_ODOO_MODELS: readonly Requirement[] = [
  {
    model: Partner,
    rights: 'rwc',
    records: 'contacts',
    purpose: 'The orchestrator finds, creates and enrolls the contacts of students.',
  },
  {
    model: User,
    rights: 'r',
    records: 'users',
    purpose: 'The orchestrator emails agents, and reminds learners who have never signed in.',
  },
  {
    model: Channel,
    rights: 'rw',
    records: 'eLearning courses',
    purpose: 'Only users who may edit a course can enroll others in it if it is by invitation.',
  },
  {
    model: Membership,
    rights: 'rwc',
    records: 'course memberships',
    purpose: 'The orchestrator enrolls students and reads their progress.',
  },
  {
    model: Slide,
    rights: 'r',
    records: 'course contents',
    purpose: 'The orchestrator reads progress by content.',
  },
  {
    model: SlideProgress,
    rights: 'rw',
    records: 'progress on contents',
    purpose:
      'The orchestrator reads completed contents, and marks those that another system reports as completed.',
  },
  { model: Survey, rights: 'r', records: 'surveys', purpose: 'Certifications count for courses.' },
  {
    model: SurveyAttempt,
    rights: 'r',
    records: 'survey attempts',
    purpose: 'Passed certifications count for courses.',
  },
  {
    model: ExternalId,
    rights: 'r',
    records: 'external ids',
    purpose: 'The orchestrator looks up which record it created before, so that it creates none twice.',
  },
]

const REQUIREMENTS: readonly Requirement[] = [
  ...TRAINING_MODELS.map((model: (typeof TRAINING_MODELS)[number]) => requirementOf(model)),
  ...ON_ODOO_MODELS,
]

function requirementOf(model: Model): Requirement {
  const { about } = model
  if (about.origin !== 'training') throw new TypeError(`${model.name} is not a model of the plan`)
  return {
    model,
    rights: about.access.bot ?? 'r',
    records: about.plural.en.toLowerCase(),
    purpose: 'The orchestrator reads or maintains them.',
  }
}

/** The bot's access rights, by model and operation. Record rules are another check. */
export const rights = {
  name: 'rights',
  run: async (context: Pick<CheckContext, 'odoo' | 'connection' | 'dialect'>) => {
    const missing = await Promise.all(
      REQUIREMENTS.map(async (requirement) => ({
        requirement,
        rights: await missingRights(context, requirement),
      })),
    )
    const groups = await Promise.all(
      ROLES.bot.implies.map(async (group) => ((await isInGroup(context, group)) ? [] : [group])),
    )
    return [
      ...missing.flatMap(({ requirement, rights }) =>
        rights.length > 0 ? [rightsFinding(requirement, rights)] : [],
      ),
      ...groups.flat().map(groupFinding),
    ]
  },
} satisfies Check

/** Returns the rights that the bot lacks. A missing model is a finding of another check. */
export async function missingRights(
  { odoo, dialect }: Pick<CheckContext, 'odoo' | 'dialect'>,
  { model, rights }: Pick<Requirement, 'model' | 'rights'>,
): Promise<Right[]> {
  if ((await odoo.resolve(model)).origin === 'missing') return []
  const kwargs = dialect.rightsMethod === 'check_access_rights' ? { raise_exception: false } : {}
  const missing = await Promise.all(
    ALL_RIGHTS.filter((right) => rights.includes(right)).map(async (right) => {
      const operation = OPERATIONS[right]
      const allowed = await odoo.call(model, dialect.rightsMethod, [], { operation }, kwargs)
      return allowed === true ? [] : [right]
    }),
  )
  return missing.flat()
}

function rightsFinding({ model, records, purpose }: Requirement, missing: readonly Right[]): FindingDraft {
  return lack(say('bot_may_not', { rights: missing, records, model: model.name }), {
    why: `${purpose} Without the right Odoo rejects the call, and each student concerned waits for a person.`,
    fix:
      model.about.origin === 'training'
        ? 'Run `setup apply`, which gives the bot’s group its rights and adds the bot to it. With the suite, add the user to the suite’s Manager group.'
        : model.name === ExternalId.name
          ? 'Run `setup apply`, which gives the bot’s group this right and adds the bot to it.'
          : 'Add the user to the groups “eLearning: Manager” and “Contact Creation”, or run `setup apply`, which does so.',
  })
}

/**
 * Access rights may suffice where record rules do not: an eLearning officer may only edit their own
 * courses. So the groups are checked too.
 */
const groupFinding = (group: string): FindingDraft =>
  lack(say('bot_not_in_group', { group }), {
    why: GROUP_REASONS[group] ?? 'The bot’s role includes it.',
    fix: 'Add the user to that group, or run `setup apply`, which does so.',
  })

const [INTERNAL, CONTACTS, ELEARNING] = ROLES.bot.implies
const GROUP_REASONS: Readonly<Record<string, string>> = {
  ...(INTERNAL !== undefined && { [INTERNAL]: 'Only internal users may have API keys.' }),
  ...(CONTACTS !== undefined && { [CONTACTS]: 'Without it only administrators may create contacts.' }),
  ...(ELEARNING !== undefined && {
    [ELEARNING]:
      'An eLearning officer can read all memberships but can enroll students only in courses they are responsible for. Record rules hide or lock the rest.',
  }),
}
