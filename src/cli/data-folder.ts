import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { commandOf } from '../process/orphans.js'

/** What the launcher keeps in the data folder. */
export interface DataFolder {
  readonly path: string
  /** Password of the embedded PostgreSQL, made at the first start. */
  readonly postgresPassword: string
  readonly postgresPasswordFile: string
  release(): void
}

/** Takes the folder for this launcher. Throws when another one that still runs has it. */
export function openDataFolder(path: string): DataFolder {
  mkdirSync(path, { recursive: true })
  const lock = join(path, 'launcher.pid')
  const holder = Number(readText(lock) ?? 0)
  if (holder > 0 && holder !== process.pid && commandOf(holder)?.includes('main.ts start')) {
    throw new Error(`${path} is in use by another start (process ${String(holder)}). Stop that one first.`)
  }
  writeFileSync(lock, String(process.pid))
  const postgresPasswordFile = join(path, 'postgres-password')
  return {
    path,
    postgresPassword: secret(postgresPasswordFile),
    postgresPasswordFile,
    release: () => rmSync(lock, { force: true }),
  }
}

function secret(file: string): string {
  const known = readText(file)?.trim()
  if (known) return known
  const made = randomBytes(16).toString('hex')
  writeFileSync(file, `${made}\n`, { mode: 0o600 })
  return made
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
