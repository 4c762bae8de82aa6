import assert from 'node:assert/strict'
import { type Certificate, issue } from '../../src/certificates/register.js'
import type { RequirementCheck } from '../../src/domain/requirements.js'
import { UNKNOWN_PERSON } from '../../src/domain/same-person.js'
import { enterRun } from '../../src/store/application-runs.js'
import { exampleFacts } from '../certificates/example.js'
import { type ApiFixture, openApi } from './api-fixture.js'

const PDF = Buffer.from('%PDF-1.7 as rendered')
const OF_EARLIER_VERSION = {
  criterion: 'documents',
  courseIntegrationId: null,
  wanted: 'every mandatory document approved',
  found: 'all approved',
  met: true,
}
const check: RequirementCheck = {
  met: true,
  requirements: [
    {
      criterion: 'overall',
      courseIntegrationId: 3,
      wanted: '80 %',
      found: '91 %',
      met: true,
      stated: { course: 'Basics', detail: { of: 'overall', least: 80, is: 91 } },
    },
    OF_EARLIER_VERSION,
  ],
}

describe('API: certificates', () => {
  let world: ApiFixture
  let certificate: Certificate

  before(async () => {
    world = await openApi()
    certificate = await issue(
      world.store,
      { render: () => Promise.resolve(PDF) },
      {
        programId: 7,
        studentId: 4711,
        run: 1,
        version: 1,
        code: 'EXT',
        highestInOdoo: 0,
        publicUrl: world.config.publicUrl,
        facts: exampleFacts(),
        check,
        decision: null,
      },
    )
  })
  after(() => world.close())

  it('shows the facts at issue and the checked requirements, but not the name of then', async () => {
    const response = await world.call('GET', `/v1/certificates/${certificate.number}`)
    assert.equal(response.statusCode, 200)
    const body = response.json<Record<string, unknown>>()
    assert.deepEqual([body.number, body.ref, body.sha256], [certificate.number, '7-4711', certificate.sha256])
    assert.deepEqual(body.requirements, [
      {
        criterion: 'overall',
        courseIntegrationId: 3,
        wanted: '80 %',
        wantedArabic: 'الدورة «\u2068Basics\u2069»: تقدُّم عام لا يقل عن \u206680%\u2069',
        found: '91 %',
        foundArabic: '\u206691%\u2069',
        met: true,
      },
      { ...OF_EARLIER_VERSION, wantedArabic: null, foundArabic: null },
    ])
    // The sync has not read the student.
    assert.equal(body['student'], null)
    assert.ok(!response.body.includes(exampleFacts().student.latin ?? '-'))
  })

  it('returns the stored bytes of the PDF', async () => {
    const response = await world.call('GET', `/v1/certificates/${certificate.number}.pdf`)
    assert.equal(response.headers['content-type'], 'application/pdf')
    assert.deepEqual(response.rawPayload, PDF)
  })

  it('responds 404 to an unknown number and to text that is not a number', async () => {
    for (const number of ['EXT-2026-999999-X', 'EXT-2026-999999-X.pdf', 'x%20y', '..%2Fx'])
      assert.equal((await world.call('GET', `/v1/certificates/${number}`)).statusCode, 404, number)
  })

  it('requests the email again, once for one request, and says why where it cannot', async () => {
    const resend = (headers: Record<string, string> = {}) =>
      world.call('POST', `/v1/certificates/${certificate.number}/resend`, {}, headers)
    await enterRun(world.store, {
      programId: 7,
      studentId: 4711,
      run: 1,
      origin: 'api',
      person: UNKNOWN_PERSON,
      previous: undefined,
    })
    const none = await resend()
    assert.equal(none.statusCode, 409)
    assert.match(none.json<{ detail: string }>().detail, /no email with certificate/)
    await world.store.pool.query(
      `insert into email (kind, program_id, student_id, run, version, message_id, state, recipient, language)
       values ('certificate', 7, 4711, 1, '1', '<first>', 'rejected', 'old@learners.example', 'en')`,
    )
    const once = { 'idempotency-key': 'resend-once' }
    const [first, repeated] = [await resend(once), await resend(once)]
    assert.deepEqual([first.statusCode, repeated.statusCode], [202, 202])
    const { version } = first.json<{ version: string }>()
    const { rows } = await world.store.pool.query<{ request: object }>(
      `select request from outbox where student_id = 4711 and channel = 'emails'`,
    )
    assert.deepEqual(
      rows.map(({ request }) => request),
      [
        {
          programId: 7,
          studentId: 4711,
          run: 1,
          kind: 'certificate',
          version,
          certificateVersion: 1,
          certificateNumber: certificate.number,
        },
      ],
    )
    const audit = await world.call('GET', '/v1/audit?action=resend_certificate')
    const { changes } = audit.json<{ changes: { after: object; studentId: number }[] }>()
    assert.deepEqual(changes.map(({ after, studentId }) => [after, studentId])[0], [
      { certificate: certificate.number },
      4711,
    ])
    await world.store.pool.query(`update email set state = 'pending' where message_id = '<first>'`)
    assert.match((await resend()).json<{ detail: string }>().detail, /still on its way/)
    const unknown = await world.call('POST', '/v1/certificates/EXT-2026-999999-X/resend', {})
    assert.equal(unknown.statusCode, 404)
  })

  it('verifies a certificate on a public page that is not indexed and sends no referrer', async () => {
    const response = await world.app.inject(`/v/${certificate.token}`)
    assert.equal(response.statusCode, 200)
    assert.match(response.body, new RegExp(certificate.number))
    assert.match(String(response.headers['x-robots-tag']), /noindex/)
    assert.equal(response.headers['referrer-policy'], 'no-referrer')
    const unknown = await world.app.inject('/v/AAAAAAAAAAAAAAAAAAAAAA')
    assert.equal(unknown.statusCode, 404)
    assert.match(String(unknown.headers['content-type']), /text\/html/)
  })
})
