import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openProduct, SETTINGS, type ProductFixture } from '../support/product-fixture.js'
import { MAIN, watchProcess } from '../support/service-process.js'
import { startTemporal, type RunningTemporal } from '../support/temporal.js'
import { waitFor } from '../support/wait-for.js'

describe('A command that waits for a worker', () => {
  let temporal: RunningTemporal
  let product: ProductFixture
  before(async () => {
    // Of its own: in the others, workers of other tests have run.
    temporal = await startTemporal()
    product = await openProduct({ temporal })
  })
  after(async () => {
    await product.close()
    await temporal.stop()
  })

  it('says so when none is running', async () => {
    const { odoo, databaseUrl } = product.config
    const env = {
      ...{ PATH: process.env['PATH'], ...SETTINGS },
      ...{ DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: temporal.address },
      ...{ ODOO_URL: odoo.url, ODOO_DB: odoo.db, ODOO_LOGIN: odoo.login, ODOO_API_KEY: odoo.apiKey },
    }
    const command = watchProcess(
      spawn(process.execPath, ['--import', 'tsx', MAIN, 'reconcile'], {
        env,
        stdio: ['ignore', 'ignore', 'pipe'],
      }),
    )
    let said = ''
    command.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
    try {
      await waitFor('the command says why nothing happens', () => said.includes('\n'))
      assert.match(said, /^No worker is running.*npm run cli -- worker\n$/)
      assert.equal(command.exitCode, null, 'It goes on waiting.')
    } finally {
      const gone = once(command, 'exit')
      command.kill()
      await gone
    }
  })
})
