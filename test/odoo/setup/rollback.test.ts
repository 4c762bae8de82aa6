import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectOdoo } from '../../../src/odoo/client/client.js'
import { Partner, Student } from '../../../src/odoo/schema/index.js'
import { ScheduledAction } from '../../../src/odoo/schema/administration.js'
import { applySetup } from '../../../src/odoo/setup/apply.js'
import { rollbackSetup } from '../../../src/odoo/setup/rollback.js'
import { SetupError } from '../../../src/odoo/setup/setup-error.js'
import { setupServer, type SetupServer } from './server.js'

const LEARNER = {
  name: 'Learner',
  nameArabic: 'متعلم',
  nameEnglish: 'Learner',
  email: 'learner@example.org',
} as const

describe('setup rollback', function () {
  this.timeout(180_000)

  let folder: string
  let server: SetupServer | undefined
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'setup-rollback-'))
  })
  afterEach(async () => {
    await server?.close()
    server = undefined
  })
  after(() => rm(folder, { recursive: true }))

  const open = async (suite: boolean) => {
    server = await setupServer({ suite })
    const { url, db, bot } = server.sandbox
    const { adminLogin } = server.options
    return {
      server,
      adminLogin,
      bot: connectOdoo({ url, db, login: bot.login, apiKey: bot.password }),
      admin: server.connect().odoo,
    }
  }
  const plain = { withData: false, exportFile: null }

  for (const suite of [false, true]) {
    it(`leaves an Odoo ${suite ? 'with' : 'without'} the suite as it was`, async () => {
      const world = await open(suite)
      const before = await world.server.dump()
      await applySetup(world.admin, world.server.options)
      assert.notDeepEqual(await world.server.dump(), before)
      await rollbackSetup(world.server.connect().odoo, { adminLogin: world.adminLogin, ...plain })
      assert.deepEqual(await world.server.dump(), before)
    })
  }

  it('refuses to drop rows of people, unless told to and written to a file first', async () => {
    const world = await open(false)
    const before = await world.server.dump()
    await applySetup(world.admin, world.server.options)
    const id = await world.bot.create(Student, LEARNER)
    const applied = await world.server.dump()
    const rollback = (options: { withData: boolean; exportFile: string | null }) =>
      rollbackSetup(world.server.connect().odoo, { adminLogin: world.adminLogin, ...options })
    const file = join(folder, 'rows.jsonl')
    for (const options of [plain, { ...plain, withData: true }, { ...plain, exportFile: file }]) {
      await assert.rejects(rollback(options), (error: unknown) => {
        assert.ok(error instanceof SetupError)
        assert.match(error.message, /1 × x_gr_student.*--with-data --export/)
        return true
      })
      assert.deepEqual(await world.server.dump(), applied)
    }

    await writeFile(join(folder, 'taken'), '')
    await assert.rejects(rollback({ withData: true, exportFile: join(folder, 'taken') }), /there already/)
    assert.deepEqual(await world.server.dump(), applied)

    const { exportedRows } = await rollback({ withData: true, exportFile: file })
    assert.equal(exportedRows, 1)
    assert.equal((await stat(file)).mode & 0o777, 0o600)
    const lines = (await readFile(file, 'utf8')).trim().split('\n')
    const [, row, end] = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    assert.equal(row?.['model'], 'gr.student')
    assert.equal(row['id'], id)
    const { name, nameArabic } = row['values'] as Record<string, unknown>
    assert.deepEqual({ name, nameArabic }, { name: LEARNER.name, nameArabic: LEARNER.nameArabic })
    assert.deepEqual(end, { rows: 1 })
    const left = (await world.server.dump()).filter((line) => !before.includes(line))
    assert.deepEqual(left, [])
  })

  it('of an adopted model only rows with our fields filled count', async () => {
    const world = await open(true)
    await applySetup(world.admin, world.server.options)
    const student = await world.bot.create(Student, LEARNER)
    const partner = await world.bot.create(Partner, { name: 'Learner' })
    await world.bot.write(Student, [student], { partner })
    const rollback = () =>
      rollbackSetup(world.server.connect().odoo, { adminLogin: world.adminLogin, ...plain })
    await assert.rejects(rollback(), /1 × gr\.student \(our fields\)/)
    await world.bot.write(Student, [student], { partner: null })
    await rollback()
    const { url, db, bot } = world.server.sandbox
    const again = connectOdoo({ url, db, login: bot.login, apiKey: bot.password })
    assert.equal((await again.read(Student, [student], ['name'])).length, 1)
  })

  it('switches the suite’s own scheduled actions on again, but not those that were off', async () => {
    const world = await open(true)
    const crons = () =>
      world.admin.searchRead(ScheduledAction, [], ['active'], { archived: true, order: 'id' })
    const before = await crons()
    const [first] = before.filter(({ active }) => active)
    assert.ok(first)
    await world.admin.write(ScheduledAction, [first.id], { active: false })
    const offByHand = await crons()
    await applySetup(world.admin, world.server.options)
    assert.ok(
      (await crons()).filter(({ active }) => active).length < offByHand.filter(({ active }) => active).length,
    )
    await rollbackSetup(world.server.connect().odoo, { adminLogin: world.adminLogin, ...plain })
    assert.deepEqual(await crons(), offByHand)
  })
})
