import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { commandOf } from '../../process/orphans.js'
import { CommandError } from '../failure.js'

/** What the launcher keeps in the data folder. */
export interface DataFolder {
  readonly path: string
  /** Password of the embedded PostgreSQL, created at the first start. */
  readonly postgresPassword: string
  release(): void
}

/** Version of what the folder holds. A folder without the file `format` was made by version 0.1. */
const FORMAT = '2'

/** In every folder that a start has used, of any version. */
const PASSWORD_FILE = 'postgres-password'

/**
 * Reserves the folder for this launcher. Throws when it is in use or was made by another version.
 */
export function openDataFolder(path: string): DataFolder {
  checkFormat(path)
  mkdirSync(path, { recursive: true })
  const lock = join(path, 'launcher.pid')
  const holder = Number(readText(lock) ?? 0)
  if (holder > 0 && holder !== process.pid && commandOf(holder)?.includes('main.ts start')) {
    throw new CommandError(`${path} is in use by another start (process ${holder}). Stop that one first.`)
  }
  writeFileSync(lock, `${process.pid}`)
  writeFileSync(join(path, 'format'), `${FORMAT}\n`)
  return {
    path,
    postgresPassword: readOrCreateSecret(join(path, PASSWORD_FILE)),
    release: () => rmSync(lock, { force: true }),
  }
}

/** Changes nothing. Compared before any embedded server could convert its data. */
function checkFormat(path: string): void {
  if (!existsSync(join(path, PASSWORD_FILE))) return
  const format = readText(join(path, 'format'))?.trim()
  if (format === FORMAT) return
  const version = format === undefined ? 'version 0.1' : 'another version'
  throw new CommandError(
    `The data folder ${path} was made by ${version} of this product and cannot be used: move it away, or set DATA_DIR to another folder.`,
  )
}

function readOrCreateSecret(file: string): string {
  const known = readText(file)?.trim()
  if (known) return known
  const created = randomBytes(16).toString('hex')
  writeFileSync(file, `${created}\n`, { mode: 0o600 })
  return created
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
