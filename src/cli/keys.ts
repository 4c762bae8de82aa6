import { ALL_PERMISSIONS, isPermission, type Permission } from '../domain/permissions.js'
import { type ApiKey, issueApiKey, listApiKeys, revokeApiKey } from '../store/api-keys.js'
import { commandLineAuthor } from './author.js'
import { CommandError } from './failure.js'
import { withStore } from './with-store.js'

export interface KeyCreateOptions {
  /** Absent: everything. */
  readonly scopes?: string
  /** Absent: never. */
  readonly days?: number
}

const DAY = 24 * 60 * 60 * 1000

/** `keys create`: prints the key, once. */
export async function createKey(name: string, { scopes, days }: KeyCreateOptions): Promise<void> {
  if (name.trim() === '') throw new CommandError('The key needs a name that says what it is for.')
  const request = {
    name: name.trim(),
    scopes: scopes === undefined ? null : scopesIn(scopes),
    expiresAt: days === undefined ? null : new Date(Date.now() + days * DAY),
    createdBy: commandLineAuthor(),
  }
  await withStore(async (store) => {
    const { key, text } = await issueApiKey(store, request)
    console.log(described(key))
    console.log('The key itself is shown only now:')
    console.log(text)
  })
}

/** `keys list` */
export async function listKeys(): Promise<void> {
  await withStore(async (store) => {
    const keys = await listApiKeys(store)
    console.log(keys.length === 0 ? 'There are no API keys.' : keys.map(described).join('\n'))
  })
}

/** `keys revoke` */
export async function revokeKey(id: string): Promise<void> {
  await withStore(async (store) => {
    const [key] = await revokeApiKey(store, id, { by: commandLineAuthor(), now: new Date() })
    if (!key) throw new CommandError(`There is no API key ${id}. “npm run cli -- keys list” shows them.`)
    console.log(described(key))
  })
}

function scopesIn(text: string): Permission[] {
  const names = text.split(',').flatMap((name) => name.trim() || [])
  const unknown = names.filter((name) => !isPermission(name))
  if (unknown.length > 0 || names.length === 0)
    throw new CommandError(
      `Unknown scopes: ${unknown.join(', ') || 'none given'}. They are ${ALL_PERMISSIONS.join(', ')}.`,
    )
  return names.filter(isPermission)
}

function described({ id, name, scopes, isUnlimited, lastUsedAt, expiresAt, revokedAt }: ApiKey): string {
  const day = (instant: Date) => instant.toISOString().slice(0, 10)
  return [
    `${id}  ${name}`,
    isUnlimited ? 'everything' : scopes.join(', '),
    revokedAt
      ? `revoked on ${day(revokedAt)}`
      : expiresAt
        ? `${expiresAt < new Date() ? 'expired' : 'expires'} on ${day(expiresAt)}`
        : 'never expires',
    lastUsedAt ? `last used on ${day(lastUsedAt)}` : 'never used',
  ].join('; ')
}
