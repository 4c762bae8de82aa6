import { defineSignal } from '@temporalio/workflow'
import type { StatusPoint } from './activities.js'
import type { ApplicationRun } from './application.js'
import type { MailKind, MailRequest } from './mail.js'

/**
 * What follows from a step and no workflow waits for. It is saved in the transaction of the step,
 * and delivered in batches by one workflow per channel. An email names ids, never people.
 */
export interface StepEffects {
  readonly emails: readonly MailRequest[]
  /** The point that the statuses in Odoo have reached. A later one replaces it. */
  readonly statuses: StatusRequest
}

export type StatusRequest = ApplicationRun & {
  readonly point: StatusPoint
  /** ISO instant of the decision. */
  readonly at: string
}

/** Each goes to another outside system. */
export type Channel = 'emails' | 'statuses'

/**
 * Everything that the workflow `outbox` delivers. To-dos and daily digests are not stored as
 * requests: they follow from the open tasks in the read model. Reports follow from their schedules.
 */
export type DeliveryChannel = Channel | 'todos' | 'digests' | 'reports'

export interface OutboxInput {
  readonly channel: DeliveryChannel
}

export const outboxId = (channel: DeliveryChannel) => `outbox/${channel}`

/** More was put into the outbox. */
export const outboxFilled = defineSignal('outboxFilled')

/** To a student's workflow: this email could not be sent for days, or never can be. */
export const emailGivenUp =
  defineSignal<[{ readonly kind: MailKind; readonly version: string }]>('emailGivenUp')

/**
 * To a student's training: its statuses cannot be written before a person has decided something.
 * The training makes the call itself, and opens the task.
 */
export const statusesRefused = defineSignal('statusesRefused')
