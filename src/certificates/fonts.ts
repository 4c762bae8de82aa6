import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { charactersOf } from './character-map.js'

/**
 * The fonts of the certificate. TTF, since Typst does not read woff.
 *
 * EB Garamond has Latin, Greek and Cyrillic, Amiri has Arabic. What neither has comes from Noto
 * Sans, in one weight: the scripts in which most names are written besides. Chinese, Japanese and
 * Korean are left out: each takes 5 to 10 MB, and the form of a Chinese character depends on the
 * language, which we do not know.
 */
const TEXT_FAMILIES = [
  {
    name: 'EB Garamond',
    faces: [
      '@expo-google-fonts/eb-garamond/400Regular/EBGaramond_400Regular.ttf',
      '@expo-google-fonts/eb-garamond/500Medium/EBGaramond_500Medium.ttf',
    ],
  },
  {
    name: 'Amiri',
    faces: [
      '@expo-google-fonts/amiri/400Regular/Amiri_400Regular.ttf',
      '@expo-google-fonts/amiri/700Bold/Amiri_700Bold.ttf',
    ],
  },
]

/** Only our own sentences are set in it. */
const ITALIC = '@expo-google-fonts/eb-garamond/400Regular_Italic/EBGaramond_400Regular_Italic.ttf'

const FALLBACK_SCRIPTS = [
  'Armenian',
  'Bengali',
  'Devanagari',
  'Ethiopic',
  'Georgian',
  'Gujarati',
  'Gurmukhi',
  'Hebrew',
  'Kannada',
  'Malayalam',
  'Sinhala',
  'Tamil',
  'Telugu',
  'Thai',
]

const FALLBACK_FAMILIES = FALLBACK_SCRIPTS.map((script) => ({
  name: `Noto Sans ${script}`,
  faces: [`@expo-google-fonts/noto-sans-${script.toLowerCase()}/500Medium/NotoSans${script}_500Medium.ttf`],
}))

export interface CertificateFonts {
  /** Every font file. */
  readonly files: readonly Buffer[]
  /** The characters of each family: those that all of its faces have. */
  readonly families: readonly ReadonlySet<number>[]
  /** Names of the families that help out where the template's own fonts lack a character. */
  readonly fallbackNames: readonly string[]
}

let loaded: CertificateFonts | undefined

/** Read once, when they are first needed. It takes about 20 ms. */
export const certificateFonts = (): CertificateFonts => (loaded ??= load())

function load(): CertificateFonts {
  const { resolve } = createRequire(import.meta.url)
  const read = (face: string) => readFileSync(resolve(face))
  const families = [...TEXT_FAMILIES, ...FALLBACK_FAMILIES].map(({ faces }) => faces.map(read))
  return {
    files: [...families.flat(), read(ITALIC)],
    families: families.map((faces) => faces.map(charactersOf).reduce(inBoth)),
    fallbackNames: FALLBACK_FAMILIES.map(({ name }) => name),
  }
}

const inBoth = (a: ReadonlySet<number>, b: ReadonlySet<number>) =>
  new Set([...a].filter((codePoint) => b.has(codePoint)))
