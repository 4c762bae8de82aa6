import assert from 'node:assert/strict'
import { namedCharacters } from '../../src/domain/character-names.js'
import { printedProgram, printedStudent, printedText } from '../../src/domain/printed-text.js'

/** The code points from the first to the last character. */
const range = (first: string, last: string) => {
  const [from = 0, to = 0] = [first.codePointAt(0), last.codePointAt(0)]
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}
const LATIN = new Set([...range(' ', '~'), ...range('¡', 'ž'), ...range('–', '—'), 0x301])
const ARABIC = new Set([...range(' ', '/'), ...range('ء', 'ْ'), 0x301])
const FONTS = [LATIN, ARABIC]

const printed = (text: string) => printedText(text, FONTS)

describe('a text as the fonts can print it', () => {
  for (const [given, expected] of [
    ['Data Science 🎓', 'Data Science'],
    ['🎓 Data Science', 'Data Science'],
    ['Data 🎓🎓 Science', 'Data Science'],
    ['Data🎓Science', 'Data Science'],
    ['Skills 🎓, Level 2', 'Skills, Level 2'],
    ['Skills (🎓) 2', 'Skills 2'],
    ['Skills (🎓 Pro)', 'Skills (Pro)'],
    ['🎓 – Digital Skills | 🎓', 'Digital Skills'],
    ['Work – 🎓 – Life', 'Work – Life'],
    ['👩🏽‍🎓 Sara 👨‍👩‍👧', 'Sara'],
    ['1️⃣ First', '1 First'],
    ['🏴󠁧󠁢󠁥󠁮󠁧󠁿 and 🇸🇦 KSA', 'and KSA'],
    ['Sara ❤️ ☎️', 'Sara'],
    ['C++ ★ ☑', 'C++'],
    ['a\ud800b\udc00', 'a b'],
    ['a\u0000b\u0007', 'a b'],
    ['Sara\ue000', 'Sara'],
    ['سارة 🎓 العتيبي', 'سارة العتيبي'],
    ['علی\u200cرضا'.replace('ی', 'ي'), 'علي\u200cرضا'],
    ['Jose\u0301', 'José'],
    ['Ｓａｒａ：２', 'Sara:2'],
    ['𝓢𝓪𝓻𝓪', 'Sara'],
  ] as const)
    it(`prints ${JSON.stringify(given)} as ${JSON.stringify(expected)}`, () => {
      assert.deepEqual(printed(given), { text: expected, missing: [] })
    })

  it('never drops a letter', () => {
    assert.deepEqual(printed('Nino ნინო 🎓'), { text: 'Nino ნინო', missing: [0x10d8, 0x10dc, 0x10dd] })
    assert.deepEqual(printed('田中'), { text: '田中', missing: [0x4e2d, 0x7530] })
  })

  it('reports a letter that was lost on the way', () => {
    assert.deepEqual(printed('M\ufffdller').missing, [0xfffd])
  })

  it('reports a mark that is not in the font of its letter', () => {
    assert.deepEqual(printed('a\u064b').missing, [0x64b])
    assert.deepEqual(printed('x\u0353').missing, [0x353])
  })

  it('leaves nothing of a text without letters', () => {
    for (const text of ['🎓', '🎓 👩‍🎓', '\u3164', ' \ufe0f', ''])
      assert.deepEqual(printed(text), { text: null, missing: [] })
  })

  it('handles a very long text at once', () => {
    const text = `a${'🎓 '.repeat(20_000)}${'- '.repeat(20_000)}b`
    const before = Date.now()
    assert.deepEqual(printed(text).missing, [])
    assert.ok(Date.now() - before < 5_000)
  }).timeout(20_000)
})

describe('a printed name', () => {
  it('of a student is taken from the fields that have letters', () => {
    const student = { name: 'Sara', nameEnglish: '🎓', nameArabic: '🎓 سارة' }
    assert.deepEqual(printedStudent(student, FONTS), { name: { arabic: 'سارة', latin: 'Sara' }, missing: [] })
    const nothing = { name: '🎓', nameEnglish: '🎓', nameArabic: null }
    assert.deepEqual(printedStudent(nothing, FONTS), { name: null, missing: [] })
  })

  it('of a program is split once the emoji are gone', () => {
    assert.deepEqual(printedProgram('🎓 – سارة – Digital Skills 🎓', FONTS), {
      name: { arabic: 'سارة', latin: 'Digital Skills' },
      missing: [],
    })
    assert.deepEqual(printedProgram('🎓', FONTS), { name: null, missing: [] })
  })
})

describe('characters in a message', () => {
  it('are named by code point and script', () => {
    assert.equal(
      namedCharacters([0x10d0, 0x1c9a, 0x4e2d, 0x7530, 0xfffd]),
      'U+10D0, U+1C9A (Georgian), U+4E2D, U+7530 (Han), U+FFFD (another script)',
    )
  })

  it('are not all named when there are many', () => {
    assert.match(namedCharacters(range('一', '丙')), /^U\+4E00, .*U\+4E13 \(Han\), and 6 more$/)
  })
})
