import { cancellationSignal } from '@temporalio/activity'
import type { RuleActivities } from '../../src/contracts/activities.js'
import { FailureType } from '../../src/contracts/failures.js'
import { newestPolicies } from '../../src/store/policies.js'
import {
  dryRunById,
  endDryRun,
  restartDryRun,
  saveRuleChanges,
  type DryRun,
} from '../../src/store/dry-runs.js'
import type { ActivityContext } from '../dependencies.js'
import { failure } from '../failures.js'
import { readConfiguration } from '../sync/configuration.js'
import { withHeartbeats } from '../sync/heartbeats.js'
import { settingAside } from '../sync/set-aside.js'
import { comparePage, requireProgram, type Side } from './compare-page.js'
import { withProposedCourses } from './proposed-configuration.js'
import { studentsConcerned } from './students-concerned.js'

/** A page is a dozen calls, so they are as large as Odoo answers in seconds. */
const STUDENTS_PER_PAGE = 2_500

/** The side effects of `workflows/dry-run.ts`. */
export function createRuleActivities(context: ActivityContext): RuleActivities {
  const { store } = context
  return {
    compareRules: ({ dryRunId }) =>
      withHeartbeats(async () => {
        const run = await dryRunById(store, dryRunId)
        if (!run) throw failure(FailureType.WrongState, 'The dry run is no longer kept.', { dryRunId })
        const students = await compareRules(context, run)
        await endDryRun(store, dryRunId, { students })
        return { students }
      }),
    recordDryRunFailure: ({ dryRunId, failureType }) => endDryRun(store, dryRunId, { failureType }),
  }
}

/** Returns how many students it has compared. */
async function compareRules(context: ActivityContext, run: DryRun): Promise<number> {
  const { store, clock, timeZone } = context
  const { id, programId, basedOn, policy, courses, courseRulesVersion } = run
  const { odoo } = settingAside(context.odoo.with({ signal: cancellationSignal() }))
  const now = { instant: clock(), timeZone: await timeZone() }
  const present = await readConfiguration(odoo, store)
  requireProgram(present, programId)
  const before: Side = { configurationIn: (own) => own, policy: null }
  const after: Side = {
    configurationIn: (own) =>
      withProposedCourses(courseRulesVersion === null ? own : present, programId, courses),
    policy: policy && { version: basedOn + 1, ...policy },
  }
  const newest = (await newestPolicies(store, [programId]))(programId)
  const students = await studentsConcerned({ odoo, store }, programId, [newest, after.policy ?? newest])
  const comparison = { programId, present, before, after, now }
  await restartDryRun(store, id)
  for (let start = 0; start < students.length; start += STUDENTS_PER_PAGE) {
    const page = students.slice(start, start + STUDENTS_PER_PAGE)
    await saveRuleChanges(store, id, await comparePage(context, odoo, page, comparison))
  }
  return students.length
}
