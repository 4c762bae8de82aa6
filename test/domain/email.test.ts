import assert from 'node:assert/strict'
import fc from 'fast-check'
import { normaliseEmail } from '../../src/domain/email.js'

const usable = (text: string) => {
  const email = normaliseEmail(text)
  assert.equal(email.kind, 'usable', text)
  return email.address
}

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/)
const address = fc
  .tuple(fc.stringMatching(/^[a-z0-9+_-]{1,12}(\.[a-z0-9]{1,6})?$/), label, fc.stringMatching(/^[a-z]{2,6}$/))
  .map(([local, domain, top]) => `${local}@${domain}.${top}`)

describe('normaliseEmail', () => {
  it('does not change a normalized address', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.emailAddress(), address), (text) => {
        const once = normaliseEmail(text)
        if (once.kind === 'usable') assert.deepEqual(normaliseEmail(once.address), once)
      }),
    )
  })

  it('returns the same address for every way to write one mailbox', () => {
    fc.assert(
      fc.property(address, (plain) => {
        for (const text of [
          plain,
          plain.toUpperCase(),
          `  ${plain}\t`,
          `<${plain}>`,
          `Somebody New < ${plain} >`,
        ]) {
          assert.equal(usable(text), plain)
        }
      }),
    )
  })

  it('returns different addresses for two mailboxes', () => {
    fc.assert(
      fc.property(address, address, (one, other) => {
        assert.equal(usable(one) === usable(other), one === other)
      }),
    )
  })

  it('returns exactly one @, a dotted domain and no white space, whatever the input', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const email = normaliseEmail(text)
        if (email.kind === 'usable') assert.match(email.address, /^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+$/)
      }),
    )
  })

  // What Odoo's own email_normalized makes an address of, which may be somebody else's (17 to 19,
  // observed).
  for (const text of [
    'a@@training.example',
    'a b@training.example',
    'a@training.example, b@training.example',
    'a@training.example;b@training.example',
    'a@training.example b@training.example',
    'x@training..example',
    'a@localhost',
    '@',
    'unknown@',
    '@training.example',
    '.a@training.example',
    'a.@training.example',
    'a@-training.example',
    'a@training.example.',
    'a@192.0.2.1',
    'Name <a@training.example> <b@training.example>',
    `${'a'.repeat(65)}@training.example`,
  ]) {
    it(`does not accept as one plain address: ${text.slice(0, 50)}`, () => {
      assert.equal(normaliseEmail(text).kind, 'not_one_address')
    })
  }

  it('reports an empty text as missing', () => {
    for (const text of [null, '', '  ', '\n\t']) assert.deepEqual(normaliseEmail(text), { kind: 'missing' })
  })

  it('keeps letters of every script, in one form', () => {
    assert.equal(usable('cafe\u0301@training.example'), usable('CAFÉ@training.example'))
    assert.equal(usable('طالب@مثال.اختبار'), 'طالب@مثال.اختبار')
  })
})
