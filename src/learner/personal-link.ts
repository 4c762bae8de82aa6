import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * The address of a learner's page: `/my/<token>`. The token is the random part that our register
 * keeps for the learner and a signature of it, so it says nothing about them, and an invented one
 * does not reach the register. Whoever has the address is the learner: it is in their emails only.
 */

/** Bytes of the random part; the signature is SHA-256. */
const RANDOM_LENGTH = 16
const SIGNATURE_LENGTH = 32

const TOKEN = /^[A-Za-z0-9_-]{64}$/

const signatureOf = (key: Buffer, link: Buffer) =>
  createHmac('sha256', key).update('learner page').update(link).digest()

/** `publicUrl`: without a slash at the end. */
export const personalPageUrl = (publicUrl: string, key: Buffer, link: Buffer): string =>
  `${publicUrl}/my/${Buffer.concat([link, signatureOf(key, link)]).toString('base64url')}`

/** Where a mail program switches reminders off. */
export const unsubscribeUrl = (personalPage: string): string => `${personalPage}/unsubscribe`

/** The random part of a token that is signed with the key; null: of any other text. */
export function linkOfToken(key: Buffer, token: string): Buffer | null {
  if (!TOKEN.test(token)) return null
  const bytes = Buffer.from(token, 'base64url')
  const link = bytes.subarray(0, RANDOM_LENGTH)
  const signature = bytes.subarray(RANDOM_LENGTH)
  return signature.length === SIGNATURE_LENGTH && timingSafeEqual(signature, signatureOf(key, link))
    ? link
    : null
}
