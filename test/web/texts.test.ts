import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ar } from '../../web/src/i18n/ar/messages.js'
import { en } from '../../web/src/i18n/en/messages.js'

const SOURCES = fileURLToPath(new URL('../../web/src', import.meta.url))

/** Groups whose members are chosen by a word of the API, or by a list in the code. */
const CHOSEN_BY_WORD =
  /^(words|pages\.charts|nav|pages\.bulk\.texts|pages\.commands|pages\.programs\.intakeText|pages\.work\.shortcuts|pages\.students\.orders|pages\.reports\.names|pages\.serviceLevels\.(levels|meanings|bases))\./

/** Members that are chosen by a short list beside their use, such as `t.app[other]`. */
const CHOSEN_BY_LIST = [
  'app.light',
  'app.dark',
  'pages.settings.auto',
  'pages.settings.light',
  'pages.settings.dark',
  'pages.serviceLevels.baselineFrom',
  'pages.serviceLevels.baselineTo',
  'pages.work.mine',
  'pages.work.everyone',
  'pages.work.resting',
]

function pathsOf(texts: object, prefix = ''): string[] {
  return Object.entries(texts).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null ? pathsOf(value, `${prefix}${name}.`) : [`${prefix}${name}`],
  )
}

describe('staff app: texts', () => {
  it('have the same keys in both languages', () => {
    assert.deepEqual(pathsOf(ar).sort(), pathsOf(en).sort())
  })

  it('are all used', () => {
    const code = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('i18n') && !file.endsWith('.d.ts'))
      .map((file) => readFileSync(`${SOURCES}/${file}`, 'utf8'))
      .join('\n')
    // The names that the code gives to the texts, and to parts of them.
    const uses = code.matchAll(/\b(?:t|s|texts|messages|words)\b\??((?:\.\w+)+)/g)
    const used = new Set(Array.from(uses, ([, names = '']) => names.split('.')).flat())
    const unused = pathsOf(en).filter(
      (path) =>
        !CHOSEN_BY_WORD.test(path) &&
        !CHOSEN_BY_LIST.includes(path) &&
        !used.has(path.split('.').at(-1) ?? ''),
    )
    assert.deepEqual(unused, [])
  })
})
