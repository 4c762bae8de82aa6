import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectOdoo } from '../../../src/odoo/client/client.js'
import {
  Certificate,
  DocumentRequest,
  HomeworkAttempt,
  Partner,
  Student,
  User,
} from '../../../src/odoo/schema/index.js'
import { RecordActivity } from '../../../src/odoo/schema/todos.js'
import { todoId, todoPlace } from '../../../activities/todos/todo-records.js'
import { ScheduledAction } from '../../../src/odoo/schema/administration.js'
import { applySetup } from '../../../src/odoo/setup/apply.js'
import { exportData } from '../../../src/odoo/setup/data-export.js'
import { rollbackSetup } from '../../../src/odoo/setup/rollback.js'
import { SetupError } from '../../../src/odoo/setup/setup-error.js'
import { Killed, setupServer, type SetupServer } from './server.js'

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
  const withoutData = { withData: false, exportFile: null }

  for (const suite of [false, true]) {
    it(`restores an Odoo ${suite ? 'with' : 'without'} the suite`, async () => {
      const context = await open(suite)
      const before = await context.server.dump()
      await applySetup(context.admin, context.server.options)
      assert.notDeepEqual(await context.server.dump(), before)
      await rollbackSetup(context.server.connect().odoo, { adminLogin: context.adminLogin, ...withoutData })
      assert.deepEqual(await context.server.dump(), before)
    })
  }

  it('removes activities that show open tasks, and no others', async () => {
    const { server, admin, bot, adminLogin } = await open(true)
    await applySetup(admin, server.options)
    const place = await todoPlace(bot)
    const [user] = await admin.searchRead(User, [['login', '=', adminLogin]], [])
    assert.ok(place && user)
    const activity = {
      ...{ summary: 'Call them', deadline: '2026-12-01', user: user.id, type: place.type },
      ...{ recordModel: place.recordModel, record: await bot.create(Student, LEARNER) },
    }
    const key = { workflowId: 'enrollment/7/4711', since: new Date(), generation: 1 }
    const [ours] = await bot.load(RecordActivity, [{ externalId: todoId(key), ...activity }])
    const theirs = await admin.create(RecordActivity, activity)
    const { removed } = await rollbackSetup(server.connect().odoo, { adminLogin, ...withoutData })
    assert.equal(removed[RecordActivity.name], 1)
    const left = await admin.searchRead(RecordActivity, [['id', 'in', [ours ?? 0, theirs]]], [])
    assert.deepEqual(left, [{ id: theirs }])
  })

  it('deletes rows only on request, and exports them to a file first', async () => {
    const context = await open(false)
    const before = await context.server.dump()
    await applySetup(context.admin, context.server.options)
    const id = await context.bot.create(Student, LEARNER)
    const applied = await context.server.dump()
    const rollback = (options: { withData: boolean; exportFile: string | null }) =>
      rollbackSetup(context.server.connect().odoo, { adminLogin: context.adminLogin, ...options })
    const file = join(folder, 'rows.jsonl')
    for (const options of [
      withoutData,
      { ...withoutData, withData: true },
      { ...withoutData, exportFile: file },
    ]) {
      await assert.rejects(rollback(options), (error: unknown) => {
        assert.ok(error instanceof SetupError)
        assert.match(error.message, /1 × x_gr_student.*--with-data --export/)
        return true
      })
      assert.deepEqual(await context.server.dump(), applied)
    }

    await writeFile(join(folder, 'taken'), '')
    await assert.rejects(rollback({ withData: true, exportFile: join(folder, 'taken') }), /already exists/)
    assert.deepEqual(await context.server.dump(), applied)

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
    const left = (await context.server.dump()).filter((line) => !before.includes(line))
    assert.deepEqual(left, [])
  })

  it('exports and deletes rows that staff left without a date', async () => {
    const context = await open(false)
    await applySetup(context.admin, context.server.options)
    const student = await context.bot.create(Student, LEARNER)
    await context.bot.create(DocumentRequest, { student, documentType: 'passport' })
    await context.bot.create(Certificate, {
      student,
      certificateType: 'completion',
      certificateTitle: 'Orchard keeping',
    })
    await context.server
      .connect()
      .odoo.create(HomeworkAttempt, { student, homeworkTitle: 'Letter', dueDate: '2026-03-01T00:00:00Z' })
    await context.server.sandbox.sql(
      `UPDATE x_gr_certificate SET x_issue_date = NULL, x_state = 'no such state'`,
    )
    for (const sql of [
      'UPDATE x_gr_document_request SET x_request_date = NULL',
      'UPDATE x_gr_homework_attempt SET x_submission_date = NULL',
    ])
      await context.server.sandbox.sql(sql)
    assert.deepEqual(await context.bot.searchRead(DocumentRequest, [], ['requestDate']), [
      { id: 1, requestDate: null },
    ])
    const file = join(folder, 'undated.jsonl')
    const { exportedRows } = await rollbackSetup(context.server.connect().odoo, {
      adminLogin: context.adminLogin,
      withData: true,
      exportFile: file,
    })
    assert.equal(exportedRows, 4)
    const text = await readFile(file, 'utf8')
    assert.match(text, /"issueDate":null/)
    assert.match(text, /"state":"no such state"/)
  })

  it('leaves no partial file when the export fails, so that the next attempt succeeds', async () => {
    const context = await open(false)
    await applySetup(context.admin, context.server.options)
    await context.bot.create(Student, LEARNER)
    const file = join(folder, 'interrupted.jsonl')
    const odoo = context.server.connect().odoo
    const data = [{ model: Student, name: 'x_gr_student', domain: [], fields: ['name'], rows: 1 }]
    const failing = context.server.dying(0, 'before')
    await assert.rejects(exportData(failing, data, file), Killed)
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.startsWith('interrupted')),
      [],
    )
    await writeFile(`${file}.partial`, 'left by a killed run')
    assert.equal(await exportData(odoo, data, file), 1)
    assert.match(await readFile(file, 'utf8'), /"rows":1/)
  })

  it('counts only rows of an adopted model in which one of our fields is filled', async () => {
    const context = await open(true)
    await applySetup(context.admin, context.server.options)
    const student = await context.bot.create(Student, LEARNER)
    const partner = await context.bot.create(Partner, { name: 'Learner' })
    await context.bot.write(Student, [student], { partner })
    const rollback = () =>
      rollbackSetup(context.server.connect().odoo, { adminLogin: context.adminLogin, ...withoutData })
    await assert.rejects(rollback(), /1 × gr\.student \(our fields\)/)
    await context.bot.write(Student, [student], { partner: null })
    await rollback()
    const { url, db, bot } = context.server.sandbox
    const again = connectOdoo({ url, db, login: bot.login, apiKey: bot.password })
    assert.equal((await again.read(Student, [student], ['name'])).length, 1)
  })

  it('switches the suite’s scheduled actions on again, except those that were off before', async () => {
    const context = await open(true)
    const crons = () =>
      context.admin.searchRead(ScheduledAction, [], ['active'], { archived: true, order: 'id' })
    const before = await crons()
    const [first] = before.filter(({ active }) => active)
    assert.ok(first)
    await context.admin.write(ScheduledAction, [first.id], { active: false })
    const offByHand = await crons()
    await applySetup(context.admin, context.server.options)
    assert.ok(
      (await crons()).filter(({ active }) => active).length < offByHand.filter(({ active }) => active).length,
    )
    await rollbackSetup(context.server.connect().odoo, { adminLogin: context.adminLogin, ...withoutData })
    assert.deepEqual(await crons(), offByHand)
  })
})
