import { strict as assert } from 'node:assert'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { contract, type Result, type Selection } from './contract.js'
import { recordedKinds } from './recording.js'

describe('recorded exchanges with real Odoo servers', () => {
  const resultOf = async (selection: Selection): Promise<Result> => {
    for await (const result of contract(process.env, selection)) return result
    return assert.fail('nothing was replayed')
  }

  for (const { version, transport } of recordedKinds())
    it(`get the same responses from Odoo ${version} over ${transport}`, async function () {
      this.timeout(120_000)
      const { differences, exchanges } = await resultOf({ version, transport })
      const message = differences.map(({ scenario, what, how }) => `${scenario}: ${what}\n${how}`)
      assert.deepEqual(differences, [], message.join('\n\n'))
      assert.ok(exchanges > 0)
    })

  it('reveal a response that differs', async function () {
    this.timeout(60_000)
    const folder = await mkdtemp(join(tmpdir(), 'recordings-'))
    try {
      const own = fileURLToPath(new URL('./recordings/18/jsonrpc/', import.meta.url))
      const file = join(folder, '18', 'jsonrpc', 'version.json')
      await cp(join(own, 'version.json'), file)
      const text = await readFile(file, 'utf8')
      await writeFile(file, text.replace('"server_serie": "18.0"', '"server_serie": false'))
      const { differences } = await resultOf({ folder })
      assert.deepEqual(
        differences.map(({ scenario }) => scenario),
        ['version'],
      )
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
