import type { Label } from '../../schema/fields.js'

/** A text that is the same in every language, or one that Odoo translates. */
export type Text = string | Label

export interface Element {
  readonly tag: string
  readonly attributes: Readonly<Record<string, Text>>
  readonly children: readonly XmlNode[]
}

/** Finished XML. */
interface RawXml {
  readonly xml: string
}

type XmlNode = Element | RawXml | Text

/** Makes an element. Attributes and children that are null, undefined or false are left out. */
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
        : [[name, typeof value === 'number' ? `${value}` : value]],
    ),
  ),
  children: children.filter((child) => child !== null && child !== undefined && child !== false),
})

export const rawXml = (xml: string): RawXml => ({ xml })

/**
 * Returns the element exactly as Odoo stores it (the escapes of lxml), so that the stored text can
 * be compared. Each element is on its own line, except next to texts, where blanks would be
 * visible.
 */
export function toXml(root: Element, language: keyof Label = 'en', indent = ''): string {
  const { tag, attributes, children } = root
  const opening = [
    tag,
    ...Object.entries(attributes).map(([name, value]) => `${name}="${inAttribute(textIn(value, language))}"`),
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
  if (isText(node)) return inText(textIn(node, language))
  return 'xml' in node ? node.xml : toXml(node, language, indent)
}

/** Returns all translatable texts of the elements: English → Arabic. */
export const termsOf = (...roots: readonly Element[]): Readonly<Record<string, string>> =>
  Object.fromEntries(roots.flatMap(labelsOf).map(({ en, ar }) => [en, ar]))

const labelsOf = ({ attributes, children }: Element): readonly Label[] => [
  ...Object.values(attributes).filter(isLabel),
  ...children.flatMap((child) => (isLabel(child) ? [child] : isElement(child) ? labelsOf(child) : [])),
]

const isElement = (node: XmlNode): node is Element => typeof node === 'object' && 'tag' in node
const isLabel = (node: XmlNode): node is Label => typeof node === 'object' && 'en' in node
const isText = (node: XmlNode): node is Text => typeof node === 'string' || isLabel(node)

const textIn = (text: Text, language: keyof Label) => (typeof text === 'string' ? text : text[language])

const inText = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const inAttribute = (text: string) => inText(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;')
