import { suiteFieldNames, type Model } from '../../../src/odoo/schema/model.js'
import { resolveModel, type DescribeFields, type ServerField } from '../../../src/odoo/client/resolution.js'
import { AssessmentIntegration, MODELS } from '../../../src/odoo/schema/index.js'
import { ROLE_NAMES } from '../../../src/odoo/schema/roles.js'
import { roleGroups } from '../../../src/odoo/setup/desired/rights.js'
import type { ServerState } from '../../../src/odoo/setup/server-state.js'
import { dialectOf, type SupportedVersion } from '../../../src/odoo/client/versions.js'

export const VERSIONS = [17, 18, 19] as const
const SUITE = 'grants_training_suite_v2'

/** Returns what setup would read from a server on which it never ran. */
export async function serverStateOf(
  major: SupportedVersion,
  {
    suite = false,
    survey = true,
    changes = {},
  }: { suite?: boolean; survey?: boolean; changes?: Partial<ServerState> } = {},
): Promise<ServerState> {
  const dialect = dialectOf(major)
  if (!dialect) throw new TypeError(`no dialect of ${major}`)
  const present = MODELS.filter(({ name, about }: Model) =>
    about.origin === 'odoo' ? survey || about.app !== 'survey' : suite && name !== AssessmentIntegration.name,
  )
  const describe: DescribeFields = (technical) =>
    Promise.resolve(present.filter(({ name }: Model) => name === technical).map(serverFields)[0])
  const resolved = new Map(
    await Promise.all(
      MODELS.map(async (model: Model) => [model.name, await resolveModel(model, describe)] as const),
    ),
  )
  return {
    version: `${major}.0`,
    major,
    dialect,
    modules: new Set(['website_slides', 'base_automation', ...(survey ? ['survey'] : [])]),
    suite: suite ? SUITE : null,
    arabic: [],
    resolve: (model) => resolved.get(model.name) ?? raise(model),
    models: new Map(),
    fields: new Map(),
    groups: roleGroups(suite ? SUITE : null, new Set(suite ? ROLE_NAMES.map((role) => `group_${role}`) : [])),
    views: new Map(),
    webhookAddress: null,
    appUrl: 'https://training.example.org',
    ...changes,
  }
}

/** The fields of the suite or of Odoo itself, without ours. */
const serverFields = ({ fields }: Model): Record<string, ServerField> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([logical, field]) =>
      field.options.own
        ? []
        : [
            [
              suiteFieldNames(logical, field)[0],
              { type: field.kind, required: false, readonly: false, store: true },
            ],
          ],
    ),
  )

function raise({ name }: Model): never {
  throw new TypeError(`${name} is not declared`)
}
