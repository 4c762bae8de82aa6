import type { Values } from '../orm/field.js'
import { FAMILY_NAMES, FIRST_NAMES, type Gender } from './demo-names.js'

const LEVELS = ['intermediate', 'upper_intermediate', 'advanced', 'proficient'] as const

/** Number of demo students. */
const COUNT = 40

/**
 * Returns the values of 40 students. Most are eligible; some places in the list are difficult
 * cases. The same year gives the same students.
 */
export function demoStudents(integrations: readonly number[], year: number): Values[] {
  const rows = Array.from({ length: COUNT }, (_, place) => demoStudent(place, integrations, year))
  const emailOf = (place: number) => String(rows[place]?.email)
  const hardCases: Readonly<Record<number, Values>> = {
    3: { birth_date: `${year - 16}-01-05` }, // too young
    7: { birth_date: `${year - 68}-01-05` }, // too old
    9: { english_level: 'beginner' },
    15: { has_certificate: false, certificate_type: false },
    18: { birth_date: false }, // counts as age 0
    21: { english_level: false }, // passes
    24: { english_level: 'elementary', has_certificate: false }, // two reasons
    27: { ...rows[5], email: emailOf(5).toUpperCase() }, // one person twice
    30: { email: emailOf(29) }, // two people, one mailbox
    33: { email: 'unknown@' }, // no usable address: the field is mandatory
    36: { email: ` ${titleCase(emailOf(36))} ` },
    39: { english_level: 'elementary', enrollment_type: 'import' },
  }
  return rows.map((row, place) => ({ ...row, ...hardCases[place] }))
}

function demoStudent(place: number, integrations: readonly number[], year: number): Values {
  const gender: Gender = place % 2 === 0 ? 'female' : 'male'
  const names = FIRST_NAMES[gender]
  const [first, firstArabic] = names[Math.floor(place / 2) % names.length] ?? ['', '']
  const [family, familyArabic] = FAMILY_NAMES[spread(place, 7) % FAMILY_NAMES.length] ?? ['', '']
  const english = `${first} ${family}`
  const mailbox = english.toLowerCase().replaceAll(' ', '.')
  return {
    name: english,
    name_english: english,
    name_arabic: `${firstArabic} ${familyArabic}`,
    gender,
    email: `${mailbox}.${String(place).padStart(2, '0')}@example.org`,
    phone: `+966 50 ${String(spread(place, 11) % 10_000_000).padStart(7, '0')}`,
    nationality: 'SA',
    native_language: 'Arabic',
    birth_date: `${year - 20 - (spread(place, 13) % 26)}-01-${String(1 + (spread(place, 17) % 20)).padStart(2, '0')}`,
    english_level: LEVELS[spread(place, 19) % LEVELS.length],
    has_certificate: true,
    certificate_type: 'Secondary school',
    enrollment_type: place % 8 === 5 ? 'manual' : 'auto',
    preferred_course_integration_id: place % 4 === 0 ? integrations[place % 3] : false,
  }
}

/** Spreads a small number over 31 bits, differently for each salt (Knuth's multiplicative hash). */
const spread = (place: number, salt: number) => (Math.imul(place + salt, 2_654_435_761) >>> 0) >>> 3

/** `amina.saleh@example.org` → `Amina.Saleh@Example.Org`. */
const titleCase = (text: string) =>
  text.replace(/[a-z]+/g, (word) => word.charAt(0).toUpperCase() + word.slice(1))
