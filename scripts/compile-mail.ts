// Compiles templates/mail/*.mjml to templates/mail/compiled/*.html, which is committed: MJML stays
// out of production.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import mjml2html from 'mjml'

const SOURCES = join(import.meta.dirname, '..', 'templates', 'mail')
const COMPILED = join(SOURCES, 'compiled')

/** Returns the kinds of email that have a template. */
export async function mailKinds(): Promise<string[]> {
  const files = await readdir(SOURCES)
  return files.filter((file) => file.endsWith('.mjml')).map((file) => basename(file, '.mjml'))
}

export const compiledPath = (kind: string) => join(COMPILED, `${kind}.html`)

/** Returns HTML that contains the template's placeholders. Throws when MJML finds a mistake. */
export async function compileMail(kind: string): Promise<string> {
  const filePath = join(SOURCES, `${kind}.mjml`)
  const { html, errors } = await mjml2html(await readFile(filePath, 'utf8'), {
    filePath,
    includePath: SOURCES,
    ignoreIncludes: false,
    keepComments: false,
  })
  // MJML does not accept placeholders as values of alignment and direction.
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
