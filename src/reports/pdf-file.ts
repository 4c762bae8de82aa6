import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { certificateFonts } from '../certificates/fonts.js'
import type { Heading } from './heading.js'
import type { Cell, Column, FileReader } from './report.js'
import { shownCells } from './shown-cells.js'
import { textsIn } from './texts.js'

const TEMPLATE = join(import.meta.dirname, '../../templates/report/report.typ')

/** Columns of names and sentences share the width that the others leave. */
const WIDE: readonly Column['id'][] = ['student', 'holder', 'program', 'reason', 'note']

interface Document {
  readonly columns: readonly Column[]
  readonly titles: readonly string[]
  readonly heading: Heading
  readonly filter: FileReader
}

/** Makes a printable document. Blocks for a second and longer when there are many rows. */
export function pdfOf(
  { columns, titles, heading, filter }: Document,
  rows: readonly (readonly Cell[])[],
): Buffer {
  const { files, fallbackNames } = certificateFonts()
  const texts = textsIn(filter.language)
  const shown = shownCells(columns, filter)
  const compiler = NodeCompiler.create({ fontArgs: [{ fontBlobs: [...files] }] })
  const data = {
    ...heading,
    language: filter.language,
    columns: columns.map(({ id, type }, at) => ({
      title: titles[at] ?? '',
      isWide: WIDE.includes(id),
      isNumber: ['count', 'percent', 'days'].includes(type),
    })),
    rows: rows.map((row) => shown(row).map((cell) => (cell === null ? '' : String(cell)))),
    page: texts.page,
    of: texts.of,
    empty: texts.empty,
    rowCount: `${texts.rows}: ${rows.length}`,
    fallbackFonts: fallbackNames,
  }
  const document = compiler.compile({
    mainFileContent: readFileSync(TEMPLATE, 'utf8'),
    inputs: { data: JSON.stringify(data) },
  }).result
  if (!document) throw new Error('The document cannot be laid out.')
  return compiler.pdf(document, { creationTimestamp: Math.floor(filter.asOf.getTime() / 1000) })
}
