import type { Label } from '../../schema/fields.js'

/** A text that is the same in every language, or one that Odoo translates. */
export type Text = string | Label

export interface Element {
  readonly tag: string
  readonly attributes: Readonly<Record<string, Text>>
  readonly children: readonly XmlNode[]
}

/** XML that is written already. */
interface Written {
  readonly xml: string
}

type XmlNode = Element | Written | Text

/** `null`, `undefined` and `false` among the attributes and children are left out. */
export const element = (
  tag: string,
  attributes: Readonly<Record<string, Text | number | null | undefined | false>> = {},
  children: readonly (XmlNode | null | undefined | false)[] = [],
): Element => ({
  tag,
  attributes: Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) =>
      value === null || value === undefined || value === false
        ? []
        : [[name, typeof value === 'number' ? String(value) : value]],
    ),
  ),
  children: children.filter((child) => child !== null && child !== undefined && child !== false),
})

export const written = (xml: string): Written => ({ xml })

/**
 * The element in the form in which Odoo keeps it (that of lxml, escape for escape), so that what is on the server can be compared as a
 * text. Elements stand on lines of their own, except beside texts, where blanks would show.
 */
export function toXml(root: Element, language: keyof Label = 'en', indent = ''): string {
  const { tag, attributes, children } = root
  const opening = [
    tag,
    ...Object.entries(attributes).map(([name, value]) => `${name}="${inAttribute(said(value, language))}"`),
  ].join(' ')
  if (children.length === 0) return `<${opening}/>`
  if (children.some(isText)) {
    const inside = children.map((child) => nodeToXml(child, language, '')).join('')
    return `<${opening}>${inside}</${tag}>`
  }
  const deeper = `${indent}  `
  const inside = children.map((child) => `\n${deeper}${nodeToXml(child, language, deeper)}`).join('')
  return `<${opening}>${inside}\n${indent}</${tag}>`
}

function nodeToXml(node: XmlNode, language: keyof Label, indent: string): string {
  if (isText(node)) return inText(said(node, language))
  return 'xml' in node ? node.xml : toXml(node, language, indent)
}

/** Every text of the elements that Odoo translates: English → Arabic. */
export const termsOf = (...roots: readonly Element[]): Readonly<Record<string, string>> =>
  Object.fromEntries(roots.flatMap(labelsOf).map(({ en, ar }) => [en, ar]))

const labelsOf = ({ attributes, children }: Element): readonly Label[] => [
  ...Object.values(attributes).filter(isLabel),
  ...children.flatMap((child) => (isLabel(child) ? [child] : isElement(child) ? labelsOf(child) : [])),
]

const isElement = (node: XmlNode): node is Element => typeof node === 'object' && 'tag' in node
const isLabel = (node: XmlNode): node is Label => typeof node === 'object' && 'en' in node
const isText = (node: XmlNode): node is Text => typeof node === 'string' || isLabel(node)

const said = (text: Text, language: keyof Label) => (typeof text === 'string' ? text : text[language])

const inText = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const inAttribute = (text: string) => inText(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;')
