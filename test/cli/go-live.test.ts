import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readyOdoo, type TestOdoo } from '../support/odoo.js'
import { openProduct, type ProductFixture } from '../support/product-fixture.js'
import { MAIN } from '../support/service-process.js'
import { smtpServer, type TestMailServer } from '../support/smtp.js'
import { temporalServer, type TemporalServer } from '../support/temporal.js'

interface Checklist {
  readonly ready: boolean
  readonly items: readonly { name: string; state: string; what: string; todo: string }[]
}

describe('go-live on the command line', function () {
  this.timeout(180_000)

  let odoo: TestOdoo
  let product: ProductFixture
  let mail: TestMailServer
  let temporal: TemporalServer
  let folder: string
  before(async () => {
    odoo = await readyOdoo()
    mail = await smtpServer()
    temporal = await temporalServer()
    product = await openProduct({ odoo: { ...odoo, ...odoo.bot } })
    folder = await mkdtemp(join(tmpdir(), 'go-live-'))
  })
  after(async () => {
    await rm(folder, { recursive: true })
    await product.close()
    await mail.close()
    await odoo.close()
  })

  const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      execFile(
        process.execPath,
        ['--import', 'tsx', MAIN, 'go-live', '--certificate', join(folder, 'sample.pdf'), ...args],
        {
          env: {
            PATH: process.env['PATH'],
            ODOO_URL: odoo.url,
            ODOO_DB: odoo.db,
            ODOO_LOGIN: odoo.bot.login,
            ODOO_API_KEY: odoo.bot.password,
            ODOO_ADMIN_LOGIN: odoo.admin.login,
            ODOO_ADMIN_PASSWORD: odoo.admin.password,
            DATABASE_URL: product.database.url,
            TEMPORAL_ADDRESS: temporal.address,
            SMTP_URL: mail.url(),
            MAIL_FROM: 'Center <training@center.sa>',
            MAIL_DOMAIN: 'center.sa',
            REVIEW_MAIL: 'review@center.sa',
            ESCALATION_MAIL: 'lead@center.sa',
            ORGANIZATION_NAME: 'Kafaat Center',
            ORGANIZATION_NAME_AR: 'مركز كفاءات',
            ORGANIZATION_CODE: 'KFT',
            PUBLIC_URL: 'https://training.center.sa',
            TIME_ZONE: 'UTC',
            INTAKE_DEFAULT: 'on',
            ...env,
          },
        },
        (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
      )
    })
  const checklist = async (args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
    const { code, stdout, stderr } = await run([...args, '--json'], env)
    assert.ok(stdout !== '', stderr)
    const list = JSON.parse(stdout) as Checklist
    const stateOf = (name: string) => list.items.find((item) => item.name === name)?.state
    return { code, ...list, stateOf, stdout }
  }

  it('sends a real email, renders a sample certificate, and marks what is ready', async () => {
    const list = await checklist(['--to', 'me@center.sa'])
    for (const name of ['setup', 'own values', 'test email', 'test certificate', 'intake'])
      assert.equal(list.stateOf(name), 'done', list.stdout)
    assert.deepEqual(
      mail.received.map(({ envelope }) => envelope.to),
      [['me@center.sa']],
    )
    assert.equal((await readFile(join(folder, 'sample.pdf'))).subarray(0, 5).toString(), '%PDF-')
    const certificates = await product.store.db.selectFrom('certificate').selectAll().execute()
    assert.deepEqual(certificates, [])
  })

  it('says what to do about each open line, and ends with exit code 1', async () => {
    const { code, stdout } = await run([], {
      PUBLIC_URL: 'http://127.0.0.1:8080',
      INTAKE_DEFAULT: 'off',
      ODOO_ADMIN_LOGIN: '',
      ODOO_ADMIN_PASSWORD: '',
    })
    assert.equal(code, 1)
    assert.match(
      stdout,
      /✘ own values: Demonstration values are in use: PUBLIC_URL\.\n {4}to do: Set your own/,
    )
    assert.match(stdout, /✘ test email: No test email was sent\.\n {4}to do: Add --to/)
    assert.match(stdout, /✘ setup: .*\n {4}to do: Set ODOO_ADMIN_LOGIN/)
    assert.match(stdout, /✘ intake: No active program takes students .*\n {4}to do: Preview one first/)
    assert.match(stdout, /✘ worker: No worker is running\./)
    assert.match(stdout, /✘ API: The API does not respond/)
    assert.match(stdout, /Not ready: \d+ of 10 are open\./)
  })

  it('reports a mail server that refuses the email, and an Odoo that is gone, without the other lines failing', async () => {
    mail.script({ at: 'recipient', code: 550 })
    const list = await checklist(['--to', 'nobody@center.sa'], { ODOO_URL: 'http://127.0.0.1:9' })
    assert.equal(list.code, 1)
    assert.match(list.items.find(({ name }) => name === 'test email')?.what ?? '', /did not accept .*550/)
    assert.equal(list.stateOf('doctor'), 'open')
    assert.equal(list.stateOf('setup'), 'open')
    assert.equal(list.stateOf('own values'), 'done')
  })
})
