import { createHash } from 'node:crypto'

/** SHA-256 of a text (as UTF-8) or of bytes. */
export const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest()

/** A short text that is equal for equal JSON content (base64url). */
export const fingerprint = (content: unknown): string => sha256(JSON.stringify(content)).toString('base64url')
