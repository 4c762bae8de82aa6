import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import ts from 'typescript'

/** The plan's models, Odoo's eLearning, and manual models and fields, as Odoo writes them. */
const TECHNICAL_NAME = /(?<![\w.])(gr\.[a-z_.]+[a-z]|slide\.[a-z_.]+[a-z]|x_[a-z_]+[a-z])(?![\w(])/

/** The declaration, and the stand-in that plays Odoo's side of the wire. */
const MAY_NAME = ['src/odoo/schema/', 'src/sandbox/odoo/']

describe('technical names of Odoo', () => {
  it('are written in the declaration and nowhere else', async () => {
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

  it('would be found', () => {
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
  for (const room of ['src', 'workflows', 'activities'])
    for (const entry of await readdir(room, { recursive: true })) {
      const file = join(room, entry)
      if (file.endsWith('.ts') && !MAY_NAME.some((place) => file.startsWith(place))) files.push(file)
    }
  return files
}

/** Every text of the program: comments may name what they explain. */
function* literals(node: ts.Node): Generator<string> {
  if (ts.isStringLiteralLike(node)) yield node.text
  else if (ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node)) yield node.text
  const children: ts.Node[] = []
  ts.forEachChild(node, (child) => void children.push(child))
  for (const child of children) yield* literals(child)
}
