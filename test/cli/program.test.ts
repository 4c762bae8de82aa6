import assert from 'node:assert/strict'
import { CommanderError } from 'commander'
import { spawnSync } from 'node:child_process'
import { createProgram } from '../../src/cli/program.js'
import { MAIN } from '../support/service-process.js'

interface Result {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

const ODOO = { ODOO_DB: 'x', ODOO_LOGIN: 'bot', ODOO_API_KEY: 'key' }

function cli(args: readonly string[], env: NodeJS.ProcessEnv = {}): Result {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', MAIN, ...args], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...env },
  })
  return { code: status, stdout, stderr }
}

/** One line that does not show where in the code it comes from. */
function assertOneLine(text: string) {
  assert.equal(text.trim().split('\n').length, 1, text)
  assert.doesNotMatch(text, /\n\s+at /)
}

/**
 * Runs the command line in this process. Only for calls that end in a help text or a usage error.
 */
async function parse(args: readonly string[]) {
  let stdout = ''
  let stderr = ''
  const program = await createProgram({
    writeOut: (text) => (stdout += text),
    writeErr: (text) => (stderr += text),
  })
  await assert.rejects(program.parseAsync(args, { from: 'user' }), CommanderError)
  return { stdout, stderr }
}

describe('command line', () => {
  it('shows all commands when it is called without one', () => {
    const { code, stdout } = cli([])
    assert.equal(code, 0)
    for (const name of ['start', 'worker', 'api', 'setup', 'doctor', 'migrate', 'rebuild'])
      assert.match(stdout, new RegExp(`^  ${name} `, 'm'))
  })

  it('explains every command with an example', async () => {
    const program = await createProgram()
    const paths = program.commands.flatMap((command) => [
      [command.name()],
      ...command.commands.map((subcommand) => [command.name(), subcommand.name()]),
    ])
    assert.ok(paths.length > 12)
    for (const path of paths) {
      const { stdout } = await parse([...path, '--help'])
      assert.ok(stdout.includes(`Examples:\n  npm run cli -- ${path.join(' ')}`), stdout)
    }
  })

  it('lists the environment variables with their defaults', async () => {
    const { stdout } = await parse(['help', 'variables'])
    assert.match(stdout, /^ {2}ODOO_URL {2,}Address of Odoo$/m)
    assert.match(stdout, /^ {2}API_PORT .*\(default: 8080\)$/m)
    assert.match(stdout, /^ {2}SANDBOX_ODOO /m)
    assert.match(stdout, /^ {2}ODOO_ADMIN_LOGIN /m)
  })

  const mistakes = [
    { args: ['aply'], says: /unknown command 'aply'/ },
    { args: ['setup', 'aply'], says: /unknown command 'aply' \(Did you mean apply\?\)/ },
    { args: ['setup', 'apply', '--jsno'], says: /unknown option '--jsno'/ },
    { args: ['doctor', '--verbose'], says: /unknown option '--verbose'/ },
    { args: ['setup', 'export'], says: /required option '--file <zip>' not specified/ },
    { args: ['rebuild', 'now'], says: /too many arguments for 'rebuild'/ },
    { args: ['inbox', '--web-port', '0'], says: /must be a whole number from 1 to 65535/ },
  ]
  for (const { args, says } of mistakes) {
    it(`explains "${args.join(' ')}" in one line`, async () => {
      const { stdout, stderr } = await parse(args)
      assert.equal(stdout, '')
      assert.match(stderr, says)
      assertOneLine(stderr)
    })
  }

  it('exits with 2 after a usage error', () => {
    const { code, stderr } = cli(['setup', '--help-me'])
    assert.equal(code, 2)
    assert.match(stderr, /unknown option '--help-me'/)
    assertOneLine(stderr)
  })

  it('names every variable that a command lacks', () => {
    const { code, stderr } = cli(['setup', 'plan'])
    assert.equal(code, 1)
    const names = stderr.trim().split('\n')
    assert.deepEqual(
      names.map((line) => line.split(' ')[0]),
      ['ODOO_ADMIN_LOGIN', 'ODOO_ADMIN_PASSWORD', 'ODOO_URL', 'ODOO_DB'],
    )
  })

  it('exits doctor with 2 when the configuration does not name an Odoo', () => {
    const { code, stderr } = cli(['doctor'], { ...ODOO, ODOO_URL: 'odoo' })
    assert.equal(code, 2)
    assert.match(stderr, /^ODOO_URL must be an address/)
    assertOneLine(stderr)
  })

  it('needs the database and our address for webhooks', () => {
    const admin = { ODOO_ADMIN_LOGIN: 'admin', ODOO_ADMIN_PASSWORD: 'secret' }
    const { code, stderr } = cli(['setup', 'plan', '--webhooks'], {
      ...ODOO,
      ...admin,
      ODOO_URL: 'http://odoo',
    })
    assert.equal(code, 1)
    assert.deepEqual(stderr.trim().split('\n'), [
      'DATABASE_URL is missing: --webhooks needs it',
      'HOOKS_URL is missing: --webhooks needs it',
    ])
  })

  it('shows the stack trace of an unexpected error only with LOG_LEVEL=debug', () => {
    const DATABASE_URL = 'postgres://user:password@127.0.0.1:1/database'
    const { code, stderr } = cli(['rebuild'], { DATABASE_URL })
    assert.equal(code, 1)
    const [message = '', hint] = stderr.split('\n')
    assert.match(message, /^error: .*ECONNREFUSED 127\.0\.0\.1:1/)
    assert.equal(hint, 'Set LOG_LEVEL=debug to see the stack trace.')
    assert.doesNotMatch(stderr, /\n\s+at /)
    assert.match(cli(['rebuild'], { DATABASE_URL, LOG_LEVEL: 'debug' }).stderr, /\n\s+at /)
  })
})
