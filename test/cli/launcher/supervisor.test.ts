import assert from 'node:assert/strict'
import getPort from 'get-port'
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { commandOf } from '../../../src/process/orphans.js'
import { endOrphanedServices, SUPERVISOR_TIMINGS, Supervisor } from '../../../src/cli/launcher/supervisor.js'
import { waitFor } from '../../support/wait-for.js'

interface Entry {
  readonly pid: number
  readonly command: string
}

describe('supervisor', function () {
  this.timeout(120_000)
  let dataDir: string
  let supervisor: Supervisor
  let crashLoops: string[]
  let port: number

  const processes = async () => JSON.parse(await readFile(join(dataDir, 'processes.json'), 'utf8')) as Entry[]
  const inbox = async () => {
    const web = await getPort()
    const ports = ['--smtp-port', String(port), '--web-port', String(web)]
    return { name: 'Inbox', args: ['inbox', ...ports, '--directory', join(dataDir, 'mails')] }
  }

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'supervisor-'))
    crashLoops = []
    port = await getPort()
    const timings = { ...SUPERVISOR_TIMINGS, crashWindow: 60_000, maxCrashes: 2, restartDelay: 10 }
    supervisor = new Supervisor(
      dataDir,
      () => undefined,
      (report) => crashLoops.push(report),
      timings,
    )
  })
  afterEach(async () => {
    await supervisor.stop()
    await rm(dataDir, { recursive: true, force: true })
  })

  it('restarts a service that was killed', async () => {
    await supervisor.start(await inbox())
    const [before] = await processes()
    process.kill(before!.pid, 'SIGKILL')
    await waitFor('the new process responds', async () => {
      const [now] = await processes()
      return now!.pid !== before!.pid && (await accepts(port))
    })
    assert.equal(commandOf(before!.pid), null)
    assert.deepEqual(crashLoops, [])
  })

  it('replaces its list of processes as a whole, so that no reader sees half of it', async () => {
    await supervisor.start(await inbox())
    const before = await processes()
    const reader = await open(join(dataDir, 'processes.json'))
    try {
      port = await getPort()
      await supervisor.start(await inbox())
      // A reader that opened the file before still sees the old list.
      assert.deepEqual(JSON.parse(await reader.readFile('utf8')), before)
      assert.equal((await processes()).length, 2)
    } finally {
      await reader.close()
    }
  })

  it('reports a service that crashes again and again, and says why', async () => {
    await supervisor.start(await inbox())
    const [before] = await processes()
    const mails = join(dataDir, 'mails')
    await rm(mails, { recursive: true, force: true })
    await writeFile(mails, 'a file where the next inbox needs a folder')
    process.kill(before!.pid, 'SIGKILL')
    await waitFor('a crash loop', () => crashLoops.length > 0)
    assert.match(crashLoops[0]!, /Inbox ended before it was ready[^]*EEXIST/)
  })

  it('says why a service did not start', async () => {
    await assert.rejects(
      supervisor.start({ name: 'PostgreSQL', args: ['postgres'] }),
      /PostgreSQL ended before it was ready[^]*required option '--directory <path>' not specified/,
    )
  })

  it('stops all services at once when forced', async () => {
    await supervisor.start(await inbox())
    const [entry] = await processes()
    await supervisor.forceStop()
    assert.equal(commandOf(entry!.pid), null)
    await assert.rejects(supervisor.start(await inbox()), /being stopped/)
  })

  it('ends the services that an earlier launcher has left, and no other process', async () => {
    await supervisor.start(await inbox())
    const [entry] = await processes()
    const stranger = { pid: process.pid, command: 'inbox' }
    await writeFile(join(dataDir, 'processes.json'), JSON.stringify([entry, stranger]))
    await endOrphanedServices(dataDir)
    await waitFor('the orphan has ended', () => commandOf(entry!.pid) === null)
    assert.notEqual(commandOf(process.pid), null)
  })
})

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}
