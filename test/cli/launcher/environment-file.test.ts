import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeEnvironment } from '../../../src/cli/launcher/environment-file.js'

describe('the file with the variables of a start', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'environment-'))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true })
  })

  const env = {
    DATABASE_URL: 'postgres://orchestrator:secret@127.0.0.1:5433/orchestrator',
    ORGANIZATION_NAME: 'L\'École $HOME "Training"',
    ODOO_API_KEY: 'key-of-the-bot',
    PATH: '/bin',
  }
  const inShell = (path: string, name: string) =>
    execFileSync('sh', ['-c', `set -a; . '${path}'; set +a; printenv ${name} || echo missing`], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] },
    }).trim()

  it('gives another shell the variables of the product, whatever characters they contain', () => {
    const path = writeEnvironment(folder, env, {})
    assert.equal(inShell(path, 'DATABASE_URL'), env.DATABASE_URL)
    assert.equal(inShell(path, 'ORGANIZATION_NAME'), env.ORGANIZATION_NAME)
    assert.equal(inShell(path, 'ODOO_API_KEY'), env.ODOO_API_KEY)
  })

  it('keeps no secret that the caller has given, and nobody else can read it', () => {
    const path = writeEnvironment(folder, env, { ODOO_API_KEY: 'key-of-the-bot' })
    assert.equal(inShell(path, 'ODOO_API_KEY'), 'missing')
    assert.equal(statSync(path).mode & 0o777, 0o600)
  })
})
