import { decideCertificate } from '../../../src/contracts/certificate.js'
import type { BulkEffect } from '../../../src/contracts/bulk-operation.js'
import { decideReview, enroll } from '../../../src/contracts/enrollment.js'
import type { Decision, TaskKind } from '../../../src/contracts/tasks.js'
import { say, type Sentence } from '../../../src/domain/sentences/sentence.js'
import { standingsOf, type FlowStanding, type Standing } from '../../../src/store/application-standings.js'
import type { BulkItem } from '../../../src/store/bulk-items.js'
import { applicationOf, commandOf, send, wasGivenBefore, type BulkCommand, type Refusal } from '../command.js'
import type { BulkWork, ItemResult } from '../kind.js'
import { commandKind } from './command-kind.js'
import { enrollmentEffects } from './enrollment-effects.js'

const NOT_UNDOABLE = say('decision_not_undoable')

/** Decides the open tasks of one kind. */
export const decideReviews = commandKind({
  async foresee(work, standings) {
    const { decision, taskKind } = requested(work)
    const deciding = standings.filter((standing) =>
      taskFlow(standing, taskKind)?.task?.decisions.includes(decision),
    )
    const leadsToEnrollment = taskKind === 'eligibility' && decision === 'approve'
    const effectsOf = leadsToEnrollment ? await enrollmentEffects(work, deciding) : null
    return (standing) => ({
      effects: [
        { effect: 'decision', count: 1, undoable: false },
        ...(effectsOf?.(standing) ?? CONSEQUENCES[decision] ?? []),
      ],
      warnings: [NOT_UNDOABLE],
      obstacle: obstacleTo(standing, taskKind, decision),
    })
  },

  give(work, item) {
    const { decision, taskKind } = requested(work)
    return decideTask(work, item, taskKind, ({ flow, workflowId }, { id, command }) =>
      send(work, {
        workflowId,
        update: flow === 'certificate' ? decideCertificate : decideReview,
        command: { ...command, decision },
        id,
      }),
    )
  },

  undo: NOT_UNDOABLE,
})

/** Enrolls students in courses that wait for an agent, all or the named ones. */
export const enrollByAgent = commandKind({
  async foresee(work, standings) {
    const waiting = standings.filter((standing) => taskFlow(standing, 'enroll') !== undefined)
    const effectsOf = await enrollmentEffects(work, waiting, (standing) => chosenCourses(work, standing))
    return (standing) => ({
      effects: effectsOf(standing),
      warnings: [NOT_UNDOABLE],
      obstacle:
        obstacleTo(standing, 'enroll', 'enroll') ??
        (chosenCourses(work, standing).length === 0 ? say('no_course_for_agent') : undefined),
    })
  },

  async give(work, item) {
    const { programId, studentId } = applicationOf(item)
    const [standing] = await standingsOf(work.context.store, programId, [studentId])
    const courseIntegrationIds = standing ? chosenCourses(work, standing) : []
    return decideTask(work, item, 'enroll', ({ workflowId }, { id, command }) =>
      send(work, { workflowId, update: enroll, command: { ...command, courseIntegrationIds }, id }),
    )
  },

  undo: NOT_UNDOABLE,
})

function requested({ operation: { filter, parameters } }: BulkWork) {
  return { decision: parameters.decision as Decision, taskKind: filter.taskKind as TaskKind }
}

const taskFlow = ({ flows }: Standing, kind: TaskKind): FlowStanding | undefined =>
  flows.find(({ closed, task }) => !closed && task?.kind === kind)

function obstacleTo(standing: Standing, kind: TaskKind, decision: Decision): Sentence | undefined {
  const task = taskFlow(standing, kind)?.task
  if (!task) return say('no_such_task', { kind })
  return task.decisions.includes(decision) ? undefined : say('task_accepts', { decisions: task.decisions })
}

function chosenCourses({ operation }: BulkWork, standing: Standing): readonly number[] {
  const waiting = taskFlow(standing, 'enroll')?.task?.courseIntegrationIds ?? []
  const named = operation.parameters.courseIntegrationIds
  return named === undefined ? waiting : waiting.filter((id) => named.includes(id))
}

/** What follows from a decision for certain, besides what an approval leads to. */
const CONSEQUENCES: Partial<Record<Decision, readonly BulkEffect[]>> = {
  reject: [{ effect: 'status', count: 1, undoable: false }],
  issue_anyway: [
    { effect: 'certificate', count: 1, undoable: false },
    { effect: 'status', count: 1, undoable: false },
    { effect: 'email', count: 1, undoable: false },
  ],
}

async function decideTask(
  work: BulkWork,
  item: BulkItem,
  kind: TaskKind,
  give: (flow: FlowStanding, command: BulkCommand) => Promise<Refusal>,
): Promise<ItemResult> {
  const application = applicationOf(item)
  const command = await commandOf(work, application, 'apply')
  const [standing] = await standingsOf(work.context.store, application.programId, [application.studentId])
  const flow = standing && taskFlow(standing, kind)
  const refusal = flow ? await give(flow, command) : say('no_such_task', { kind })
  if (refusal === null || (await wasGivenBefore(work, item, command))) return { outcome: 'done' }
  return { outcome: 'changed', reasons: [refusal] }
}
