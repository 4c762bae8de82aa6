import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connectOdoo } from '../../src/odoo/client/client.js'
import { CHROMIUM } from '../support/browser.js'
import { agentAccount } from './agent-account.js'
import { agentMorning } from './agent-morning.js'
import { openSandboxEnvironment, type SandboxEnvironment } from './environment.js'

describe('end to end: an agent’s morning in the staff app', function () {
  this.timeout(400_000)
  const pictures = mkdtempSync(join(tmpdir(), 'agent-morning-'))
  const opened: SandboxEnvironment[] = []

  before(async function () {
    if (!existsSync(CHROMIUM) && !process.env['CI']) return this.skip()
    const build = fileURLToPath(new URL('../../scripts/build-web.mjs', import.meta.url))
    assert.equal(spawnSync(process.execPath, [build], { stdio: 'inherit' }).status, 0)
    opened.push(await openSandboxEnvironment('empty'))
  })
  after(async () => {
    await Promise.all(opened.map((environment) => environment.close()))
    rmSync(pictures, { recursive: true, force: true })
  })

  it('leads from an email to a task, and lets an agent decide ten of them, in Arabic and on a phone', async () => {
    const [environment] = opened
    assert.ok(environment)
    const { url, db, admin } = environment.sandbox
    const staff = connectOdoo({ url, db, login: admin.login, apiKey: admin.password })
    const agent = await agentAccount(staff, true)
    const address = await environment.listen()
    const seen = await agentMorning({ environment, staff, agent, address, pictures, arabic: true })
    assert.ok(seen.length >= 5)
    assert.ok(readdirSync(pictures).length > 10)
  })
})
