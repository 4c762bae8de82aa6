import { NodeCompiler, PdfStandard } from '@myriaddreamin/typst-ts-node-compiler'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CertificateFacts } from '../domain/certificate-facts.js'
import { printedBilingual } from '../domain/printed-text.js'
import { certificateFonts } from './fonts.js'
import { pageOf } from './page.js'
import { UnprintableCertificate, type UnprintableText } from './unprintable.js'

/** Renders the PDF of a certificate: the same bytes for the same facts. */
export interface CertificateRenderer {
  /** Throws `UnprintableCertificate`. */
  render(facts: CertificateFacts): Promise<Buffer>
}

const TEMPLATE = join(import.meta.dirname, '../../templates/certificate/certificate.typ')

/**
 * Characters. No name is longer, and to shrink a text of any length until it fits would block the
 * process for seconds.
 */
const LONGEST_TEXT = 500

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
  const { files, fallbackNames } = certificateFonts()
  const compiler = NodeCompiler.create({ fontArgs: [{ fontBlobs: [...files] }] })
  const template = readFileSync(TEMPLATE, 'utf8')

  let renders = 0

  const compile = (facts: CertificateFacts) => {
    const document = compiler.compile({
      mainFileContent: template,
      inputs: { data: JSON.stringify(pageOf(facts)), fallbackFonts: JSON.stringify(fallbackNames) },
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
      const { printed, problems } = asPrinted(facts)
      if (problems.length > 0) return Promise.reject(new UnprintableCertificate(problems))
      const pdf = compile(printed)
      return pdf
        ? Promise.resolve(pdf)
        : Promise.reject(new UnprintableCertificate([{ reason: 'layout', of: ['student', 'program'] }]))
    },
  }
}

/** The texts without the symbols that no font has, and what prevents printing them. */
function asPrinted(facts: CertificateFacts): {
  readonly printed: CertificateFacts
  readonly problems: readonly UnprintableText[]
} {
  const { families } = certificateFonts()
  const { issuer } = facts
  // The template prints it in capitals, too.
  const capitals = { arabic: null, latin: issuer.latin.toUpperCase() }
  const texts = [
    { of: 'student', ...printedBilingual(facts.student, families) },
    { of: 'program', ...printedBilingual(facts.program, families) },
    { of: 'issuer', ...printedBilingual(issuer, families) },
    { of: 'issuer', ...printedBilingual(capitals, families) },
  ] as const
  const problems = texts.flatMap(({ of, name, missing }): UnprintableText[] => {
    if (name === null) return [{ reason: 'empty', of: [of] }]
    if (missing.length > 0) return [{ reason: 'letters', of: [of], missing }]
    const length = Math.max(name.arabic?.length ?? 0, name.latin?.length ?? 0)
    return length > LONGEST_TEXT ? [{ reason: 'layout', of: [of] }] : []
  })
  const [student, program, issuerName] = texts.map(({ name }) => name)
  return {
    printed: {
      ...facts,
      student: student ?? facts.student,
      program: program ?? facts.program,
      issuer: {
        arabic: issuerName?.arabic ?? issuer.arabic,
        latin: issuerName?.latin ?? issuer.latin,
      },
    },
    problems,
  }
}
