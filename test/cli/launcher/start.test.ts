import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { commandOf } from '../../../src/process/orphans.js'
import { MAIN, watchProcess } from '../../support/service-process.js'
import { waitFor } from '../../support/wait-for.js'

interface Launcher {
  readonly child: ChildProcess
  readonly output: () => string
}

describe('start', function () {
  // Starts PostgreSQL, Temporal, the sandbox, worker and API, twice.
  this.timeout(300_000)
  let dataDir: string

  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'start-'))
    await chmod(dataDir, 0o755)
  })
  after(() => rm(dataDir, { recursive: true, force: true }))

  function launch(env: NodeJS.ProcessEnv = {}): Launcher {
    const child = watchProcess(
      spawn(process.execPath, ['--import', 'tsx', MAIN, 'start'], {
        env: { ...process.env, DATA_DIR: dataDir, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    )
    let text = ''
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (text += chunk.toString()))
    return { child, output: () => text }
  }

  async function announced({ child, output }: Launcher): Promise<string> {
    const isAnnounced = () =>
      Promise.resolve(output().includes('Ctrl-C stops everything') || child.exitCode !== null)
    await waitFor('the addresses', isAnnounced, { limit: 120_000 })
    assert.equal(child.exitCode, null, output())
    return output()
      .split('\n')
      .filter((line) => /https?:/.test(line))
      .join('\n')
  }

  const pidOf = async (name: string) => {
    const entries = JSON.parse(await readFile(join(dataDir, 'processes.json'), 'utf8')) as {
      pid: number
      command: string
    }[]
    return entries.find(({ command }) => command === name)?.pid ?? 0
  }

  /** Of the services, and of the servers that two of them have started. */
  const allPids = async () => {
    const services = ['postgres', 'temporal', 'inbox', 'sandbox', 'worker', 'api']
    const servers = ['postgres/postmaster.pid', 'temporal/temporal.db.pid']
    const texts = await Promise.all(servers.map((file) => readFile(join(dataDir, file), 'utf8')))
    return [...(await Promise.all(services.map(pidOf))), ...texts.map((text) => Number.parseInt(text, 10))]
  }

  const allGone = (pids: number[]) =>
    waitFor('all processes have ended', () => pids.every((pid) => commandOf(pid) === null), {
      limit: 20_000,
    })

  it('names all missing variables and starts nothing', async () => {
    const { child, output } = launch({ ODOO_URL: 'http://odoo.example', API_PORT: 'eighty' })
    await once(child, 'exit')
    assert.equal(child.exitCode, 1)
    const names = output()
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[0])
    assert.deepEqual(names, ['ODOO_DB', 'ODOO_LOGIN', 'ODOO_API_KEY', 'API_PORT'])
  })

  it('refuses a data folder of version 0.1 in one line and changes nothing in it', async () => {
    const oldFolder = await mkdtemp(join(tmpdir(), 'start-old-'))
    try {
      await writeFile(join(oldFolder, 'postgres-password'), 'secret\n')
      const { child, output } = launch({ DATA_DIR: oldFolder })
      await once(child, 'exit')
      assert.equal(child.exitCode, 1)
      assert.match(output(), /^The data folder .* was made by version 0\.1 of this product .*\n$/)
      assert.deepEqual(await readdir(oldFolder), ['postgres-password'])
    } finally {
      await rm(oldFolder, { recursive: true })
    }
  })

  it('starts everything, restarts a killed worker, leaves nothing after kill -9, and continues from its data', async () => {
    const first = launch()
    const addresses = await announced(first)
    const key = await readFile(join(dataDir, 'api-key'), 'utf8')
    const home = /http:\/\/127\.0\.0\.1:\d+/.exec(addresses)?.[0] ?? ''
    const ready = await fetch(`${home}/readyz`)
    assert.equal(ready.status, 200, await ready.text())

    const second = launch()
    await once(second.child, 'exit')
    assert.match(second.output(), /in use by another start/)

    const worker = await pidOf('worker')
    assert.ok(worker > 0)
    process.kill(worker, 'SIGKILL')
    await waitFor('a new worker', () => first.output().includes('Worker is back'))
    assert.notEqual(await pidOf('worker'), worker)

    const pids = await allPids()
    assert.ok(pids.every((pid) => pid > 0))
    first.child.kill('SIGKILL')
    await allGone(pids)

    const again = launch()
    assert.equal(await announced(again), addresses)
    assert.equal(await readFile(join(dataDir, 'api-key'), 'utf8'), key)

    const later = await allPids()
    again.child.kill('SIGINT')
    await once(again.child, 'exit')
    assert.equal(again.child.exitCode, 0, again.output())
    await allGone(later)
  })
})
