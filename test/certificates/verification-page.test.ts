import assert from 'node:assert/strict'
import type { Certificate } from '../../src/certificates/register.js'
import { verificationPage, verify } from '../../src/certificates/verification-page.js'
import { exampleFacts } from './example.js'

const SHA256 = 'ab'.repeat(32)

const certificate: Certificate = {
  programId: 1,
  studentId: 4711,
  personNumber: 1,
  version: 1,
  number: 'KFT-2026-000001-U',
  token: 'secret-token-of-the-page',
  state: 'valid',
  revocation: null,
  stateSince: new Date('2026-12-24T10:00:00Z'),
  facts: exampleFacts(1, { student: { arabic: 'سارة <العتيبي>', latin: `Sarah "S" O'Otaibi & <b>` } }),
  check: { met: true, requirements: [] },
  decision: { by: 'key_1', comment: '17' },
  sha256: SHA256,
  issuedAt: new Date('2026-11-22T09:30:00Z'),
  validUntil: '2028-11-22',
  odooCertificateId: 31,
  recordedAt: new Date('2026-11-22T09:31:00Z'),
  adoptedAt: null,
}

describe('The verification of a certificate', () => {
  /** The last second of a day in Riyadh. */
  const on = (day: string) => new Date(`${day}T20:59:59Z`)

  it('returns valid to the end of the last day', () => {
    assert.deepEqual(verify(certificate, on('2028-11-22')), {
      status: 'valid',
      since: '2026-11-22',
      certificate,
    })
    assert.deepEqual(verify(certificate, new Date('2028-11-22T21:00:00Z')), {
      status: 'expired',
      since: '2028-11-22',
      certificate,
    })
    assert.equal(verify({ ...certificate, validUntil: null }, on('2999-01-01')).status, 'valid')
  })

  it('returns revoked or superseded even after the last day', () => {
    for (const state of ['revoked', 'superseded'] as const)
      assert.deepEqual(
        { ...verify({ ...certificate, state }, on('2030-01-01')), certificate: null },
        { status: state, since: '2026-12-24', certificate: null },
      )
  })

  it('names the day since when in the time zone of the certificate', () => {
    const revoked = {
      ...certificate,
      state: 'revoked',
      stateSince: new Date('2026-12-31T22:30:00Z'),
    } as const
    const { status, ...known } = verify(revoked, on('2027-02-01'))
    assert.deepEqual([status, 'since' in known && known.since], ['revoked', '2027-01-01'])
  })

  it('returns unknown when the register has no such certificate', () =>
    assert.deepEqual(verify(undefined, on('2026-11-22')), { status: 'unknown' }))
})

describe('The verification page', () => {
  const now = new Date('2026-12-25T00:00:00Z')

  it('shows name, program, dates, issuer and number in both languages, and the status first', () => {
    const html = verificationPage(verify(certificate, now))
    for (const text of [
      'This certificate is valid',
      'هذه الشهادة صالحة',
      'Job Readiness Program',
      'برنامج الجاهزية الوظيفية',
      '20 November 2026',
      '22 November 2026',
      '22 نوفمبر 2028',
      'Kafaat Training Center',
      'مركز كفاءات للتدريب',
      'KFT-2026-000001-U',
      SHA256,
    ])
      assert.ok(html.includes(text), text)
    assert.ok(html.indexOf('<h1>') < html.indexOf('<dl>'))
  })

  it('says that an entry was adopted from other records, and leaves out a hash that is not known', () => {
    const adopted = { ...certificate, sha256: null, adoptedAt: new Date('2026-12-01T08:00:00Z') }
    const html = verificationPage(verify(adopted, now))
    assert.match(html, /restored this entry from its records on 1 December 2026/)
    assert.match(html, /استعادت جهة الإصدار هذا القيد/)
    assert.doesNotMatch(html, /SHA-256/)
    assert.doesNotMatch(verificationPage(verify(certificate, now)), /restored this entry/)
  })

  it('says since when it is no longer valid', () => {
    const html = verificationPage(verify({ ...certificate, state: 'revoked' }, now))
    assert.ok(html.includes('was revoked on <strong>24 December 2026</strong>'))
    assert.ok(html.includes('24 ديسمبر 2026'))
    assert.ok(!html.includes('is valid'))
  })

  it('shows no details when there is no certificate', () => {
    const html = verificationPage(verify(undefined, now))
    assert.ok(html.includes('Certificate not found'))
    assert.ok(!html.includes('<dl>'))
  })

  it('shows a name as text, never as markup', () => {
    const html = verificationPage(verify(certificate, now))
    assert.ok(html.includes('Sarah &quot;S&quot; O&#39;Otaibi &amp; &lt;b&gt;'))
    assert.ok(html.includes('سارة &lt;العتيبي&gt;'))
  })

  it('loads no script and nothing from elsewhere, and is hidden from search engines', () => {
    const html = verificationPage(verify(certificate, now))
    assert.doesNotMatch(html, /<script|\bon\w+=|https?:|src=|@import|url\(/)
    assert.match(html, /<meta name="robots" content="noindex/)
    assert.match(html, /<html lang="en"/)
    assert.match(html, /<meta name="viewport"/)
  })

  it('shows no more than the paper: no token, no ids, no decision', () => {
    const html = verificationPage(verify(certificate, now))
    for (const secret of [certificate.token, '4711', 'key_1']) assert.ok(!html.includes(secret), secret)
  })
})
