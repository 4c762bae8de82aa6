import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { SETUP_VARIABLES } from '../src/cli/command-variables.js'
import { LAUNCHER_VARIABLES } from '../src/cli/launcher/launcher-variables.js'
import { readConfig, VARIABLES } from '../src/config.js'
import type { Variable } from '../src/variables.js'

interface Entry {
  readonly name: string
  readonly value: string
  /** The line begins with `#` and shows a default. */
  readonly isComment: boolean
}

describe('.env.example', () => {
  const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
  const entries = read('../.env.example')
    .split('\n')
    .flatMap((line): Entry[] => {
      const [, comment, name, value = ''] = /^(# )?([A-Z_]+)=(.*)$/.exec(line) ?? []
      return name === undefined ? [] : [{ name, value, isComment: comment !== undefined }]
    })
  const tables: Readonly<Record<string, Variable<unknown>>> = {
    ...VARIABLES,
    ...SETUP_VARIABLES,
    ...LAUNCHER_VARIABLES,
  }
  /** Passwords that docker-compose.yml needs and the product does not read. */
  const composeOnly = ['POSTGRES_PASSWORD', 'TEMPORAL_DB_PASSWORD']

  it('names every variable once, and no other', () => {
    const names = entries.map(({ name }) => name)
    assert.deepEqual(names.toSorted(), [...Object.keys(tables), ...composeOnly].toSorted())
    for (const name of composeOnly) assert.ok(read('../docker-compose.yml').includes(`\${${name}:?`), name)
  })

  it('sets the required variables of the product and shows the defaults of the others', () => {
    for (const { name, value, isComment } of entries) {
      const declaration = tables[name]
      const isRequired = name in VARIABLES && declaration?.default === undefined
      assert.equal(isComment, !isRequired, name)
      if (isComment)
        assert.equal(value, typeof declaration?.default === 'string' ? declaration.default : '', name)
    }
  })

  it('is a valid configuration once the API key is added', () => {
    const set = entries.filter(({ isComment }) => !isComment).map(({ name, value }) => [name, value])
    assert.doesNotThrow(() =>
      readConfig({ ...Object.fromEntries(set), ODOO_API_KEY: 'key' } as NodeJS.ProcessEnv),
    )
  })
})
