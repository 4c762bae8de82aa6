import { Ajv } from 'ajv'
import { Command } from 'commander'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { addLauncherCommands } from '../../src/cli/launcher/commands.js'
import { createProgram } from '../../src/cli/program.js'
import { VARIABLES } from '../../src/config.js'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

interface Service {
  readonly image?: string
  readonly build?: string
  readonly command?: readonly string[]
  readonly entrypoint?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly ports?: readonly string[]
  readonly profiles?: readonly string[]
  readonly configs?: readonly { readonly source: string }[]
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
}

interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>
  readonly configs: Readonly<Record<string, unknown>>
}

describe('docker-compose.yml', () => {
  const text = read('../../docker-compose.yml')
  const file = parse(text, { merge: true }) as ComposeFile
  const services = Object.entries(file.services)
  const ours = services.filter(([, { build }]) => build !== undefined)
  const configured = ours.filter(([, { environment }]) => environment !== undefined)

  it('conforms to the published schema of compose files', () => {
    // Draft 7 under an address that validators do not know.
    const { $schema, ...schema } = JSON.parse(read('compose-spec.json')) as { $schema: string }
    assert.match($schema, /draft-07/)
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema)
    assert.ok(validate(file), JSON.stringify(validate.errors, null, 2))
  })

  it('has the services of production, and an inbox for development only', () => {
    for (const name of ['postgresql', 'temporal', 'temporal-ui', 'api', 'worker', 'migrate'])
      assert.ok(file.services[name], name)
    assert.deepEqual(
      services.filter(([, { profiles }]) => profiles).map(([name, { profiles }]) => [name, profiles]),
      [['inbox', ['dev']]],
    )
  })

  it('lets Temporal order tasks by priority', () => {
    const { content } = file.configs['temporal-dynamic'] as { content: string }
    assert.deepEqual((parse(content) as Record<string, unknown>)['matching.useNewMatcher'], [{ value: true }])
  })

  it('sets only variables that our configuration reads', () => {
    assert.ok(configured.length >= 3)
    for (const [name, { environment = {} }] of configured)
      for (const variable of Object.keys(environment))
        assert.ok(variable in VARIABLES, `${name} sets ${variable}, which nothing reads`)
  })

  it('sets every variable that our configuration requires', () => {
    for (const [variable, { default: preset }] of Object.entries(VARIABLES)) {
      if (preset !== undefined) continue
      for (const [name, { environment = {} }] of configured)
        assert.ok(environment[variable], `${name} lacks ${variable}`)
    }
  })

  it('contains no secret and names each one that is missing', () => {
    for (const [variable, { secret, default: preset }] of Object.entries(VARIABLES)) {
      if (!secret) continue
      const expected = preset === '' ? /^\$\{\w+:-\}$/ : /\$\{\w+:\?[^}]+\}/
      for (const [name, { environment = {} }] of configured) {
        const value = environment[variable]
        if (value !== undefined) assert.match(value, expected, `${name}: ${variable}`)
      }
    }
    for (const [name, { environment = {} }] of services)
      for (const [variable, value] of Object.entries(environment))
        if (/PASSWORD|PWD/.test(variable)) assert.match(value, /\$\{\w+:\?[^}]+\}/, `${name}: ${variable}`)
  })

  it('publishes ports on loopback only', () => {
    for (const [name, { ports = [] }] of services)
      for (const port of ports) assert.match(port, /^127\.0\.0\.1:\d+:\d+$/, name)
  })

  it('pins every image', () => {
    for (const [name, { image = '' }] of services) assert.match(image, /:\d+\.\d+/, name)
  })

  it('runs only commands that the image has', async () => {
    const launcher = new Command()
    addLauncherCommands(launcher)
    const ofLauncher = launcher.commands.map((command) => command.name())
    const all = (await createProgram()).commands.map((command) => command.name())
    for (const [name, { command: [command = ''] = [] }] of ours) {
      assert.ok(all.includes(command), `${name} runs ${command}`)
      assert.ok(!ofLauncher.includes(command), `${name} runs ${command}, which the image lacks`)
    }
  })

  it('refers only to services and configs that it defines', () => {
    for (const [name, { depends_on = {}, configs = [] }] of services) {
      for (const other of Object.keys(depends_on)) assert.ok(file.services[other], `${name} → ${other}`)
      for (const { source } of configs) assert.ok(source in file.configs, `${name}: ${source}`)
    }
  })
})
