import { createHash } from 'node:crypto'

/** Returns the SHA-256 hash. `.toString('hex')` and others turn it into text. */
export const sha256 = (content: string | Uint8Array): Buffer => createHash('sha256').update(content).digest()
