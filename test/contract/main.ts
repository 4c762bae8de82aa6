import { parseArgs } from 'node:util'
import { SANDBOX_VERSIONS } from '../../sandbox/odoo/version.js'
import { contract, type Standing } from './contract.js'
import { productCalls } from './product-calls.js'
import { TRANSPORTS } from './recording.js'
import { stopPostgres } from '../support/postgres.js'

/**
 * `npm run contract`: holds the sandbox, or with ODOO_URL a real server (`server.ts` lists the variables), against the recorded exchanges.
 * `--json` for machines; `--version 18 --transport json2 --scenario progress` for a part; `--recordings FOLDER` for others than ours.
 * Exit code 1: something is answered otherwise.
 */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    version: { type: 'string' },
    transport: { type: 'string' },
    scenario: { type: 'string' },
    recordings: { type: 'string' },
  },
})
const version = SANDBOX_VERSIONS.find((known) => String(known) === values.version)
const transport = TRANSPORTS.find((known) => known === values.transport)
if (values.version !== undefined && !version) throw new Error(`--version: ${SANDBOX_VERSIONS.join(', ')}`)
if (values.transport !== undefined && !transport) throw new Error(`--transport: ${TRANSPORTS.join(', ')}`)

const calls = productCalls()
const standings: Standing[] = []
for await (const standing of contract(calls, process.env, {
  ...(version && { version }),
  ...(transport && { transport }),
  ...(values.scenario !== undefined && { scenario: values.scenario }),
  ...(values.recordings !== undefined && { folder: values.recordings }),
}))
  standings.push(standing)

if (values.json) console.log(JSON.stringify({ calls: calls.all(), standings }, null, 2))
else print(standings)
await stopPostgres()
process.exitCode = standings.some(({ differences }) => differences.length > 0) ? 1 : 0

function print(all: readonly Standing[]): void {
  console.table(
    all.map(({ version: odoo, transport: over, exchanges, within, agreed, outside, alike, ...rest }) => ({
      Odoo: odoo,
      over,
      exchanges,
      within,
      agreed,
      outside,
      alike,
      different: rest.differences.length,
      share: `${(100 * rest.share).toFixed(1)} %`,
    })),
  )
  for (const { version: odoo, transport: over, notCovered, differences } of all) {
    for (const [scenario, whats] of Object.entries(notCovered))
      console.log(`outside: ${odoo} ${over} ${scenario}: ${whats.join('; ')}`)
    for (const { scenario, what, how } of differences)
      console.log(`\nDIFFERENT: ${odoo} ${over} ${scenario}: ${what}\n${how}`)
  }
}
