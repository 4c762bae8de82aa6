/**
 * `npm run bench:start` measures what a visitor waits for: from a fresh clone to the printed
 * addresses, and from there to the first certificate by email. Then it kills everything with -9 at
 * once, starts again, and measures the time to the addresses and what was lost or doubled. Odoo's
 * records, the mail server and the API show that.
 *
 * Packages should be in npm's cache already.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connectOdoo } from '../../src/odoo/client/client.js'
import { Certificate, Membership, ProgressTracker } from '../../src/odoo/schema/index.js'
import { waitFor } from '../support/wait-for.js'

const PROJECT = fileURLToPath(new URL('../..', import.meta.url))

/** Far above what each step should take. Milliseconds. */
const LIMIT = 300_000

/**
 * After the kill, work has gone on when so many mails have come, or none for so many milliseconds.
 */
const MAILS_AFTER_KILL = 20
const QUIET = 15_000

const KINDS = ['certificates', 'trackers', 'memberships', 'mails', 'applications'] as const

/** Keys of the records. A key that is there twice is something done twice. */
type Records = Readonly<Record<(typeof KINDS)[number], string[]>>

const clone = await mkdtemp(join(tmpdir(), 'bench-start-'))
const data = join(clone, 'data')
let launched: ChildProcess | undefined
const results: { name: string; value: number; unit: string; limit: number }[] = []
const seconds = (since: number) => Math.round((performance.now() - since) / 100) / 10

try {
  execFileSync('git', ['clone', '--quiet', PROJECT, clone])

  const cloneAt = performance.now()
  const first = await start()
  results.push({ name: 'fresh clone to addresses', value: seconds(cloneAt), unit: 's', limit: 90 })

  const upAt = performance.now()
  await waitFor('the first certificate', async () => (await certificatesMailed(first.inbox)) > 0, {
    limit: LIMIT,
  })
  results.push({ name: 'addresses to first certificate mailed', value: seconds(upAt), unit: 's', limit: 60 })

  const before = await records(first)
  killEverything()
  const againAt = performance.now()
  const second = await start()
  results.push({ name: 'after kill -9: start to addresses', value: seconds(againAt), unit: 's', limit: 20 })

  await workGoesOn(second.inbox, before.mails.length)
  const after = await records(second)
  const admitted = await mailsPossiblyTwice(second)
  results.push({ name: 'work lost', value: lost(before, after), unit: 'records', limit: 0 })
  results.push({ name: 'work doubled', value: doubled(after, admitted), unit: 'records', limit: 0 })

  // Ctrl-C at a terminal reaches the whole group.
  if (launched?.pid !== undefined) process.kill(-launched.pid, 'SIGINT')
  await waitFor('the launcher has ended', hasEnded, { limit: LIMIT })
} finally {
  if (!hasEnded()) killEverything()
  await rm(clone, { recursive: true, force: true })
}

for (const { name, value, unit, limit } of results)
  console.log(`${name}: ${String(value)} ${unit} (limit ${String(limit)})`)
if (process.argv.includes('--json')) console.log(JSON.stringify({ bench: 'start', results }))
process.exitCode = results.length === 5 && results.every(({ value, limit }) => value <= limit) ? 0 : 1

/**
 * Runs `npm start` in the clone, as a visitor does. Returns the addresses when they are printed.
 */
async function start(): Promise<{ home: string; inbox: string }> {
  const child = spawn('npm', ['start'], {
    cwd: clone,
    env: withoutNpm(process.env),
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  launched = child
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString()
    process.stderr.write(chunk)
  })
  await waitFor('the addresses', () => text.includes('Ctrl-C stops everything') || child.exitCode !== null, {
    limit: LIMIT,
  })
  if (hasEnded()) throw new Error('npm start ended before it printed its addresses')
  const addressOf = (name: string) => new RegExp(`${name} +(http://[\\w.:]+)`).exec(text)?.[1] ?? ''
  return { home: addressOf('Staff app'), inbox: addressOf('Inbox') }
}

function hasEnded(): boolean {
  return !launched || launched.exitCode !== null || launched.signalCode !== null
}

/** npm passes its own project on to its children. The clone must not take that for its own. */
function withoutNpm(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^npm_|^INIT_CWD$|^DATA_DIR$/i.test(name)),
  )
}

/**
 * Kills npm and the launcher (one process group), every part, and the servers that parts have
 * started: all at once, as a power cut does.
 */
