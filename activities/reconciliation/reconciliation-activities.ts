import { activityInfo } from '@temporalio/activity'
import { AlarmKey } from '../../src/alarms/alarm-keys.js'
import type { ReconciliationActivities } from '../../src/contracts/activities.js'
import { FailureType } from '../../src/contracts/failures.js'
import { isTooMuch } from '../../src/domain/drift.js'
import { say } from '../../src/domain/sentences/sentence.js'
import { Student } from '../../src/odoo/schema/index.js'
import { clearAlarm, raiseAlarm } from '../../src/store/alarms.js'
import { settleDrift, studentsConcerned } from '../../src/store/drift.js'
import {
  endReconciliation,
  enterReconciliation,
  reconciliationById,
  recordStudents,
} from '../../src/store/reconciliations.js'
import { readCursors } from '../../src/store/sync-cursor.js'
import type { ActivityContext } from '../dependencies.js'
import { failure } from '../failures.js'
import { assessedContentOf } from '../sync/assessments.js'
import { assessedContentInUse } from '../sync/configuration.js'
import { withHeartbeats } from '../sync/heartbeats.js'
import { settingAside } from '../sync/set-aside.js'
import { CERTIFICATES, TRACKED_MODELS } from '../sync/tracked-models.js'
import { compareCertificates } from './compare-certificates.js'
import { compareModel } from './compare-model.js'
import { compareRegisters } from './compare-registers.js'
import { repairDrift } from './repair-drift.js'

/**
 * A few per cent of a small center are one or two students; so many may always be repaired without
 * asking.
 */
const ALWAYS_REPAIRED = 20

/** The side effects of `workflows/reconciliation.ts`. */
export function createReconciliationActivities(context: ActivityContext): ReconciliationActivities {
  const { odoo: connection, store, temporal, config, clock } = context
  const { guardPercent } = config.reconciliation

  /** What the sweep has surely seen: older than the overlap of its next search. */
  async function seenUntil(model: string): Promise<Date> {
    const position = (await readCursors(store)).cursors.get(model)?.position
    if (position === undefined)
      throw failure(
        FailureType.WrongState,
        'The first sweep has not read all students yet, so there is nothing to compare with.',
      )
    return new Date(position.getTime() - config.sync.overlapSeconds * 1_000)
  }

  return {
    async beginReconciliation({ runId, dryRun }) {
      const workflowRun = activityInfo().workflowExecution?.runId ?? null
      return {
        runId: runId ?? (await enterReconciliation(store, { dryRun, requestedBy: null, workflowRun })),
        models: [...TRACKED_MODELS, CERTIFICATES].map(({ model }) => model.name),
      }
    },

    compareModel: ({ runId, dryRun, model }) =>
      withHeartbeats(async () => {
        if (model === CERTIFICATES.model.name)
          return compareCertificates({ odoo: settingAside(connection).odoo, store, temporal, clock, runId })
        const tracked = TRACKED_MODELS.find((one) => one.model.name === model)
        if (!tracked) throw failure(FailureType.BadCommand, `${model} is not a watched model.`)
        const { odoo, rows } = settingAside(connection)
        const until = (await seenUntil(model)).toISOString()
        const content = tracked.dependsOnAssessments
          ? await assessedContentInUse(odoo, store)
          : assessedContentOf([])
        const isSetAside = (id: number) => rows.has(`${model} ${id}`)
        return compareModel({ odoo, store, tracked, content, until, runId, dryRun, isSetAside })
      }),

    compareRegisters: ({ runId }) =>
      withHeartbeats(async () => {
        const { odoo } = settingAside(connection)
        return compareRegisters({ odoo, store, temporal, runId, until: await seenUntil(Student.name) })
      }),

    async judgeDrift({ runId }) {
      const students = await studentsConcerned(store, runId, Student.name)
      await recordStudents(store, runId, students)
      const stopped = isTooMuch(students, { percent: guardPercent, always: ALWAYS_REPAIRED })
      if (stopped)
        await raiseAlarm(store, {
          key: AlarmKey.Reconciliation,
          said: say('reconciliation_stopped', { runId, ...students, percent: guardPercent }),
        })
      return { isTooMuch: stopped }
    },

    repairDrift: ({ runId }) =>
      withHeartbeats(() => {
        const { odoo, rows } = settingAside(connection)
        const isSetAside = (model: string, id: number) => rows.has(`${model} ${id}`)
        return repairDrift({ odoo, store, temporal, clock, runId, isSetAside })
      }),

    settleDrift: async ({ runId }) => ({ waiting: await settleDrift(store, runId) }),

    async endReconciliation({ runId, state, failureType }) {
      const run = await reconciliationById(store, runId)
      if (state === 'completed' && run?.dry_run === false) await clearAlarm(store, AlarmKey.Reconciliation)
      await endReconciliation(store, runId, state, failureType ?? null)
    },
  }
}
