import type { BulkEffect } from '../../../src/contracts/bulk-operation.js'
import { dayIn, daysLater } from '../../../src/domain/calendar.js'
import { say } from '../../../src/domain/sentences/sentence.js'
import { changingTimes } from './changing-times.js'
import { commandKind, openFlow, trainingObstacle } from './command-kind.js'

/** Stops the clocks of trainings. Its undo resumes them, unless somebody has done so since. */
export const pause = commandKind({
  foresee: () => (standing) => ({
    effects: [effectOf('pause')],
    obstacle:
      trainingObstacle(standing) ??
      (isPaused(openFlow(standing, 'progress')) ? say('paused_already') : undefined),
  }),
  ...changingTimes({
    change: () => 'pause',
    restore: ({ after, now }) =>
      now.pausedAt === null
        ? { refused: say('resumed_since') }
        : now.pausedAt !== after.pausedAt
          ? { refused: say('resumed_and_paused_since') }
          : 'resume',
  }),
})

/** Ends pauses. Its undo pauses the trainings again, from then on. */
export const resume = commandKind({
  foresee: () => (standing) => ({
    effects: [effectOf('resumption')],
    obstacle:
      trainingObstacle(standing) ??
      (isPaused(openFlow(standing, 'progress')) ? undefined : say('not_paused')),
  }),
  ...changingTimes({
    change: () => 'resume',
    restore: ({ now }) => (now.pausedAt === null ? 'pause' : { refused: say('paused_since') }),
  }),
})

/** Sets later deadlines. Its undo sets the earlier ones, unless they have passed. */
export const extend = commandKind({
  foresee: () => (standing) => ({
    effects: [effectOf('deadline')],
    obstacle: trainingObstacle(standing),
  }),
  ...changingTimes({
    async change(work, { deadlineAt }) {
      const { deadline, days = 0 } = work.operation.parameters
      if (deadline !== undefined) return { deadline }
      if (deadlineAt === null) return { refused: say('no_deadline') }
      const timeZone = await work.context.timeZone()
      const from = Math.max(Date.parse(deadlineAt), work.context.clock().getTime())
      return { deadline: daysLater(dayIn(timeZone, from), days) }
    },
    restore({ before, after, now }, { context }) {
      if (now.deadlineAt !== after.deadlineAt) return { refused: say('deadline_changed_since') }
      if (before.deadlineAt === null) return { refused: say('had_no_deadline') }
      if (Date.parse(before.deadlineAt) <= context.clock().getTime())
        return { refused: say('deadline_passed_since') }
      return { deadline: before.deadlineAt }
    },
  }),
})

const isPaused = (training: { readonly stage: string } | undefined) => training?.stage === 'paused'

const effectOf = (effect: BulkEffect['effect']): BulkEffect => ({ effect, count: 1, undoable: true })
