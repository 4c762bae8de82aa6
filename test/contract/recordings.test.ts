import { strict as assert } from 'node:assert'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { contract, type Selection, type Standing } from './contract.js'
import { productCalls, type ProductCalls } from './product-calls.js'
import { recordedKinds } from './recording.js'

describe('recorded exchanges with real servers', () => {
  let calls: ProductCalls
  before(function () {
    this.timeout(60_000)
    calls = productCalls()
  })

  const standing = async (selection: Selection): Promise<Standing> => {
    for await (const only of contract(calls, process.env, selection)) return only
    return assert.fail('nothing was replayed')
  }

  for (const { version, transport } of recordedKinds())
    it(`are answered alike by Odoo ${version} over ${transport}`, async function () {
      this.timeout(120_000)
      const { differences, within, agreed } = await standing({ version, transport })
      const told = differences.map(({ scenario, what, how }) => `${scenario}: ${what}\n${how}`)
      assert.deepEqual(differences, [], told.join('\n\n'))
      assert.equal(agreed, within)
    })

  it('show a difference where there is one', async function () {
    this.timeout(60_000)
    const folder = await mkdtemp(join(tmpdir(), 'recordings-'))
    try {
      const own = fileURLToPath(new URL('./recordings/18/jsonrpc/', import.meta.url))
      const file = join(folder, '18', 'jsonrpc', 'version.json')
      await cp(join(own, 'version.json'), file)
      const text = await readFile(file, 'utf8')
      await writeFile(file, text.replace('"server_serie": "18.0"', '"server_serie": false'))
      const { differences } = await standing({ folder })
      assert.deepEqual(
        differences.map(({ scenario }) => scenario),
        ['version'],
      )
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

describe('the list of calls that the product makes', () => {
  let all: readonly string[]
  before(function () {
    this.timeout(60_000)
    all = productCalls().all()
  })

  it('has what the code calls, under all the names a server may have', () => {
    const known = [
      'slide.channel.action_grant_access',
      'slide.channel.partner.search_read',
      'gr.progress.tracker.load',
      'x_gr_progress_tracker.load',
      'gr.student.fields_get',
      'common.authenticate',
    ]
    assert.deepEqual(
      known.filter((call) => !all.includes(call)),
      [],
    )
  })

  it('has nothing that it does not call', () => {
    const strange = [
      'slide.channel.action_archive',
      'slide.channel.invite.action_invite',
      'res.partner.message_post',
      'res.partner.name_search',
    ]
    assert.deepEqual(
      strange.filter((call) => all.includes(call)),
      [],
    )
  })
})
