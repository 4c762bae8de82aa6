import assert from 'node:assert/strict'
import { hostname } from 'node:os'
import { SystemParameter } from '../../../src/odoo/schema/administration.js'
import { applySetup } from '../../../src/odoo/setup/apply.js'
import { withLock } from '../../../src/odoo/setup/lock.js'
import { isEmpty, planSetup } from '../../../src/odoo/setup/plan.js'
import { SetupError } from '../../../src/odoo/setup/setup-error.js'
import { setupServer, type SetupServer } from './server.js'

const KEY = 'orchestrator.setup_lock'

describe('setup lock', function () {
  this.timeout(120_000)

  let server: SetupServer
  before(async () => {
    server = await setupServer({ suite: true })
  })
  after(() => server.close())

  const work = () => Promise.resolve('done')
  const locks = () => server.connect().odoo.searchRead(SystemParameter, [['key', '=', KEY]], ['value'])
  const createLock = (holder: { host: string; pid: number; secondsAgo: number }) =>
    server.connect().odoo.create(SystemParameter, {
      key: KEY,
      value: JSON.stringify({
        host: holder.host,
        pid: holder.pid,
        run: 'another',
        at: new Date(Date.now() - holder.secondsAgo * 1000).toISOString(),
      }),
    })

  it('rejects a second setup and names the holder', async () => {
    await withLock(server.connect().odoo, async () => {
      await assert.rejects(withLock(server.connect().odoo, work), (error: unknown) => {
        assert.ok(error instanceof SetupError)
        assert.ok(error.message.includes(hostname()) && error.message.includes(String(process.pid)))
        return true
      })
    })
    assert.deepEqual(await locks(), [])
  })

  it('lets only one of several simultaneous setups work', async () => {
    let release: () => void = () => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    const settled = Array.from({ length: 4 }, () =>
      withLock(server.connect().odoo, () => held).then(
        () => 'worked',
        (error: unknown) => error instanceof SetupError,
      ),
    )
    const rejected = await Promise.all([firstThree(settled)])
    assert.deepEqual(rejected, [[true, true, true]])
    release()
    assert.equal((await Promise.all(settled)).filter((one) => one === 'worked').length, 1)
  })

  it('takes over at once from a dead holder on this machine', async () => {
    // Process ids are always smaller.
    await createLock({ host: hostname(), pid: 2 ** 30, secondsAgo: 1 })
    assert.equal(await withLock(server.connect().odoo, work), 'done')
    assert.deepEqual(await locks(), [])
  })

  it('takes over from a holder on another machine only after its lease', async () => {
    const lock = await createLock({ host: 'elsewhere', pid: 1, secondsAgo: 60 })
    await assert.rejects(withLock(server.connect().odoo, work), /running on elsewhere/)
    await server.connect().odoo.call(SystemParameter, 'unlink', [lock])
    await createLock({ host: 'elsewhere', pid: 1, secondsAgo: 180 })
    assert.equal(await withLock(server.connect().odoo, work), 'done')
  })

  it('lets one of two simultaneous applies find the work done, or rejects it', async () => {
    const both = await Promise.allSettled([
      applySetup(server.connect().odoo, server.options),
      applySetup(server.connect().odoo, server.options),
    ])
    assert.ok(both.some(({ status }) => status === 'fulfilled'))
    for (const one of both) if (one.status === 'rejected') assert.ok(one.reason instanceof SetupError)
    assert.ok(isEmpty((await planSetup(server.connect().odoo, server.options)).plan))
  })
})

/** Returns the results of the first three promises to settle. */
const firstThree = (all: readonly Promise<unknown>[]): Promise<unknown[]> =>
  new Promise((resolve) => {
    const ended: unknown[] = []
    for (const one of all) {
      void one.then((value) => {
        ended.push(value)
        if (ended.length === 3) resolve(ended)
      })
    }
  })
