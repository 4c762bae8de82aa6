// Maintenance, after a change of dependencies: puts the native packages of all platforms back into
// package-lock.json. A registry mirror with the packages of one platform makes npm omit the others,
// and then `npm ci` rejects the lock file. Version, os and cpu of an added entry come from its
// parent; npm adds the checksum when it installs it.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const file = fileURLToPath(new URL('../package-lock.json', import.meta.url))
const lock = JSON.parse(readFileSync(file, 'utf8'))

const SYSTEMS = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'openharmony',
  'win32',
  'openbsd',
  'netbsd',
  'sunos',
  'aix',
]
const PROCESSORS = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el']

/** The os and cpu that a platform package's name ends in, or undefined: not such a package. */
function platformOf(name) {
  const words = name.split(/[-/]/)
  const os = SYSTEMS.find((system) => words.includes(system))
  const cpu = PROCESSORS.find((processor) => words.includes(processor))
  return os && cpu ? { os: [os], cpu: [cpu] } : undefined
}

const added = []
for (const parent of Object.values({ ...lock.packages })) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    const platform = platformOf(name)
    const place = `node_modules/${name}`
    if (!platform || lock.packages[place] || !/^\d/.test(version)) continue
    lock.packages[place] = { version, ...platform, ...(parent.dev ? { dev: true } : {}), optional: true }
    added.push(`${name}@${version}`)
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
console.log(added.length === 0 ? 'The lock file is complete.' : `Added:\n${added.join('\n')}`)