function killEverything(): void {
  const parts = existsSync(join(data, 'processes.json'))
    ? (JSON.parse(readFileSync(join(data, 'processes.json'), 'utf8')) as { pid: number }[])
    : []
  const servers = ['postgres/postmaster.pid', 'temporal/temporal.db.pid']
    .map((file) => join(data, file))
    .filter((file) => existsSync(file))
    .map((file) => Number.parseInt(readFileSync(file, 'utf8'), 10))
  const group = launched?.pid === undefined ? [] : [-launched.pid]
  for (const pid of [...group, ...parts.map((part) => part.pid), ...servers]) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It has already ended.
    }
  }
}

async function inboxMails(inbox: string): Promise<{ entity: string }[]> {
  const mails = (await (await fetch(`${inbox}/api/email`)).json()) as { headers: Record<string, string> }[]
  return mails.map(({ headers }) => ({ entity: headers['x-entity-ref-id'] ?? '' }))
}

async function certificatesMailed(inbox: string): Promise<number> {
  return (await inboxMails(inbox)).filter(({ entity }) => entity.startsWith('certificate.')).length
}

async function workGoesOn(inbox: string, mailsBefore: number): Promise<void> {
  let last = { count: mailsBefore, at: performance.now() }
  const hasGoneOn = async () => {
    const count = (await inboxMails(inbox)).length
    if (count !== last.count) last = { count, at: performance.now() }
    return count >= mailsBefore + MAILS_AFTER_KILL || performance.now() - last.at > QUIET
  }
  await waitFor('work goes on after the kill', hasGoneOn, { limit: LIMIT })
}

async function records({ home, inbox }: { home: string; inbox: string }): Promise<Records> {
  const access = JSON.parse(readFileSync(join(data, 'sandbox.json'), 'utf8')) as {
    url: string
    db: string
    bot: { login: string; password: string }
  }
  const odoo = connectOdoo({
    url: access.url,
    db: access.db,
    login: access.bot.login,
    apiKey: access.bot.password,
  })
  const [certificates, trackers, memberships, mails, applications] = await Promise.all([
    odoo.searchRead(
      Certificate,
      [['certificateType', '=', 'program_completion']],
      ['student', 'trainingProgram'],
    ),
    odoo.searchRead(ProgressTracker, [], ['student', 'courseIntegration']),
    odoo.searchRead(Membership, [], ['channel', 'partner']),
    inboxMails(inbox),
    list(home, '/v1/enrollments', 'enrollments'),
  ])
  return {
    certificates: certificates.map((row) => `${String(row.student)}/${String(row.trainingProgram)}`),
    trackers: trackers.map((row) => `${String(row.student)}/${String(row.courseIntegration)}`),
    memberships: memberships.map((row) => `${String(row.channel)}/${String(row.partner)}`),
    mails: mails.map(({ entity }) => entity),
    applications: applications.map(({ programId, studentId }) => `${String(programId)}/${String(studentId)}`),
  }
}

/**
 * Returns the number of mails that may have been sent twice according to the ledger. Their
 * guarantee is at least once.
 */
async function mailsPossiblyTwice({ home }: { home: string }): Promise<number> {
  return (await list(home, '/v1/emails?state=possibly_twice', 'emails')).length
}

async function list(home: string, path: string, name: string): Promise<Record<string, unknown>[]> {
  const headers = { authorization: `Bearer ${readFileSync(join(data, 'api-key'), 'utf8').trim()}` }
  const rows: Record<string, unknown>[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const url = new URL(path, home)
    if (cursor) url.searchParams.set('cursor', cursor)
    const page = (await (await fetch(url, { headers })).json()) as Record<string, unknown>
    rows.push(...(page[name] as Record<string, unknown>[]))
    cursor = typeof page['next'] === 'string' ? page['next'] : null
  }
  return rows
}

function lost(before: Records, after: Records): number {
  return KINDS.flatMap((kind) => before[kind].filter((key) => !after[kind].includes(key))).length
}

function doubled(after: Records, admittedMails: number): number {
  const surplus = (keys: string[]) => keys.length - new Set(keys).size
  const mails = Math.max(0, surplus(after.mails) - admittedMails)
  return mails + KINDS.filter((kind) => kind !== 'mails').reduce((sum, kind) => sum + surplus(after[kind]), 0)
}
