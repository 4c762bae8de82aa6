import assert from 'node:assert/strict'
import type { TestMailServer } from '../support/smtp.js'

/** Returns the path of a learner’s page, as the newest email to their mailbox links to it. */
export function personalPageOf({ received }: TestMailServer, mailbox: string): string {
  const newest = received.findLast(({ envelope }) => envelope.to.includes(mailbox))
  const [, path] = /https?:\/\/[^/]+(\/my\/[\w-]{64})/.exec(newest?.parsed.text ?? '') ?? []
  assert.ok(path, 'the newest email links to the page')
  return path
}
