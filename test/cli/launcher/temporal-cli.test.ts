import getPort from 'get-port'
import assert from 'node:assert/strict'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { findTemporalCli, unknownFlag } from '../../../src/cli/launcher/temporal-cli.js'
import { runTemporalServer } from '../../../src/cli/launcher/temporal-server.js'

/**
 * The oldest version that we start is 1.5.1, which `go install` builds: it does not know
 * --ui-disable-news-fetch. The scripts below take the place of such a version.
 */
describe('The Temporal CLI', () => {
  const NEWS = '--ui-disable-news-fetch'
  const given = { PATH: process.env['PATH'], TEMPORAL_CLI_PATH: process.env['TEMPORAL_CLI_PATH'] }
  let folder: string
  let real: string

  before(async () => {
    real = (await findTemporalCli()).path
  })
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'temporal-cli-'))
    delete process.env['TEMPORAL_CLI_PATH']
    process.env['PATH'] = `${folder}${delimiter}${given.PATH ?? ''}`
  })
  afterEach(async () => {
    for (const [name, value] of Object.entries(given))
      if (value === undefined) Reflect.deleteProperty(process.env, name)
      else process.env[name] = value
    await rm(folder, { recursive: true, force: true })
  })

  /**
   * A program `temporal` that rejects one flag as the real one does, and otherwise is the real one.
   */
  async function cliWithout(flag: string): Promise<string> {
    return script(
      `for arg in "$@"; do [ "$arg" = "${flag}" ] && echo "Error: unknown flag: ${flag}" >&2 && exit 1; done
       exec "${real}" "$@"`,
    )
  }

  /** A program `temporal` that runs `first` before it starts a server. */
  async function cliThatStarts(first: string): Promise<string> {
    return script(
      `case "$*" in *--help*) ;; "server start-dev"*) ${first} ;; esac
       exec "${real}" "$@"`,
    )
  }

  async function script(text: string): Promise<string> {
    const path = join(folder, 'temporal')
    await writeFile(path, `#!/bin/sh\n${text}\n`)
    await chmod(path, 0o755)
    return path
  }

  async function run(cli: string) {
    const [port, uiPort] = [await getPort(), await getPort()]
    return runTemporalServer({ cli, port, uiPort, namespace: 'default', dbFile: null })
  }

  it('is used when it does not know a flag that we can do without, and its server starts', async () => {
    const path = await cliWithout(NEWS)
    assert.match((await unknownFlag(path, [NEWS])) ?? '', /unknown flag: --ui-disable-news-fetch/)
    const { path: cli } = await findTemporalCli()
    assert.equal(cli, path)
    const server = await run(cli)
    await server.stop()
  })

  it('is started again when a port of its own is taken, and its server starts', async () => {
    const cli = await cliThatStarts(
      `mkdir "${folder}/first" && echo "listen tcp 127.0.0.1:4711: bind: address already in use" >&2 && exit 2`,
    )
    const server = await run(cli)
    await server.stop()
  })

  it('that cannot start a server is given up after three attempts, with the cause', async () => {
    const cli = await cliThatStarts(`echo x >> "${folder}/starts"; echo "panic: no disk" >&2; exit 2`)
    await assert.rejects(run(cli), /^Error: The Temporal development server did not start. panic: no disk$/)
    assert.equal(await readFile(join(folder, 'starts'), 'utf8'), 'x\nx\nx\n')
  })

  it('says what its server printed when it ends by itself', async () => {
    const cli = await script(`exec "${real}" "$@"`)
    const server = await run(cli)
    process.kill(server.pid, 'SIGQUIT')
    assert.match(await server.ended, /^SIGQUIT: quit/)
  })

  it('is skipped with a message when it does not know a flag that we need', async () => {
    const path = await cliWithout('--search-attribute')
    const lines: string[] = []
    const { path: cli } = await findTemporalCli((line) => lines.push(line))
    assert.notEqual(cli, path)
    assert.match(lines.join('\n'), new RegExp(`skipped ${path}: unknown flag: --search-attribute`))
  })

  it('is skipped with a message when it is another program', async () => {
    const path = await script('echo temporal 0.1')
    const lines: string[] = []
    const { path: cli } = await findTemporalCli((line) => lines.push(line))
    assert.notEqual(cli, path)
    assert.match(lines.join('\n'), new RegExp(`skipped ${path}: it is not a Temporal CLI`))
  })

  it('that was set on purpose is not skipped: the error names the missing flag', async () => {
    process.env['TEMPORAL_CLI_PATH'] = await cliWithout('--dynamic-config-value')
    await assert.rejects(
      findTemporalCli(),
      /^Error: TEMPORAL_CLI_PATH: .*unknown flag: --dynamic-config-value/,
    )
  })
})
