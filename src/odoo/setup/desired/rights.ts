import type { Model, Rights, RoleName, TrainingModel } from '../../schema/model.js'
import type { ResolvedModel } from '../../client/resolution.js'
import { AccessRight, ExternalId, Group, RecordRule } from '../../schema/administration.js'
import { ROLE_NAMES, ROLES } from '../../schema/roles.js'
import { resource, resourceId, type Reference, type Resource } from '../resource.js'
import type { ServerState } from '../server-state.js'

const groupId = (role: RoleName) => resourceId('group', role)

/** Returns the group of each role: the suite's group if it has one, otherwise ours. */
export const roleGroups = (suite: string | null, suiteGroups: ReadonlySet<string>): ServerState['groups'] =>
  Object.fromEntries(
    ROLE_NAMES.map((role): [RoleName, Reference] => {
      const { suiteGroup } = ROLES[role]
      const isForeign = suiteGroup !== null && suiteGroups.has(suiteGroup)
      return [role, isForeign ? { external: `${suite ?? ''}.${suiteGroup}` } : { ours: groupId(role) }]
    }),
  ) as ServerState['groups']

/**
 * Groups of the roles that the suite lacks. With the suite, the bot is also one of its managers.
 */
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
        description: `implies ${implied.map((one) => ('external' in one ? one.external : '')).join(', ')}`,
        arabic: { name: label.ar },
      },
    )
  })

/** The rights of each role on one of our models. */
export const accessResources = (
  resolved: ResolvedModel,
  about: TrainingModel,
  { groups }: ServerState,
): Resource[] =>
  ROLE_NAMES.flatMap((role) => {
    const rights = about.access[role]
    return rights ? [accessResource(resolved, { model: resolved.name }, role, rights, groups[role])] : []
  })

/**
 * The bot looks up what its external ids name now. Odoo's method for users without this right logs
 * an error with a stack trace for each id that is still free.
 */
export const externalIdAccess = ({ groups }: ServerState): Resource =>
  accessResource(ExternalId, { external: 'base.model_ir_model_data' }, 'bot', 'r', groups.bot)

const accessResource = (
  { name }: { readonly name: string },
  model: Reference,
  role: RoleName,
  rights: Rights,
  group: Reference,
): Resource =>
  resource(
    AccessRight,
    resourceId('access', name, role),
    {
      name: `${name} ${role}`,
      model,
      group,
      permRead: rights.includes('r'),
      permWrite: rights.includes('w'),
      permCreate: rights.includes('c'),
      permUnlink: rights.includes('d'),
    },
    { title: `${name}, ${ROLES[role].label.en}`, description: RIGHTS_TEXT[rights] },
  )

const RIGHTS_TEXT: Readonly<Record<Rights, string>> = {
  r: 'read',
  rw: 'read, write',
  rwc: 'read, write, create',
  rwcd: 'read, write, create, delete',
}

/**
 * Agents see their own records and unassigned ones. Odoo combines the rules of a user's groups by
 * "or", so every other role needs a rule as well.
 */
export function ruleResources(
  resolved: ResolvedModel,
  about: TrainingModel,
  { groups, resolve }: ServerState,
  modelNamed: (name: string) => Model | undefined,
): Resource[] {
  if (!about.ownedBy) return []
  const path = technicalPath(resolved, about.ownedBy, resolve, modelNamed)
  const others = ROLE_NAMES.filter((role) => role !== 'agent' && about.access[role]).map(
    (role) => groups[role],
  )
  const rule = (which: string, to: readonly Reference[], domain: string, description: string) =>
    resource(
      RecordRule,
      resourceId('rule', resolved.name, which),
      {
        name: `${resolved.name}: ${description}`,
        model: { model: resolved.name },
        groups: to,
        domain,
        active: true,
      },
      { title: resolved.name, description },
    )
  return [
    rule(
      'own',
      [groups.agent],
      `['|', ('${path}', '=', user.id), ('${path}', '=', False)]`,
      'agents see their own and unassigned records',
    ),
    rule('all', others, "[(1, '=', 1)]", 'everybody else sees all records'),
  ]
}

/** `student.assignedAgent` → `x_student_id.x_assigned_agent_id`. */
function technicalPath(
  resolved: ResolvedModel,
  path: readonly string[],
  resolve: ServerState['resolve'],
  modelNamed: (name: string) => Model | undefined,
): string {
  const [first = '', ...rest] = path
  const name = resolved.fields[first]?.name ?? first
  const target = modelNamed(resolved.model.fields[first]?.target ?? '')
  return rest.length === 0 || !target
    ? name
    : `${name}.${technicalPath(resolve(target), rest, resolve, modelNamed)}`
}
