import assert from 'node:assert/strict'
import {
  contactSteps,
  markOfValue,
  valuesOfContact,
  valuesOfStudent,
  type ContactStep,
  type ContactValues,
} from '../../src/domain/contact-fields.js'

const markOf = (field: string, value: string) => `${field}:${value}`
const compare = (
  student: ContactValues,
  contact: ContactValues,
  common: ContactValues = {},
  hasUser = false,
) =>
  contactSteps(
    student,
    contact,
    Object.fromEntries(
      Object.entries(common).map(([field, value]) => [
        field,
        markOfValue({ field: field as ContactStep['field'], value }, markOf),
      ]),
    ),
    { hasUser, markOf },
  ).map(({ field, action, because }) => [field, because ?? action])

describe('A contact and its student', () => {
  it('are remembered when they are seen first, whether they are equal or not', () => {
    assert.deepEqual(compare({ name: 'A' }, { name: 'A' }), [['name', 'remember']])
    assert.deepEqual(compare({ name: 'A' }, { name: 'B' }), [['name', 'remember']])
  })

  it('stay in step: a correction on the student reaches the contact', () => {
    const corrected = { name: 'B', email: 'b@example.org', phone: '2', language: 'ar_001' }
    const before = { name: 'A', email: 'a@example.org', phone: '1', language: 'en_US' }
    assert.deepEqual(compare(corrected, before, before), [
      ['name', 'write'],
      ['email', 'write'],
      ['phone', 'write'],
      ['language', 'write'],
    ])
  })

  it('stay in step: what the student gets later fills an empty field, not one that was empty at first', () => {
    const both = { name: 'A' }
    assert.deepEqual(compare({ ...both, phone: '1' }, both, both), [['phone', 'write']])
    assert.deepEqual(compare({ ...both, phone: '1' }, { ...both, phone: '2' }, both), [['phone', 'remember']])
    assert.deepEqual(compare({ ...both, phone: '1' }, both), [
      ['name', 'remember'],
      ['phone', 'remember'],
    ])
    assert.deepEqual(compare({ email: 'a@example.org' }, {}, both, true), [['email', 'has_login']])
  })

  it('may differ where staff changed the contact: a later correction is withheld', () => {
    assert.deepEqual(compare({ name: 'A' }, { name: 'By staff' }, { name: 'A' }), [])
    assert.deepEqual(compare({ name: 'B' }, { name: 'By staff' }, { name: 'A' }), [['name', 'changed_there']])
    assert.deepEqual(compare({ phone: '2' }, {}, { phone: '1' }), [['phone', 'changed_there']])
  })

  it('are in step again when somebody makes them equal', () => {
    assert.deepEqual(compare({ name: 'B' }, { name: 'B' }, { name: 'A' }), [['name', 'remember']])
  })

  it('may differ in the address with which a user signs in', () => {
    const [was, is] = [{ email: 'a@example.org' }, { email: 'b@example.org' }]
    assert.deepEqual(compare(is, was, was, true), [['email', 'has_login']])
    assert.deepEqual(compare({ name: 'B' }, { name: 'A' }, { name: 'A' }, true), [['name', 'write']])
  })

  it('are equal in whatever way an address or a number is written', () => {
    const student = valuesOfStudent(
      { name: ' Amal ', email: 'Amal <AMAL@example.org>', phone: '+966 50-123', nativeLanguage: 'Arabic' },
      ['en_US', 'ar_001'],
    )
    const contact = valuesOfContact({
      name: 'Amal',
      email: 'amal@example.org',
      phone: '+966 (50) 123',
      lang: 'ar_001',
    })
    assert.deepEqual(
      compare(student, contact, { name: 'x', email: 'x', phone: '0', language: 'x' }).map(
        ([, action]) => action,
      ),
      ['remember', 'remember', 'remember', 'remember'],
    )
  })

  it('are not compared where the student has nothing usable: a contact is never emptied', () => {
    const student = valuesOfStudent({ name: 'A', email: 'a@@b', phone: null, nativeLanguage: null }, [
      'en_US',
    ])
    assert.deepEqual(student, { name: 'A' })
  })
})
