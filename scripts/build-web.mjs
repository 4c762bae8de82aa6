// Builds the staff app (web/) into web/dist, unless its sources are those of the last build. The
// new build replaces the old one as a whole, so that the API never serves half of one.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'

const root = fileURLToPath(new URL('..', import.meta.url))
const web = join(root, 'web')
const built = join(web, 'dist')
const hashFile = join(built, '.sources-hash')

const hash = createHash('sha256')
for (const file of ['package-lock.json', ...['web', 'src/contracts', 'src/domain'].flatMap(sourcesIn)])
  hash
    .update(file)
    .update('\0')
    .update(readFileSync(join(root, file)))
    .update('\0')
const wanted = hash.digest('hex')

if (!existsSync(hashFile) || readFileSync(hashFile, 'utf8') !== wanted) {
  const next = join(root, '.cache', `web-build-${process.pid}`)
  const { status } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/vite/bin/vite.js'),
      'build',
      web,
      '--outDir',
      next,
      '--emptyOutDir',
      '--logLevel',
      'warn',
    ],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
  )
  if (status !== 0) {
    rmSync(next, { recursive: true, force: true })
    console.error('The staff app could not be built; the lines above say why.')
    process.exit(1)
  }
  compressFilesIn(join(next, 'assets'))
  writeFileSync(join(next, '.sources-hash'), wanted)
  mkdirSync(web, { recursive: true })
  rmSync(built, { recursive: true, force: true })
  renameSync(next, built)
}

/** So that the API does not compress the same files again for every reader. */
function compressFilesIn(folder) {
  for (const name of readdirSync(folder)) {
    const content = readFileSync(join(folder, name))
    writeFileSync(join(folder, `${name}.gz`), gzipSync(content, { level: 9 }))
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(content))
  }
}

/** Paths relative to the project, in a fixed order. */
function sourcesIn(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`
      if (!entry.isDirectory()) return [path]
      return path === 'web/dist' ? [] : sourcesIn(path)
    })
}
