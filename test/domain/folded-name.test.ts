import assert from 'node:assert/strict'
import fc from 'fast-check'
import { foldName, wordsSought, wordsToFind } from '../../src/domain/folded-name.js'

const finds = (sought: string, name: string) => {
  const words = wordsToFind({ names: [name], email: null, studentId: 1 })
  const wanted = wordsSought(sought)
  return wanted.length > 0 && wanted.every((one) => words.some((word) => word.startsWith(one)))
}

describe('folded names', () => {
  it('ignores how alef, hamza, alef maksura and ta marbuta are written', () => {
    for (const [one, other] of [
      ['أحمد', 'احمد'],
      ['إيمان', 'ايمان'],
      ['آمنة', 'امنه'],
      ['مُصْطَفَى', 'مصطفي'],
      ['فاطمة', 'فاطمه'],
      ['مؤمن', 'مومن'],
      ['هانئ', 'هاني'],
      ['علاء', 'علا'],
      ['ٱلحسن', 'الحسن'],
    ] as const)
      assert.equal(foldName(one), foldName(other), `${one} and ${other}`)
  })

  it('ignores tatweel, joined forms, directions and the letters of other keyboards', () => {
    assert.equal(foldName('محـــمد'), foldName('محمد'))
    assert.equal(foldName('ﻣﺤﻤﺪ'), foldName('محمد'))
    assert.equal(foldName('\u202bعلی\u200f کریم'), foldName('علي كريم'))
  })

  it('ignores case, accents and apostrophes in Latin names', () => {
    assert.equal(foldName('  ZOË  Müller-Łukasz '), 'zoe muller lukasz')
    assert.equal(foldName("Sa'id O’Neil ʿAlī İpek"), 'said oneil ali ipek')
    assert.equal(foldName('Straße'), 'strasse')
  })

  it('reads Arabic digits', () => assert.equal(foldName('٤٧١١ ۴۷۱۱'), '4711 4711'))

  it('finds a person by the beginnings of words, in any order', () => {
    assert.ok(finds('moh al', 'Mohamed Ali'))
    assert.ok(finds('ali moh', 'Mohamed Ali'))
    assert.ok(finds('عل محم', 'محمد علي'))
    assert.ok(!finds('med', 'Mohamed Ali'))
    assert.ok(!finds('moh x', 'Mohamed Ali'))
  })

  it('finds names with and without the article, and with and without a space after Abd', () => {
    assert.ok(finds('حسن', 'علي الحسن'))
    assert.ok(finds('الحسن', 'علي الحسن'))
    assert.ok(finds('عبدالله', 'عبد الله'))
    assert.ok(finds('عبد الله', 'عبدالله'))
    assert.ok(finds('رحمن', 'عبد الرحمن'))
    assert.ok(finds('عبد', 'عبد الرحمن'))
  })

  it('finds a person by email and student number', () => {
    const words = wordsToFind({ names: ['A'], email: 'Sara.Ali@Example.com', studentId: 4711 })
    for (const sought of ['sara.ali@exa', 'SARA', '4711', '٤٧'])
      assert.ok(
        wordsSought(sought).every((one) => words.some((word) => word.startsWith(one))),
        sought,
      )
  })

  it('looks for nothing where there is neither a letter nor a digit', () => {
    for (const text of ['', '   ', '%_*', '\u200f', 'ء']) assert.deepEqual(wordsSought(text), [])
  })

  it('folds what is folded to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        assert.equal(foldName(foldName(text)), foldName(text))
      }),
    )
  })

  it('finds every name by the name itself', () => {
    const letters = fc.constantFrom('ا', 'أ', 'ل', 'ى', 'ة', 'عبد', 'ء', 'É', 'ß', 'a', '1')
    const name = fc.array(fc.array(letters, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(name, (parts) => {
        const text = parts.map((word) => word.join('')).join(' ')
        if (wordsSought(text).length > 0) assert.ok(finds(text, text))
      }),
    )
  })
})
