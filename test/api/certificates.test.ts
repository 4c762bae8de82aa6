import assert from 'node:assert/strict'
import { type Certificate, issue } from '../../src/certificates/register.js'
import { exampleFacts } from '../certificates/example.js'
import { type ApiFixture, openApi } from './api-fixture.js'

const PDF = Buffer.from('%PDF-1.7 as rendered')
const check = {
  met: true,
  requirements: [{ criterion: 'overall', courseIntegrationId: 3, wanted: '80 %', found: '91 %', met: true }],
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

  it('shows the facts at issue and the checked requirements, without the name of the student', async () => {
    const response = await world.call('GET', `/v1/certificates/${certificate.number}`)
    assert.equal(response.statusCode, 200)
    const body = response.json<Record<string, unknown>>()
    assert.deepEqual([body.number, body.ref, body.sha256], [certificate.number, '7-4711', certificate.sha256])
    assert.deepEqual(body.requirements, check.requirements)
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
