import assert from 'node:assert/strict'
import { applySetup } from '../../../src/odoo/setup/apply.js'
import { isEmpty, planSetup } from '../../../src/odoo/setup/plan.js'
import { rollbackSetup, type RollbackOptions } from '../../../src/odoo/setup/rollback.js'
import { Killed, setupServer, type SetupServer } from './server.js'

/** Testing every write takes minutes: `SETUP_KILLS=all`. */
const STEP = process.env['SETUP_KILLS'] === 'all' ? 1 : 5

/** A kill between two writes has the same effect as a kill right after the first one. */
describe('setup that is killed after a write', function () {
  this.timeout(3_600_000)

  const withServer = async <T>(work: (server: SetupServer) => Promise<T>): Promise<T> => {
    const server = await setupServer({ suite: true })
    try {
      return await work(server)
    } finally {
      await server.close()
    }
  }

  it('reaches the same state in the next run', async () => {
    const uninterrupted = await withServer(async (server) => {
      const { odoo, writes } = server.connect()
      await applySetup(odoo, server.options)
      return { dump: await server.dump(), writes: writes.length }
    })
    assert.ok(uninterrupted.writes > 15)
    for (let at = 1; at <= uninterrupted.writes; at += STEP) {
      await withServer(async (server) => {
        await assert.rejects(applySetup(server.dying(at, 'after'), server.options), Killed)
        await applySetup(server.connect().odoo, server.options)
        assert.ok(isEmpty((await planSetup(server.connect().odoo, server.options)).plan))
        assert.deepEqual(await server.dump(), uninterrupted.dump, `killed after write ${at}`)
      })
    }
  })

  it('leaves no trace when it was a rollback that runs again', async () => {
    await withServer(async (server) => {
      const options: RollbackOptions = {
        adminLogin: server.options.adminLogin,
        withData: false,
        exportFile: null,
      }
      const before = await server.dump()
      await applySetup(server.connect().odoo, server.options)
      const { odoo, writes } = server.connect()
      await rollbackSetup(odoo, options)
      assert.deepEqual(await server.dump(), before)
      assert.ok(writes.length > 10)
      for (let at = 1; at <= writes.length; at += STEP) {
        await applySetup(server.connect().odoo, server.options)
        await assert.rejects(rollbackSetup(server.dying(at, 'after'), options), Killed)
        await rollbackSetup(server.connect().odoo, options)
        assert.deepEqual(await server.dump(), before, `killed after write ${at}`)
      }
    })
  })
})
