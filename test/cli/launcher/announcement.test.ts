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
const common = { config, keyFile: 'data/api-key', sandboxAdmin: null, demoVariables: [], alarms: [] }

describe('announcement', () => {
  it('says how to run setup with webhooks, and shows no password', () => {
    const databaseUrl = "postgres://orchestrator:$(cat 'data/postgres-password')@127.0.0.1:5434/orchestrator"
    const lines = announcement({ ...common, databaseUrl }).split('\n')
    assert.ok(lines.includes('    export HOOKS_URL=https://hooks.centre.test'))
    assert.ok(lines.includes(`    export DATABASE_URL="${databaseUrl}"`))
    assert.ok(lines.includes('    npm run cli -- setup apply'))
  })

  it('does not show the address of a database that is not embedded', () => {
    const text = announcement({ ...common, databaseUrl: null })
    assert.match(text, /setup apply/)
    assert.doesNotMatch(text, /DATABASE_URL|database\.test/)
  })

  it('ends with the faults that the worker has found', () => {
    const alarms = [{ message: 'Odoo is not ready. Run “npm run cli -- setup apply”.' }]
    assert.match(announcement({ ...common, databaseUrl: null, alarms }), /ALARM: Odoo is not ready/)
  })

  it('does not mention setup with the sandbox, which the launcher sets up', () => {
    const sandboxAdmin = { login: 'admin', password: 'admin' }
    assert.doesNotMatch(announcement({ ...common, databaseUrl: null, sandboxAdmin }), /setup/)
  })
})
