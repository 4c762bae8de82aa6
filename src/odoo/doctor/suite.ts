import type { Odoo } from '../client/client.js'
import { ExternalId, ScheduledAction } from '../schema/administration.js'
import { WRONG_FIGURES } from '../schema/doctor-models.js'
import { COMPETING_CRONS } from '../schema/suite.js'
import { Student } from '../schema/index.js'
import { counted, listed, note, USE_ADMIN_LOGIN, warning, type FindingDraft } from './finding.js'
import type { Check } from './check-context.js'

/** What the Grants Training Suite does alongside us, if it is installed. */
export const suite: Check = {
  name: 'suite',
  run: async ({ odoo, admin }) => {
    if ((await odoo.resolve(Student)).origin !== 'adopted') return []
    return [
      note({
        what: `Some figures that the suite shows are wrong: ${WRONG_FIGURES.join('; ')}.`,
        why: 'The suite computes them itself and would overwrite corrections. The orchestrator maintains correct figures in its own fields.',
        fix: 'Use the orchestrator’s fields.',
      }),
      ...cronFindings(admin ? await activeCompetitors(admin) : null),
    ]
  },
}

/** Returns the names of the suite's active scheduled actions that write the same records as us. */
async function activeCompetitors(admin: Odoo): Promise<string[]> {
  const entries = await admin.searchRead(
    ExternalId,
    [
      ['model', '=', ScheduledAction.name],
      ['name', 'in', [...COMPETING_CRONS]],
    ],
    ['name', 'record'],
  )
  const active = await admin.searchRead(
    ScheduledAction,
    [
      ['id', 'in', entries.map(({ record }) => record)],
      ['active', '=', true],
    ],
    [],
  )
  const ids = new Set(active.map(({ id }) => id))
  return entries.flatMap(({ name, record }) => (ids.has(record) ? [name] : []))
}

/** `active` is null when they could not be read. */
function cronFindings(active: readonly string[] | null): FindingDraft[] {
  if (active === null)
    return [
      note({
        what: 'The suite’s scheduled actions, which may compete with the orchestrator, were not checked.',
        why: 'Only an administrator may read them.',
        fix: USE_ADMIN_LOGIN,
      }),
    ]
  if (active.length === 0) return []
  return [
    warning({
      what: `${counted(active.length, 'scheduled action')} of the suite ${active.length === 1 ? 'writes' : 'write'} the same records as the orchestrator: ${listed(active)}.`,
      why: 'They enroll, count and certify by other rules and at other times. Figures change back, emails are sent twice, and certificates are issued without a decision.',
      fix: 'Run `setup apply`, which disables them (`setup rollback` enables them again), or disable them under Settings, Technical, Scheduled Actions.',
    }),
  ]
}
