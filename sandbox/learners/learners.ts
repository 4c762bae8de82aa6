import { setTimeout as sleep } from 'node:timers/promises'
import { dueStudents, teachStep } from './sessions-and-homework.js'
import { dueLearners, takeStep } from './lessons.js'
import { ADMIN } from '../odoo/install/users.js'
import type { SandboxOdoo } from '../odoo/start.js'
import { isContention } from '../odoo/orm/database-errors.js'
import { createUser } from '../odoo/apps/base/user-accounts.js'

export interface LearnersOptions {
  /** The sandbox in which they learn. They act inside it, not through its external API. */
  readonly sandbox: Pick<SandboxOdoo, 'act'>
  /**
   * Seconds that the fastest learner needs for a lesson, and a teacher for a step. Default 4: a
   * course of five lessons takes 20 s.
   */
  readonly secondsPerLesson?: number
  /** Called with the error of a round. The next round tries again. */
  readonly onError?: (error: unknown) => void
}

export interface Learners {
  /** Stops after the current step. */
  close(): Promise<void>
}

/**
 * Maximum number of steps of each kind per round, so that the sandbox stays fast for its clients.
 */
const STEPS_PER_ROUND = 20

/** Odoo's own user. The website acts as this user for visitors. */
const WEBSITE_USER = 1

const TEACHER = { login: 'teacher', password: 'teacher', name: 'Teacher', email: 'teacher@example.org' }

/**
 * Simulates learners and teachers. Members complete contents one after the other; some drop out or
 * repeat a lesson. Teachers hold the sessions and grade the homework that courses require.
 * Everything is derived from the database, so it continues after a restart.
 */
export function startLearners({ sandbox, secondsPerLesson = 4, onError }: LearnersOptions): Learners {
  const stop = new AbortController()
  const running = simulate(sandbox, secondsPerLesson, stop.signal, onError)
  return {
    close: async () => {
      stop.abort()
      await running
    },
  }
}

async function simulate(
  sandbox: Pick<SandboxOdoo, 'act'>,
  secondsPerLesson: number,
  signal: AbortSignal,
  onError: LearnersOptions['onError'],
): Promise<void> {
  const pause = Math.min(1000, secondsPerLesson * 250)
  while (!signal.aborted) {
    try {
      await learn(sandbox, secondsPerLesson, signal)
      await teach(sandbox, secondsPerLesson, signal)
    } catch (error) {
      // Another transaction wrote the same row. The next round tries again.
      if (!isContention(error)) onError?.(error)
    }
    await sleep(pause, undefined, { signal }).catch(() => undefined)
  }
}

/** Each step is a separate transaction, like a click on the website. */
async function learn({ act }: Pick<SandboxOdoo, 'act'>, seconds: number, signal: AbortSignal): Promise<void> {
  const due = await act(WEBSITE_USER, (env) => dueLearners(env, seconds, STEPS_PER_ROUND))
  for (const learner of due) if (!signal.aborted) await act(WEBSITE_USER, (env) => takeStep(env, learner))
}

async function teach({ act }: Pick<SandboxOdoo, 'act'>, seconds: number, signal: AbortSignal): Promise<void> {
  const due = await act(WEBSITE_USER, (env) => dueStudents(env, seconds, STEPS_PER_ROUND))
  if (due.length === 0) return
  const teacher = await act(ADMIN.uid, (env) => createUser(env, TEACHER, TEACHER_GROUPS))
  for (const student of due) if (!signal.aborted) await act(teacher, (env) => teachStep(env, student))
}

const TEACHER_GROUPS = ['base.group_user', 'grants_training_suite_v2.group_teacher']
