// Compiles templates/mail/*.mjml to templates/mail/compiled/*.html, which is committed: MJML stays out of production.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import mjml2html from 'mjml'

const SOURCES = join(import.meta.dirname, '..', 'templates', 'mail')
const COMPILED = join(SOURCES, 'compiled')

/** The kinds that have a source. */
export async function mailKinds(): Promise<string[]> {
  const files = await readdir(SOURCES)
  return files.filter((file) => file.endsWith('.mjml')).map((file) => basename(file, '.mjml'))
}

export const compiledPath = (kind: string) => join(COMPILED, `${kind}.html`)

/** HTML with the template's placeholders in it. Throws when MJML finds a mistake. */
export async function compileMail(kind: string): Promise<string> {
  const filePath = join(SOURCES, `${kind}.mjml`)
  const { html, errors } = await mjml2html(await readFile(filePath, 'utf8'), {
    filePath,
    includePath: SOURCES,
    ignoreIncludes: false,
    keepComments: false,
  })
  // A placeholder for an alignment or a direction is not one of the words that MJML knows.
  const mistakes = errors.filter(({ formattedMessage }) => !formattedMessage.includes('{{= it.'))
  if (mistakes.length > 0) {
    throw new Error(mistakes.map(({ formattedMessage }) => formattedMessage).join('\n'))
  }
  return html
}

if (process.argv[1] === import.meta.filename) {
  await mkdir(COMPILED, { recursive: true })
  for (const kind of await mailKinds()) await writeFile(compiledPath(kind), await compileMail(kind))
}
