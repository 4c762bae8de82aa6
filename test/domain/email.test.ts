import assert from 'node:assert/strict'
import fc from 'fast-check'
import { normaliseEmail, resemblesAddress } from '../../src/domain/email.js'

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
    assert.equal(usable('طالب@مثال.اختبار'), 'طالب@xn--mgbh0fb.xn--mgbachtv')
  })

  const ADDRESS = 'amal.q@training.example'
  for (const [what, text] of [
    ['a quoted name with a comma', `"Al-Qahtani, Amal" <${ADDRESS}>`],
    ['a quoted name and capitals', `"القحطاني، أمل" <AMAL.Q@Training.Example>`],
    ['an empty name', `"" <${ADDRESS}>`],
    ['a zero-width space in front', `\u200b${ADDRESS}`],
    ['a byte order mark', `\ufeff${ADDRESS}`],
    ['a zero-width joiner inside', `amal\u200d.q@training.example`],
    ['a soft hyphen inside', `amal.q@train\u00ading.example`],
    ['marks of direction around it', `\u202b\u200f${ADDRESS}\u200e\u202c`],
    ['isolates inside the brackets', `Amal <\u2068${ADDRESS}\u2069>`],
    ['a NUL byte behind', `${ADDRESS}\0`],
    ['a no-break space around it', `\u00a0${ADDRESS}\u00a0`],
    ['a comment behind', `${ADDRESS} (Amal, at home)`],
    ['a comment in front', `(Amal) ${ADDRESS}`],
  ] as const) {
    it(`reads an address with ${what}`, () => assert.equal(usable(text), ADDRESS))
  }

  it('reads a domain in letters and the same domain in ASCII as one', () => {
    assert.equal(usable('amal@bücher.example'), usable('AMAL@xn--bcher-kva.example'))
    assert.equal(usable('amal@مثال.اختبار'), usable('amal@XN--mgbh0fb.xn--mgbachtv'))
  })

  for (const text of [
    '"a@training.example" <b@training.example>',
    '(b@training.example) a@training.example',
    '"a" "b@training.example',
    'a(home)@training.example',
    '()',
  ]) {
    it(`does not accept as one plain address: ${text}`, () => {
      assert.equal(normaliseEmail(text).kind, 'not_one_address')
    })
  }

  it('reports a text of invisible characters as missing', () => {
    assert.deepEqual(normaliseEmail('\u200b\u200f\ufeff'), { kind: 'missing' })
  })

  describe('resemblesAddress', () => {
    for (const text of [
      `Al-Qahtani, Amal <${ADDRESS}>`,
      `Amal ${ADDRESS}`,
      `${ADDRESS}, other@training.example`,
      `${ADDRESS}.`,
      'amal.q@@training.example',
      'amal.q @ training.example',
      'amal.q(home)@training.example',
      '"amal.q"@training.example',
      `mailto:${ADDRESS}`,
      `\u200bAmal\u200b ${ADDRESS.toUpperCase()}`,
    ]) {
      it(`finds the address in: ${text}`, () => {
        assert.equal(normaliseEmail(text).kind, 'not_one_address')
        assert.ok(resemblesAddress(text, ADDRESS))
      })
    }

    for (const text of [
      `x${ADDRESS}`,
      `a b${ADDRESS}`,
      `${ADDRESS}.sa`,
      'q@training.example',
      '',
      'unknown@',
    ]) {
      it(`does not find the address in: ${text}`, () => assert.ok(!resemblesAddress(text, ADDRESS)))
    }
  })
})
