import assert from 'node:assert/strict'
import getPort from 'get-port'
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { commandOf } from '../../src/cli/orphans.js'
import { endOrphans, SUPERVISOR_TIMINGS, Supervisor } from '../../src/cli/supervisor.js'
import { waitFor } from '../support/wait-for.js'

interface Entry {
  readonly pid: number
  readonly part: string
}

describe('supervisor', function () {
  this.timeout(120_000)
  let dataDir: string
  let supervisor: Supervisor
  let givenUp: string[]
  let port: number

  const processes = async () => JSON.parse(await readFile(join(dataDir, 'processes.json'), 'utf8')) as Entry[]
  const inbox = async () => {
    const web = await getPort()
    const where = ['--smtp-port', String(port), '--web-port', String(web)]
    return { name: 'Inbox', args: ['inbox', ...where, '--directory', join(dataDir, 'mails')] }
  }

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'supervisor-'))
    givenUp = []
    port = await getPort()
    const patience = { ...SUPERVISOR_TIMINGS, quick: 60_000, deaths: 2, pause: 10 }
    supervisor = new Supervisor(
      dataDir,
      () => undefined,
      (reason) => givenUp.push(reason),
      patience,
    )
  })
  afterEach(async () => {
    await supervisor.stop()
    await rm(dataDir, { recursive: true, force: true })
  })

  it('starts a part anew that was killed', async () => {
    await supervisor.start(await inbox())
    const [before] = await processes()
    process.kill(before!.pid, 'SIGKILL')
    await waitFor(async () => {
      const [now] = await processes()
      return now!.pid !== before!.pid && (await answers(port))
    })
    assert.equal(commandOf(before!.pid), null)
    assert.deepEqual(givenUp, [])
  })

  it('replaces its record as a whole, since parts start side by side and a kill may come at any moment', async () => {
    await supervisor.start(await inbox())
    const before = await processes()
    const reader = await open(join(dataDir, 'processes.json'))
    try {
      port = await getPort()
      await supervisor.start(await inbox())
      // Whoever was reading meanwhile has read the record of before, not half of another.
      assert.deepEqual(JSON.parse(await reader.readFile('utf8')), before)
      assert.equal((await processes()).length, 2)
    } finally {
      await reader.close()
    }
  })

  it('gives a part up that dies again and again, and says why', async () => {
    await supervisor.start(await inbox())
    const [before] = await processes()
    const mails = join(dataDir, 'mails')
    await rm(mails, { recursive: true, force: true })
    await writeFile(mails, 'a file where the next inbox wants its folder')
    process.kill(before!.pid, 'SIGKILL')
    await waitFor(() => Promise.resolve(givenUp.length > 0))
    assert.match(givenUp[0]!, /Inbox ended before it was ready[^]*EEXIST/)
  })

  it('says why a part did not start', async () => {
    await assert.rejects(
      supervisor.start({ name: 'PostgreSQL', args: ['postgres'] }),
      /PostgreSQL ended before it was ready[^]*postgres needs --directory/,
    )
  })

  it('ends all parts, at once when asked so', async () => {
    await supervisor.start(await inbox())
    const [entry] = await processes()
    await supervisor.abandon()
    assert.equal(commandOf(entry!.pid), null)
    await assert.rejects(supervisor.start(await inbox()), /being stopped/)
  })

  it('ends what an earlier one has left, and nothing else', async () => {
    await supervisor.start(await inbox())
    const [entry] = await processes()
    const stranger = { pid: process.pid, part: 'inbox' }
    await writeFile(join(dataDir, 'processes.json'), JSON.stringify([entry, stranger]))
    await endOrphans(dataDir)
    await waitFor(() => Promise.resolve(commandOf(entry!.pid) === null))
    assert.notEqual(commandOf(process.pid), null)
  })
})

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}
