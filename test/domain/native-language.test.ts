import assert from 'node:assert/strict'
import { isArabic } from '../../src/domain/native-language.js'

describe('The native language of a student', () => {
  for (const text of [
    'Arabic',
    ' ARABIC ',
    'arabic (Syria)',
    'Egyptian Arabic',
    'Modern Standard Arabic',
    'English, Arabic',
    'Arabe',
    'Arabisch',
    'ar',
    'ar_EG',
    'ar-001',
    'ar_SA.UTF-8',
    'ara',
    'arz',
    'العربية',
    'اللغة العربية',
    'عربي',
    'عربى',
    'عَرَبِيّ',
    'العربـية',
    'لغة عربية فصحى',
    'اللهجة المصرية',
    '\u200fالعربية',
    'Ara\u200bbic',
    'Levantine',
  ])
    it(`is Arabic when Odoo has ${JSON.stringify(text)}`, () => assert.ok(isArabic(text)))

  for (const text of [
    null,
    '',
    'English',
    'Armenian',
    'Aragonese',
    'Argentina',
    'Aramaic',
    'Carabao',
    'الإنجليزية',
    'فارسی',
    'اردو',
    'Not Arabic',
    'non-Arabic',
  ])
    it(`is not Arabic when Odoo has ${JSON.stringify(text)}`, () => assert.ok(!isArabic(text)))
})
