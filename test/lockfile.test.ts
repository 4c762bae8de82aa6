import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'

interface LockedPackage {
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

describe('package-lock.json', () => {
  const text = readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')
  const { packages } = JSON.parse(text) as { packages: Readonly<Record<string, LockedPackage>> }

  it('has an entry for every platform’s native package, without which `npm ci` fails', () => {
    // `npm install` omits entries that it could not fetch (npm/cli#4828).
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`],
      ),
    )
    assert.deepEqual(missing, [])
  })

  it('names no registry', () => {
    assert.doesNotMatch(text, /"resolved"/)
  })
})
