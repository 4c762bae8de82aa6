import { hash } from 'node:crypto'

/** SHA-256 of a text (as UTF-8) or of bytes. */
export const sha256 = (data: string | Buffer): Buffer => hash('sha256', data, 'buffer')

/** A short text that is equal for equal JSON content (base64url). */
export const fingerprint = (content: unknown): string => hash('sha256', JSON.stringify(content), 'base64url')
