import assert from 'node:assert/strict'
import { announcement } from '../../../src/cli/launcher/announcement.js'
import { readConfig } from '../../../src/config.js'

const config = readConfig({
  ODOO_URL: 'http://odoo.test',
  ODOO_DB: 'training',
  ODOO_LOGIN: 'bot',
  ODOO_API_KEY: 'key',
  TEMPORAL_ADDRESS: 'temporal.test:7233',
  DATABASE_URL: 'postgres://database.test/orchestrator',
  SMTP_URL: 'smtp://mail.test',
  MAIL_FROM: 'training@centre.test',
  REVIEW_MAIL: 'review@centre.test',
  ESCALATION_MAIL: 'head@centre.test',
  ORGANIZATION_NAME: 'Centre',
  ORGANIZATION_CODE: 'CE',
  HOOKS_URL: 'https://hooks.centre.test',
})
const common = {
  config,
  keyFile: 'data/api-key',
  environmentFile: 'data/environment',
  key: null,
  sandbox: null,
  alarms: [],
}

const account = (name: string) => ({ login: name, password: name })
const sandbox = { admin: account('admin'), staff: [account('manager'), account('agent')] }

describe('announcement', () => {
  it('says how to run setup and other commands, and shows no address of a database', () => {
    const text = announcement(common)
    const lines = text.split('\n')
    assert.ok(lines.includes("    set -a; . 'data/environment'; set +a"))
    assert.ok(lines.includes('    npm run cli -- setup apply'))
    assert.ok(lines.some((line) => line.includes('npm run cli -- intake set')))
    assert.doesNotMatch(text, /postgres:/)
  })

  it('ends with the faults that the worker has found', () => {
    const alarms = [{ message: 'Odoo is not ready. Run “npm run cli -- setup apply”.' }]
    assert.match(announcement({ ...common, alarms }), /ALARM: Odoo is not ready/)
  })

  it('does not mention setup with the sandbox, which the launcher sets up', () => {
    assert.doesNotMatch(announcement({ ...common, sandbox }), /setup|intake/)
  })

  it('signs the newcomer in with one click, and names the accounts of the sandbox', () => {
    const text = announcement({ ...common, key: 'tk_a_b', sandbox })
    assert.match(text, /Staff app +http:\/\/127\.0\.0\.1:8080\/login\?key=tk_a_b\n/)
    assert.match(text, /as manager \/ manager, or as agent \/ agent\n/)
    assert.match(announcement(common), /Staff app +http:\/\/127\.0\.0\.1:8080\/app\n/)
  })
})
