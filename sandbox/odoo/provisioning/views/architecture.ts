import { SaxesParser } from 'saxes'

/** An element of a view's architecture. */
export interface Element {
  readonly tag: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Element[]
}

interface Open extends Element {
  readonly children: Element[]
}

/** Parses a view's architecture. Throws an Error if it is not well-formed XML. */
export function parseArch(source: string): Element {
  const parser = new SaxesParser()
  const open: Open[] = []
  let root: Element | undefined
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const element: Open = { tag: name, attributes, children: [] }
    open.at(-1)?.children.push(element)
    open.push(element)
    root ??= element
  })
  parser.on('closetag', () => {
    open.pop()
  })
  parser.write(source).close()
  if (!root) throw new Error('Document is empty')
  return root
}
