import { NodeCompiler, PdfStandard } from '@myriaddreamin/typst-ts-node-compiler'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { CertificateFacts } from './facts.js'
import { pageOf } from './page.js'

/** Makes the PDF of a certificate: the same bytes for the same facts. */
export interface CertificateRenderer {
  /** Throws `UnprintableCertificate`. */
  render(facts: CertificateFacts): Promise<Buffer>
}

/**
 * A text is too long for the page, or has letters that the certificate's fonts lack (they have Latin, Arabic, Greek and Cyrillic).
 * Says nothing of the text: it may be a name. A person must mend it in Odoo.
 */
export class UnprintableCertificate extends Error {
  override readonly name = 'UnprintableCertificate'
  constructor() {
    super('A name is too long for the certificate, or has letters that its fonts do not have.')
  }
}

const TEMPLATE = join(import.meta.dirname, '../../templates/certificate/certificate.typ')

/** Nobody's name is longer; and shrinking a text of any length until it fits would hold up the process for seconds. Characters. */
const LONGEST_TEXT = 500

/** TTF, since Typst does not read woff. EB Garamond for Latin, Greek and Cyrillic, Amiri for Arabic. */
const FONTS = [
  '@expo-google-fonts/amiri/400Regular/Amiri_400Regular.ttf',
  '@expo-google-fonts/amiri/700Bold/Amiri_700Bold.ttf',
  '@expo-google-fonts/eb-garamond/400Regular/EBGaramond_400Regular.ttf',
  '@expo-google-fonts/eb-garamond/400Regular_Italic/EBGaramond_400Regular_Italic.ttf',
  '@expo-google-fonts/eb-garamond/500Medium/EBGaramond_500Medium.ttf',
]

/** Typst remembers every layout it has made, and looking through them takes 1 ms: after so many renders the old ones are let go. */
const RENDERS_PER_EVICTION = 32
/** In evictions: what all certificates have in common is used in between, and so kept. */
const CACHE_AGE = 1

/**
 * The renderer on Typst. Making one takes 30 ms, and seconds at the first time on a machine with many fonts (Typst looks at the system's
 * fonts, which the template then forbids): make it once, when the process starts. A render takes some 5 ms and blocks.
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
        // Refuses missing glyphs, embeds the fonts.
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
