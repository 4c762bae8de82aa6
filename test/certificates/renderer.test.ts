import jsQR from 'jsqr'
import assert from 'node:assert/strict'
import { extractText } from 'unpdf'
import type { CertificateFacts } from '../../src/domain/certificate-facts.js'
import { qrCode } from '../../src/certificates/page.js'
import { certificateFonts } from '../../src/certificates/fonts.js'
import { typstRenderer } from '../../src/certificates/renderer.js'
import { UnprintableCertificate, type UnprintableText } from '../../src/certificates/unprintable.js'
import { printedText } from '../../src/domain/printed-text.js'
import { exampleFacts } from './example.js'

describe('The certificate renderer', () => {
  const renderer = typstRenderer()
  const named = (arabic: string | null, latin: string | null): CertificateFacts =>
    exampleFacts(1, { student: { arabic, latin } })

  /**
   * Pages and text. The parser puts Arabic words, and some letters of ligatures, into the order of
   * the page: we look for words that it leaves whole.
   */
  async function read(facts: CertificateFacts): Promise<{ pages: number; text: string }> {
    const pdf = new Uint8Array(await renderer.render(facts))
    const { totalPages, text } = await extractText(pdf, { mergePages: true })
    return { pages: totalPages, text: text.normalize('NFKC') }
  }

  const holds = (text: string, words: string) => {
    for (const word of words.split(' ')) assert.ok(text.includes(word), `${word} in ${text}`)
  }

  it('prints names, program, dates, number and address on one page', async () => {
    const facts = named('سارة محمد العتيبي', 'Sarah Mohammed Al-Otaibi')
    const { pages, text } = await read(facts)
    assert.equal(pages, 1)
    holds(text, 'سارة محمد العتيبي Sarah Mohammed Al-Otaibi')
    holds(text, 'الوظيفية Job Readiness Program')
    for (const words of ['20 November 2026', '22 November 2026', '22 November 2028', 'نوفمبر', facts.number])
      assert.ok(text.includes(words), words)
    holds(text, facts.verificationUrl)
  })

  it('renders the same facts to the same bytes, in another renderer and after other certificates', async () => {
    const first = await renderer.render(exampleFacts(7))
    await renderer.render(exampleFacts(8))
    assert.ok(first.equals(await renderer.render(exampleFacts(7))))
    assert.ok(first.equals(await typstRenderer().render(exampleFacts(7))))
    assert.ok(!first.equals(await renderer.render(exampleFacts(8))))
  })

  it('produces PDF/A-2b with the instant of issue as its creation date', async () => {
    const pdf = (await renderer.render(exampleFacts())).toString('latin1')
    assert.match(pdf, /pdfaid:part>2</)
    assert.match(pdf, /pdfaid:conformance>B</)
    assert.match(pdf, /2026-11-22T09:30:00/)
  })

  it('prints a name as it is written, even if it looks like markup', async () => {
    const { text } = await read(named(null, '#read("/etc/passwd") *bold* $x$ \\u{41}'))
    for (const literal of ['#read("/etc/passwd")', '*bold*', '$x$', '\\u{41}'])
      assert.ok(text.includes(literal), literal)
  })

  it('prints a name that exists in only one script', async () => {
    holds((await read(named(null, 'Łukasz Nguyễn Đặng'))).text, 'Łukasz Nguyễn Đặng')
    holds((await read(named('نورة الشمري', null))).text, 'نورة الشمري')
  })

  it('keeps very long names on the page', async () => {
    const long = named(
      'عبد الرحمن بن عبد العزيز '.repeat(8).trim(),
      'Abdulrahman bin Abdulaziz Al-Qahtani '.repeat(8).trim(),
    )
    const { pages, text } = await read(long)
    assert.equal(pages, 1)
    assert.equal(text.match(/Abdulrahman/g)?.length, 8)
    assert.equal(text.match(/الرحمن/g)?.length, 8)
    assert.equal((await read(named(null, 'A'.repeat(200)))).pages, 1)
  })

  for (const [script, name] of Object.entries({
    Georgian: 'ნინო ბერიძე',
    'Georgian in capitals': 'ᲜᲘᲜᲝ ᲑᲔᲠᲘᲫᲔ',
    Armenian: 'Արմեն Պետրոսյան',
    Hebrew: 'דוד בן-גוריון',
    Devanagari: 'राजेश श्रेष्ठ',
    Bengali: 'রহিম উদ্দিন',
    Tamil: 'தமிழ்ச்செல்வி',
    Telugu: 'శ్రీనివాస్',
    Kannada: 'ಲಕ್ಷ್ಮೀ',
    Malayalam: 'ശ്രീജ നായർ',
    Gujarati: 'પ્રિયા પટેલ',
    Gurmukhi: 'ਹਰਪ੍ਰੀਤ ਸਿੰਘ',
    Sinhala: 'ශ්\u200dරී ලංකා',
    Thai: 'สมชาย ใจดี',
    Ethiopic: 'ሰላማዊት ገብረ መድኅን',
    Greek: 'Αθηνά Παπαδοπούλου',
    Cyrillic: 'Дмитрий Щербаков',
    'several scripts': 'ნინო Nino دانا 🎓 नीनो',
    'a letter with a mark of its own': 'O\u0308zgu\u0308r Z\u030c',
    'full-width letters': 'Ｓａｒａ',
  }))
    it(`prints a name in ${script}`, async () => {
      assert.equal((await read(named(null, name))).pages, 1)
      assert.equal((await read(named(name, name))).pages, 1)
    })

  it('prints a name without the emoji around it', async () => {
    const { text } = await read(
      exampleFacts(1, {
        student: { arabic: 'سارة 🎓', latin: 'Sarah 👩🏽‍🎓 Al-Otaibi 🇸🇦' },
        program: { arabic: null, latin: '🎓 Data ❤️ Science, 1️⃣' },
        issuer: { arabic: 'مركز 🏫', latin: 'Kafaat 🏫' },
      }),
    )
    for (const words of ['Sarah Al-Otaibi', 'Data Science, 1', 'Kafaat'])
      assert.ok(text.includes(words), words)
  })

  it('rejects what cannot be printed, and says why without quoting it', async () => {
    const tooLong = { reason: 'layout', of: ['student'] } as const
    const empty = { reason: 'empty', of: ['student'] } as const
    const lacks = (...missing: number[]) => ({ reason: 'letters', of: ['student'], missing }) as const
    for (const [name, problem] of [
      ['田中 🎓', lacks(0x4e2d, 0x7530)],
      ['ខេមរា', lacks(0x1781, 0x1798, 0x179a, 0x17b6, 0x17c1)],
      ['M\ufffdller', lacks(0xfffd)],
      ['ნ\u0353', lacks(0x353)],
      ['🎓', empty],
      ['\ud83d \u0007', empty],
      ['much too long '.repeat(1000), tooLong],
    ] as const)
      await assert.rejects(renderer.render(named(null, name)), (error: unknown) => {
        assert.ok(error instanceof UnprintableCertificate)
        assert.deepEqual(error.problems, [problem satisfies UnprintableText])
        assert.ok(!error.message.includes(name.slice(0, 5)))
        return true
      })
    // The next one works.
    assert.equal((await read(exampleFacts(3))).pages, 1)
  })

  it('knows from the font files which characters can be printed, as Typst does', async () => {
    const { families } = certificateFonts()
    // Every 97th letter or mark of the first planes, in whatever script.
    for (let codePoint = 0xa1; codePoint < 0x1_1000; codePoint += 97) {
      const letter = String.fromCodePoint(codePoint)
      const { text, missing } = printedText(`a${letter}b`, families)
      if (missing.length === 0) await renderer.render(named(null, text))
    }
  }).timeout(60_000)

  it('says so when a certificate does not expire', async () => {
    holds((await read(exampleFacts(1, { validUntil: null }))).text, 'No expiration date')
  })
})

describe('The QR code', () => {
  it('contains the address of the verification page', () => {
    const url = 'https://certificates.example/v/Q1w2e3r4t5y6u7i8o9p0aA'
    assert.equal(scan(qrCode(url)), url)
  })

  /**
   * Draws the SVG (a path of black squares of 10 units) with a white margin and reads it as a
   * camera would.
   */
  function scan(svg: string): string | undefined {
    const side = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]) / 10
    const [scale, margin] = [4, 4]
    const width = (side + 2 * margin) * scale
    const pixels = new Uint8ClampedArray(width * width * 4).fill(255)
    for (const [, x, y] of svg.matchAll(/M(\d+),(\d+)h10v10h-10z/g)) {
      const [left, top] = [Number(x), Number(y)].map((place) => (place / 10 + margin) * scale) as [
        number,
        number,
      ]
      for (let row = top; row < top + scale; row++)
        pixels.fill(0, (row * width + left) * 4, (row * width + left + scale) * 4)
    }
    for (let alpha = 3; alpha < pixels.length; alpha += 4) pixels[alpha] = 255
    return jsQR.default(pixels, width, width)?.data
  }
})
