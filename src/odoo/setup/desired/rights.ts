import type { Model, Rights, RoleName, TrainingModel } from '../../schema/model.js'
import type { ResolvedModel } from '../../client/resolution.js'
import { AccessRight, Group, RecordRule } from '../../schema/administration.js'
import { ROLE_NAMES, ROLES } from '../../schema/roles.js'
import { resource, resourceId, type Reference, type Resource } from '../resource.js'
import type { ServerState } from '../server-state.js'

const groupId = (role: RoleName) => resourceId('group', role)

/** The group of each role: the suite's own where it has one, else ours. */
export const roleGroups = (suite: string | null, suiteGroups: ReadonlySet<string>): ServerState['groups'] =>
  Object.fromEntries(
    ROLE_NAMES.map((role): [RoleName, Reference] => {
      const { suiteGroup } = ROLES[role]
      const theirs = suiteGroup !== null && suiteGroups.has(suiteGroup)
      return [role, theirs ? { external: `${suite ?? ''}.${suiteGroup}` } : { ours: groupId(role) }]
    }),
  ) as ServerState['groups']

/** Groups of the roles for which the suite has none. On a suite the bot is a manager there, too. */
export const groupResources = ({ groups }: ServerState): Resource[] =>
  ROLE_NAMES.filter((role) => 'ours' in groups[role]).map((role) => {
    const { label, implies } = ROLES[role]
    const suiteManager = role === 'bot' && 'external' in groups.manager ? [groups.manager] : []
    const implied: Reference[] = [...implies.map((external) => ({ external })), ...suiteManager]
    return resource(
      Group,
      groupId(role),
      { name: label.en, implied },
      {
        title: label.en,
        words: `implies ${implied.map((one) => ('external' in one ? one.external : '')).join(', ')}`,
        arabic: { name: label.ar },
      },
    )
  })

/** What each role may do with the records of one of our models. */
export const accessResources = (
  there: ResolvedModel,
  about: TrainingModel,
  { groups }: ServerState,
): Resource[] =>
  ROLE_NAMES.flatMap((role) => {
    const rights = about.access[role]
    return rights ? [accessResource(there, role, rights, groups[role])] : []
  })

const accessResource = (
  { name }: ResolvedModel,
  role: RoleName,
  rights: Rights,
  group: Reference,
): Resource =>
  resource(
    AccessRight,
    resourceId('access', name, role),
    {
      name: `${name} ${role}`,
      model: { model: name },
      group,
      permRead: rights.includes('r'),
      permWrite: rights.includes('w'),
      permCreate: rights.includes('c'),
      permUnlink: rights.includes('d'),
    },
    { title: `${name}, ${ROLES[role].label.en}`, words: RIGHTS_IN_WORDS[rights] },
  )

const RIGHTS_IN_WORDS: Readonly<Record<Rights, string>> = {
  r: 'read',
  rw: 'read, write',
  rwc: 'read, write, create',
  rwcd: 'read, write, create, delete',
}

/** An agent sees her own records and those of nobody; Odoo joins the rules of a user's groups by "or", so everybody else gets one too. */
export function ruleResources(
  there: ResolvedModel,
  about: TrainingModel,
  { groups, resolve }: ServerState,
  modelNamed: (name: string) => Model | undefined,
): Resource[] {
  if (!about.ownedBy) return []
  const path = technicalPath(there, about.ownedBy, resolve, modelNamed)
  const others = ROLE_NAMES.filter((role) => role !== 'agent' && about.access[role]).map(
    (role) => groups[role],
  )
  const rule = (which: string, to: readonly Reference[], domain: string, words: string) =>
    resource(
      RecordRule,
      resourceId('rule', there.name, which),
      { name: `${there.name}: ${words}`, model: { model: there.name }, groups: to, domain, active: true },
      { title: there.name, words },
    )
  return [
    rule(
      'own',
      [groups.agent],
      `['|', ('${path}', '=', user.id), ('${path}', '=', False)]`,
      'agents see their own and those of nobody',
    ),
    rule('all', others, "[(1, '=', 1)]", 'everybody else sees all'),
  ]
}

/** `student.assignedAgent` → `x_student_id.x_assigned_agent_id`. */
function technicalPath(
  there: ResolvedModel,
  path: readonly string[],
  resolve: ServerState['resolve'],
  modelNamed: (name: string) => Model | undefined,
): string {
  const [first = '', ...rest] = path
  const name = there.fields[first]?.name ?? first
  const target = modelNamed(there.model.fields[first]?.target ?? '')
  return rest.length === 0 || !target
    ? name
    : `${name}.${technicalPath(resolve(target), rest, resolve, modelNamed)}`
}
