import assert from 'node:assert/strict'
import { connectOdoo } from '../../src/odoo/client/client.js'
import { readyOdoo } from '../support/odoo.js'
import { openEnvironment } from './environment.js'
import { journey, type Records } from './records.js'

describe('The same journey over JSON-RPC and over JSON-2', function () {
  this.timeout(120_000)

  async function over(transport: 'jsonrpc' | 'json2'): Promise<Records> {
    const odoo = await readyOdoo({ data: 'empty', version: 19 })
    const environment = await openEnvironment(odoo, transport)
    try {
      const { url, db, bot } = odoo
      return await journey(
        environment,
        connectOdoo({ url, db, login: bot.login, apiKey: bot.password, transport }),
      )
    } finally {
      await environment.close()
      await odoo.close()
    }
  }

  it('leaves the same records in Odoo', async () => {
    const [jsonrpc, json2] = [await over('jsonrpc'), await over('json2')]
    assert.deepEqual(json2, jsonrpc)
    const [student] = jsonrpc.students
    const [tracker] = jsonrpc.trackers
    const [certificate] = jsonrpc.certificates
    assert.deepEqual(
      [student?.state, tracker?.status, tracker?.overallProgress, certificate?.state],
      ['certified', 'certified', 100, 'delivered'],
    )
  })
})
