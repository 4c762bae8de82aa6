import type { Client } from '@temporalio/client'
import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Partner, Student } from '../../src/odoo/schema/index.js'
import { STAFF, type SandboxEnvironment } from './environment.js'

/** Shorter parts of names occur in anything by chance. */
const MIN_LETTERS = 4

/** `test/support/smtp.ts` names this address whenever it refuses a mail, as real servers do. */
const REFUSED_BY_MAIL_SERVER = 'person@secret.example'

/**
 * What reveals who somebody is. Parts of names are searched as whole words, because four letters
 * are in any hash by chance.
 */
export interface Traces {
  readonly words: ReadonlySet<string>
  readonly phrases: ReadonlySet<string>
}

/**
 * Returns the names in every script, their parts, the addresses and the phone numbers of everybody
 * in Odoo, archived records included.
 */
export async function tracesOfEverybody({ direct, sandbox }: SandboxEnvironment): Promise<Traces> {
  const all = { archived: true }
  const students = await direct.searchRead(
    Student,
    [],
    ['name', 'nameArabic', 'nameEnglish', 'email', 'phone'],
    all,
  )
  const contacts = await direct.searchRead(Partner, [], ['name', 'email', 'phone'], all)
  const users = await sandbox.sql<{ partner_id: number }>('SELECT partner_id FROM res_users')
  const staff = new Set(users.map(({ partner_id }) => partner_id))
  assert.ok(students.length > 0 && contacts.length > 0)
  // Accounts are named after their purpose, and the company is not named after a person.
  const people = contacts.filter(({ id, email }) => !staff.has(id) && email !== null)
  const names = [
    ...students.flatMap(({ name, nameArabic, nameEnglish }) => [name, nameArabic, nameEnglish]),
    ...people.map(({ name }) => name),
  ]
  const addresses = [...students, ...contacts].flatMap(reachedAt)
  return tracesOf(names.flatMap(given), [...addresses, ...Object.values(STAFF), REFUSED_BY_MAIL_SERVER])
}

export function tracesOf(names: readonly string[], addresses: readonly string[]): Traces {
  const parts = names.flatMap((name) => name.split(/[\s-]+/)).filter((part) => part.length >= MIN_LETTERS)
  return { words: new Set(parts.map(folded)), phrases: new Set([...names, ...addresses].map(folded)) }
}

const given = (text: string | null) => (text === null ? [] : [text])

function reachedAt({ email, phone }: { email: string | null; phone: string | null }): string[] {
  const digits = given(phone).flatMap((number) => [number, number.replace(/\D/g, '')])
  return [...given(email).map((address) => address.trim()), ...digits]
}

/**
 * Turns each byte of UTF-8 into one lower-case character, so that text is found in files of any
 * kind.
 */
const folded = (text: string | Buffer) =>
  Buffer.from(text)
    .toString('latin1')
    .replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase())

const readable = (trace: string) => Buffer.from(trace, 'latin1').toString()

/** Returns those of the traces that the bytes contain. */
export function tracesIn(bytes: Buffer, { words, phrases }: Traces): string[] {
  const text = folded(bytes)
  const found = new Set<string>()
  // Letters of other scripts are bytes from 0x80 on.
  for (const [word] of text.matchAll(/[a-z0-9\x80-\xff]{4,}/g)) if (words.has(word)) found.add(word)
  for (const phrase of phrases) if (text.includes(phrase)) found.add(phrase)
  return [...found].map(readable)
}

/** Returns all of the traces, in the form in which `tracesIn` returns them. */
export const listOf = ({ words, phrases }: Traces) => [...new Set([...words, ...phrases])].map(readable)

/** Reads every file of the folder: the database, and what is not moved into it yet. */
export async function filesIn(folder: string): Promise<Buffer[]> {
  return Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name))))
}

/**
 * Returns all that the server shows of all workflows: the lists, and every event with its payloads.
 */
export async function everythingShown(client: Client): Promise<{ workflows: number; shown: Buffer }> {
  const shown: string[] = []
  let workflows = 0
  for await (const { workflowId, runId, raw } of client.workflow.list()) {
    workflows += 1
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory()
    shown.push(...textsOf(raw), ...textsOf(history))
  }
  return { workflows, shown: Buffer.from(shown.join('\n')) }
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (value instanceof Uint8Array) return [Buffer.from(value).toString()]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsOf(inner)])
}
