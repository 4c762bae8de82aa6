import assert from 'node:assert/strict'
import { hostname } from 'node:os'
import { SystemParameter } from '../../../src/odoo/schema/administration.js'
import { applySetup } from '../../../src/odoo/setup/apply.js'
import { withLock } from '../../../src/odoo/setup/lock.js'
import { isEmpty, planSetup } from '../../../src/odoo/setup/plan.js'
import { SetupError } from '../../../src/odoo/setup/setup-error.js'
import { setupServer, type SetupServer } from './server.js'

const KEY = 'orchestrator.setup_lock'

describe('one setup at a time', function () {
  this.timeout(120_000)

  let server: SetupServer
  before(async () => {
    server = await setupServer({ suite: true })
  })
  after(() => server.close())

  const work = () => Promise.resolve('done')
  const locks = () => server.connect().odoo.searchRead(SystemParameter, [['key', '=', KEY]], ['value'])
  const plant = (holder: { host: string; pid: number; secondsAgo: number }) =>
    server.connect().odoo.create(SystemParameter, {
      key: KEY,
      value: JSON.stringify({
        host: holder.host,
        pid: holder.pid,
        run: 'another',
        at: new Date(Date.now() - holder.secondsAgo * 1000).toISOString(),
      }),
    })

  it('whoever comes second is told who holds it', async () => {
    await withLock(server.connect().odoo, async () => {
      await assert.rejects(withLock(server.connect().odoo, work), (error: unknown) => {
        assert.ok(error instanceof SetupError)
        assert.ok(error.message.includes(hostname()) && error.message.includes(String(process.pid)))
        return true
      })
    })
    assert.deepEqual(await locks(), [])
  })

  it('of several who come together one works', async () => {
    let release: () => void = () => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    const settled = Array.from({ length: 4 }, () =>
      withLock(server.connect().odoo, () => held).then(
        () => 'worked',
        (error: unknown) => error instanceof SetupError,
      ),
    )
    const refused = await Promise.all([firstThree(settled)])
    assert.deepEqual(refused, [[true, true, true]])
    release()
    assert.equal((await Promise.all(settled)).filter((one) => one === 'worked').length, 1)
  })

  it('a dead holder of this machine is taken over at once', async () => {
    // Numbers of processes end well below.
    await plant({ host: hostname(), pid: 2 ** 30, secondsAgo: 1 })
    assert.equal(await withLock(server.connect().odoo, work), 'done')
    assert.deepEqual(await locks(), [])
  })

  it('a holder elsewhere is waited for, until its lease is over', async () => {
    const lock = await plant({ host: 'elsewhere', pid: 1, secondsAgo: 60 })
    await assert.rejects(withLock(server.connect().odoo, work), /run on elsewhere/)
    await server.connect().odoo.call(SystemParameter, 'unlink', [lock])
    await plant({ host: 'elsewhere', pid: 1, secondsAgo: 180 })
    assert.equal(await withLock(server.connect().odoo, work), 'done')
  })

  it('two applies at once: what one does the other finds done, or is refused', async () => {
    const both = await Promise.allSettled([
      applySetup(server.connect().odoo, server.options),
      applySetup(server.connect().odoo, server.options),
    ])
    assert.ok(both.some(({ status }) => status === 'fulfilled'))
    for (const one of both) if (one.status === 'rejected') assert.ok(one.reason instanceof SetupError)
    assert.ok(isEmpty((await planSetup(server.connect().odoo, server.options)).plan))
  })
})

/** What the first three to end ended with. */
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
