import { NodeCompiler, PdfStandard } from '@myriaddreamin/typst-ts-node-compiler'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { CertificateFacts } from '../domain/certificate-facts.js'
import { pageOf } from './page.js'

/** Renders the PDF of a certificate: the same bytes for the same facts. */
export interface CertificateRenderer {
  /** Throws `UnprintableCertificate`. */
  render(facts: CertificateFacts): Promise<Buffer>
}

/**
 * A text is too long for the page, or has letters that the certificate's fonts lack (they have
 * Latin, Arabic, Greek and Cyrillic). The message does not quote the text, which may be a name. A
 * person must correct it in Odoo.
 */
export class UnprintableCertificate extends Error {
  override readonly name = 'UnprintableCertificate'
  constructor() {
    super('A name is too long for the certificate, or has letters that its fonts lack.')
  }
}

const TEMPLATE = join(import.meta.dirname, '../../templates/certificate/certificate.typ')

/**
 * Characters. No name is longer, and to shrink a text of any length until it fits would block the
 * process for seconds.
 */
const LONGEST_TEXT = 500

/**
 * TTF, since Typst does not read woff. EB Garamond for Latin, Greek and Cyrillic, Amiri for Arabic.
 */
const FONTS = [
  '@expo-google-fonts/amiri/400Regular/Amiri_400Regular.ttf',
  '@expo-google-fonts/amiri/700Bold/Amiri_700Bold.ttf',
  '@expo-google-fonts/eb-garamond/400Regular/EBGaramond_400Regular.ttf',
  '@expo-google-fonts/eb-garamond/400Regular_Italic/EBGaramond_400Regular_Italic.ttf',
  '@expo-google-fonts/eb-garamond/500Medium/EBGaramond_500Medium.ttf',
]

/**
 * Typst caches every layout, and to search the cache takes 1 ms. Old layouts are evicted after this
 * many renders.
 */
const RENDERS_PER_EVICTION = 32
/** In evictions. What all certificates share is used in between, so it stays cached. */
const CACHE_AGE = 1

/**
 * Creates a renderer on Typst; do it once, when the process starts. It takes 30 ms, or seconds the
 * first time on a machine with many fonts: Typst scans the system's fonts, although the template
 * forbids them. A render takes about 5 ms and blocks.
 */
export function typstRenderer(): CertificateRenderer {
  const { resolve } = createRequire(import.meta.url)
  const fontBlobs = FONTS.map((font) => readFileSync(resolve(font)))
  const compiler = NodeCompiler.create({ fontArgs: [{ fontBlobs }] })
  const template = readFileSync(TEMPLATE, 'utf8')

  let renders = 0

  const compile = (facts: CertificateFacts) => {
    const document = compiler.compile({
      mainFileContent: template,
      inputs: { data: JSON.stringify(pageOf(facts)) },
    }).result
    if (!document) return null
    try {
      return compiler.pdf(document, {
        // Rejects missing glyphs, and embeds the fonts.
        pdfStandard: PdfStandard.A_2b,
        creationTimestamp: Math.floor(Date.parse(facts.issuedAt) / 1000),
      })
    } catch {
      // Typst's own message quotes the text.
      return null
    } finally {
      if (++renders % RENDERS_PER_EVICTION === 0) compiler.evictCache(CACHE_AGE)
    }
  }
  return {
    render: (facts) => {
      const texts = [facts.student, facts.program, facts.issuer].flatMap(({ arabic, latin }) => [
        arabic,
        latin,
      ])
      const pdf = texts.every((text) => (text?.length ?? 0) <= LONGEST_TEXT) ? compile(facts) : null
      return pdf ? Promise.resolve(pdf) : Promise.reject(new UnprintableCertificate())
    },
  }
}
