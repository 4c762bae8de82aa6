import type { Odoo } from '../client/client.js'
import { ExternalId, ScheduledAction } from '../schema/administration.js'
import { WRONG_FIGURES } from '../schema/doctor-models.js'
import { COMPETING_CRONS } from '../schema/suite.js'
import { Student } from '../schema/index.js'
import { counted, listed, note, warning, type FindingDraft } from './finding.js'
import type { Check } from './check-context.js'

/** Where the Grants Training Suite is installed: what it does beside us. */
export const suite: Check = {
  name: 'suite',
  run: async ({ odoo, admin }) => {
    if ((await odoo.resolve(Student)).origin !== 'adopted') return []
    return [
      note({
        what: `Some figures that the suite shows are wrong: ${WRONG_FIGURES.join('; ')}.`,
        why: 'The suite computes them itself, so nobody else can keep them right. The orchestrator keeps its own beside them, in fields of its own.',
        fix: 'Read the orchestrator’s fields.',
      }),
      ...cronRemarks(admin ? await activeCompetitors(admin) : null),
    ]
  },
}

/** Names of the suite's scheduled actions that run and write what we write. */
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

/** `active`: null: could not be read. */
function cronRemarks(active: readonly string[] | null): FindingDraft[] {
  if (active === null)
    return [
      note({
        what: 'Whether scheduled actions of the suite compete with the orchestrator was not looked at.',
        why: 'Only an administrator may read them.',
        fix: 'Set ODOO_ADMIN_LOGIN and ODOO_ADMIN_PASSWORD and run the doctor again.',
      }),
    ]
  if (active.length === 0) return []
  return [
    warning({
      what: `${counted(active.length, 'scheduled action')} of the suite ${active.length === 1 ? 'writes' : 'write'} the same records as the orchestrator: ${listed(active)}.`,
      why: 'They enroll, count and certify by other rules, at other times: figures jump back, mails go out twice, certificates are made that nobody decided.',
      fix: 'Run `setup apply`, which switches them off (and `setup rollback` on again), or switch them off under Settings, Technical, Scheduled Actions.',
    }),
  ]
}
