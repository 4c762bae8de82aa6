import { SaxesParser, type SaxesTagPlain } from 'saxes'

export interface Node {
  readonly tag: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Node[]
  text: string
}

/** Parses the document. Throws if it is not well-formed. */
export function parseXml(xml: string): Node {
  const parser = new SaxesParser()
  const root: Node = { tag: '', attributes: {}, children: [], text: '' }
  const open: Node[] = [root]
  const inside = () => open.at(-1) ?? root
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }: SaxesTagPlain) => {
    const node: Node = { tag: name, attributes: { ...attributes }, children: [], text: '' }
    inside().children.push(node)
    open.push(node)
  })
  parser.on('closetag', () => void open.pop())
  parser.on('text', (text) => (inside().text += text))
  parser.on('cdata', (text) => (inside().text += text))
  parser.write(xml).close()
  const [document] = root.children
  if (!document) throw new Error('an empty document')
  return document
}

/** Yields the node and all nodes below it. */
export const walk = (node: Node): readonly Node[] => [node, ...node.children.flatMap(walk)]

/** Returns a resource's value if it is a text. */
export function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('not a text')
  return value
}
