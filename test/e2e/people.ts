import type { Client } from '@temporalio/client'
import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Partner, Student } from '../../src/odoo/schema/index.js'
import { STAFF, type SandboxCentre } from './environment.js'

/** Shorter parts of names are found in anything. */
const LEAST_LETTERS = 4

/** `test/support/smtp.ts` names it in every refusal, as real servers do. */
const REFUSED_BY_MAIL_SERVER = 'person@secret.example'

/** What tells who somebody is. Parts of names are looked for as whole words: four letters are in any hash by chance. */
export interface Traces {
  readonly words: ReadonlySet<string>
  readonly phrases: ReadonlySet<string>
}

/** Names in every script, their parts, addresses and telephone numbers of everybody in Odoo, archived ones too. */
export async function tracesOfEverybody({ direct, sandbox }: SandboxCentre): Promise<Traces> {
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
  // Accounts are named after their purpose, and the company after nobody.
  const people = contacts.filter(({ id, email }) => !staff.has(id) && email !== null)
  const names = [
    ...students.flatMap(({ name, nameArabic, nameEnglish }) => [name, nameArabic, nameEnglish]),
    ...people.map(({ name }) => name),
  ]
  const addresses = [...students, ...contacts].flatMap(reachedAt)
  return tracesOf(names.flatMap(given), [...addresses, ...Object.values(STAFF), REFUSED_BY_MAIL_SERVER])
}

export function tracesOf(names: readonly string[], addresses: readonly string[]): Traces {
  const parts = names.flatMap((name) => name.split(/[\s-]+/)).filter((part) => part.length >= LEAST_LETTERS)
  return { words: new Set(parts.map(folded)), phrases: new Set([...names, ...addresses].map(folded)) }
}

const given = (text: string | null) => (text === null ? [] : [text])

function reachedAt({ email, phone }: { email: string | null; phone: string | null }): string[] {
  const digits = given(phone).flatMap((number) => [number, number.replace(/\D/g, '')])
  return [...given(email).map((address) => address.trim()), ...digits]
}

/** Bytes of UTF-8 as one character each, without regard to Latin capitals: so text is found in files of any kind. */
const folded = (text: string | Buffer) =>
  Buffer.from(text)
    .toString('latin1')
    .replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase())

const readable = (trace: string) => Buffer.from(trace, 'latin1').toString()

/** Of these traces, the ones that the bytes contain. */
export function tracesIn(bytes: Buffer, { words, phrases }: Traces): string[] {
  const text = folded(bytes)
  const found = new Set<string>()
  // Letters of other scripts are bytes from 0x80 on.
  for (const [word] of text.matchAll(/[a-z0-9\x80-\xff]{4,}/g)) if (words.has(word)) found.add(word)
  for (const phrase of phrases) if (text.includes(phrase)) found.add(phrase)
  return [...found].map(readable)
}

/** All of them, as `tracesIn` tells of them. */
export const listOf = ({ words, phrases }: Traces) => [...new Set([...words, ...phrases])].map(readable)

/** Everything in the folder, each file for itself: the database and what has not been moved into it yet. */
export async function filesIn(folder: string): Promise<Buffer[]> {
  return Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name))))
}

/** All that the server tells of all workflows: what lists show, and every event, with payloads in the clear. */
export async function everythingTold(client: Client): Promise<{ workflows: number; told: Buffer }> {
  const told: string[] = []
  let workflows = 0
  for await (const { workflowId, runId, raw } of client.workflow.list()) {
    workflows += 1
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory()
    told.push(...textsOf(raw), ...textsOf(history))
  }
  return { workflows, told: Buffer.from(told.join('\n')) }
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (value instanceof Uint8Array) return [Buffer.from(value).toString()]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsOf(inner)])
}
