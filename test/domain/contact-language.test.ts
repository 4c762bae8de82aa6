import assert from 'node:assert/strict'
import { contactLanguage } from '../../src/domain/contact-language.js'

const ACTIVE = ['en_GB', 'en_US', 'ar_001', 'fr_FR', 'fr_CA']

describe('The language of a contact', () => {
  for (const [written, code] of [
    ['Arabic', 'ar_001'],
    ['اللغة العربية', 'ar_001'],
    ['English', 'en_US'],
    ['الإنجليزية', 'en_US'],
    ['en', 'en_US'],
    ['French', 'fr_FR'],
    ['Français', 'fr_FR'],
    ['الفرنسية', 'fr_FR'],
    ['fr_CA', 'fr_CA'],
  ] as const)
    it(`of somebody who speaks “${written}” is ${code}`, () => {
      assert.equal(contactLanguage(written, ACTIVE), code)
    })

  for (const written of ['', null, 'Urdu', 'Tamazight', 'not Arabic', '…'])
    it(`is left to Odoo where the native language is ${JSON.stringify(written)}`, () => {
      assert.equal(contactLanguage(written, ACTIVE), null)
    })

  it('is only a language that is active', () => {
    assert.equal(contactLanguage('Arabic', ['en_US']), null)
    assert.equal(contactLanguage('Arabic', ['en_US', 'ar_SY']), 'ar_SY')
    assert.equal(contactLanguage('English', ['en_GB', 'ar_001']), 'en_GB')
  })
})
