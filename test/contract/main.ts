import { parseArgs } from 'node:util'
import { SANDBOX_VERSIONS } from '../../sandbox/odoo/version.js'
import { stopPostgres } from '../support/postgres.js'
import { contract, type Result } from './contract.js'
import { TRANSPORTS } from './recording.js'

/**
 * `npm run contract`: compares the sandbox with the recorded exchanges. With ODOO_URL it compares
 * a real server instead (`server-under-test.ts` lists the variables).
 * `--json` prints JSON; `--version 18 --transport json2 --scenario progress` selects a part;
 * `--recordings FOLDER` uses other recordings. Exit code 1: a response differs.
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

const results: Result[] = []
for await (const result of contract(process.env, {
  ...(version && { version }),
  ...(transport && { transport }),
  ...(values.scenario !== undefined && { scenario: values.scenario }),
  ...(values.recordings !== undefined && { folder: values.recordings }),
}))
  results.push(result)

if (values.json) console.log(JSON.stringify(results, null, 2))
else print(results)
await stopPostgres()
process.exitCode = results.some(({ differences }) => differences.length > 0) ? 1 : 0

function print(all: readonly Result[]): void {
  console.table(
    all.map(({ version: odoo, transport: over, exchanges, differences }) => ({
      Odoo: odoo,
      transport: over,
      exchanges,
      different: differences.length,
    })),
  )
  for (const { version: odoo, transport: over, differences } of all)
    for (const { scenario, what, how } of differences)
      console.log(`\nDIFFERENT: ${odoo} ${over} ${scenario}: ${what}\n${how}`)
}
