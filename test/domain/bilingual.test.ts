import assert from 'node:assert/strict'
import { printable, printedName, splitTitle } from '../../src/domain/bilingual.js'

const [ARABIC, LATIN] = ['سارة العتيبي', 'Sarah Al-Otaibi']

describe('names on a certificate', () => {
  it('prints both scripts', () => {
    assert.deepEqual(printedName({ name: LATIN, nameArabic: ARABIC, nameEnglish: LATIN }), {
      arabic: ARABIC,
      latin: LATIN,
    })
  })

  it('uses the script, not the field, because people copy one name into all', () => {
    assert.deepEqual(printedName({ name: LATIN, nameArabic: LATIN, nameEnglish: LATIN }), {
      arabic: null,
      latin: LATIN,
    })
    assert.deepEqual(printedName({ name: ARABIC, nameArabic: ARABIC, nameEnglish: ARABIC }), {
      arabic: ARABIC,
      latin: null,
    })
    assert.deepEqual(printedName({ name: ARABIC, nameArabic: null, nameEnglish: LATIN }), {
      arabic: ARABIC,
      latin: LATIN,
    })
  })

  it('finds no name without a letter', () => {
    assert.equal(printedName({ name: ' . ', nameArabic: '-', nameEnglish: '123' }), null)
    assert.equal(printedName({ name: null, nameArabic: null, nameEnglish: null }), null)
  })

  it('prints nothing invisible, and one space between words', () => {
    assert.equal(printable('\u202eSarah\u200f \n\t Al\u00ad-Otaibi\ufeff '), 'Sarah Al-Otaibi')
    // A Persian name keeps the non-joiner within its word.
    assert.equal(printable('علی\u200cرضا'), 'علی\u200cرضا')
    assert.equal(printable('Jose\u0301'), 'José')
  })
})

describe('title of a program', () => {
  const split = { arabic: 'برنامج المهارات الرقمية', latin: 'Digital Skills - Part 2' }

  for (const separator of [' – ', ' — ', ' - ', ' | ', ' / ', '/'])
    it(`is split at "${separator}" between two scripts, whichever comes first`, () => {
      assert.deepEqual(splitTitle(split.arabic + separator + split.latin), split)
      assert.deepEqual(splitTitle(split.latin + separator + split.arabic), split)
    })

  it('is not split in one script', () => {
    assert.deepEqual(splitTitle('Work – Life'), { arabic: null, latin: 'Work – Life' })
    assert.deepEqual(splitTitle('برنامج – أول'), { arabic: 'برنامج – أول', latin: null })
  })
})
