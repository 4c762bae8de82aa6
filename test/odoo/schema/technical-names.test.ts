import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import ts from 'typescript'

/** Technical names of the plan's models, of Odoo's eLearning, and of manual models and fields. */
const TECHNICAL_NAME = /(?<![\w.])(gr\.[a-z_.]+[a-z]|slide\.[a-z_.]+[a-z]|x_[a-z_]+[a-z])(?![\w(])/

const DECLARATION = 'src/odoo/schema/'

describe('technical names of Odoo', () => {
  it('occur only in the declaration', async () => {
    const found: string[] = []
    for (const file of await sources()) {
      const text = await readFile(file, 'utf8')
      for (const literal of literals(ts.createSourceFile(file, text, ts.ScriptTarget.Latest))) {
        const name = TECHNICAL_NAME.exec(literal)?.[0]
        if (name !== undefined) found.push(`${file}: ${name}`)
      }
    }
    assert.deepEqual(found, [])
  })

  it('are found in literals but not in comments', () => {
    const source = ts.createSourceFile(
      'x.ts',
      "// gr.student\nread('gr.student', `${a} x_partner_id`)",
      ts.ScriptTarget.Latest,
    )
    assert.deepEqual(
      [...literals(source)].map((literal) => TECHNICAL_NAME.exec(literal)?.[0]),
      ['gr.student', undefined, 'x_partner_id'],
    )
  })
})

async function sources(): Promise<string[]> {
  const files: string[] = []
  for (const folder of ['src', 'workflows', 'activities'])
    for (const entry of await readdir(folder, { recursive: true })) {
      const file = join(folder, entry)
      if (file.endsWith('.ts') && !file.startsWith(DECLARATION)) files.push(file)
    }
  return files
}

/** Returns all string literals. Comments may contain technical names. */
function* literals(node: ts.Node): Generator<string> {
  if (ts.isStringLiteralLike(node)) yield node.text
  else if (ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node)) yield node.text
  const children: ts.Node[] = []
  ts.forEachChild(node, (child) => void children.push(child))
  for (const child of children) yield* literals(child)
}
