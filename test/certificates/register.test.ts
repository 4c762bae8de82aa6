import { sql } from 'kysely'
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import {
  certificateByNumber,
  certificateByToken,
  certificateOf,
  issue,
  type IssueRequest,
  listCertificates,
  markRecorded,
  pdfOf,
} from '../../src/certificates/register.js'
import { type CertificateRenderer, typstRenderer } from '../../src/certificates/renderer.js'
import { enterRun, latestRun } from '../../src/store/application-runs.js'
import { openStore, type Store } from '../../src/store/store.js'
import { testDatabase, type TestDatabase } from '../support/postgres.js'
import { exampleFacts } from './example.js'

/** `KFT-2026-000123-X` → 123. */
const serialOf = (number: string) => Number(number.split('-')[2])

describe('The register of certificates', () => {
  const renderer = typstRenderer()
  let database: TestDatabase
  let store: Store

  beforeEach(async () => {
    database = await testDatabase()
    store = openStore(database.url)
  })
  afterEach(async () => {
    await store.close()
    await database.drop()
  })

  const request = (studentId: number, changes: Partial<IssueRequest> = {}): IssueRequest => ({
    programId: 1,
    studentId,
    run: 1,
    version: 1,
    code: 'KFT',
    highestInOdoo: 0,
    publicUrl: 'https://certificates.example',
    facts: exampleFacts(studentId),
    check: { met: true, requirements: [] },
    decision: null,
    ...changes,
  })
  const rows = async () => {
    const { n } = await store.db
      .selectFrom('certificate')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
    return n
  }

  it('issues one certificate for twenty calls at once for the same application', async () => {
    const issued = await Promise.all(Array.from({ length: 20 }, () => issue(store, renderer, request(4711))))
    assert.equal(await rows(), 1)
    assert.equal(new Set(issued.map(({ number }) => number)).size, 1)
    assert.equal(new Set(issued.map(({ token }) => token)).size, 1)
    assert.deepEqual(await certificateOf(store, { programId: 1, studentId: 4711, run: 1 }), issued[0])
  })

  it('gives fifty applications at once fifty numbers without a gap', async () => {
    const issued = await Promise.all(
      Array.from({ length: 50 }, (_, index) => issue(store, renderer, request(index + 1))),
    )
    const serials = issued.map(({ number }) => serialOf(number)).sort((a, b) => a - b)
    assert.deepEqual(
      serials,
      Array.from({ length: 50 }, (_, index) => index + 1),
    )
    assert.equal(new Set(issued.map(({ token }) => token)).size, 50)
  })

  it('counts separately by issuer and by the year of issue in the center', async () => {
    const in2027 = exampleFacts(2, { issuedAt: '2026-12-31T22:30:00.000Z', issuedOn: '2027-01-01' })
    const numbers = [
      await issue(store, renderer, request(1)),
      await issue(store, renderer, request(2, { facts: in2027 })),
      await issue(store, renderer, request(3, { code: 'XY2' })),
      await issue(store, renderer, request(4)),
    ].map(({ number }) => number.slice(0, -2))
    assert.deepEqual(numbers, ['KFT-2026-000001', 'KFT-2027-000001', 'XY2-2026-000001', 'KFT-2026-000002'])
  })

  it('leaves nothing behind when an issue fails halfway', async () => {
    const dying: CertificateRenderer = { render: () => Promise.reject(new Error('killed')) }
    await assert.rejects(issue(store, dying, request(1)), /killed/)
    // Fails after the number was counted and the PDF rendered, at the insert itself.
    await sql`alter table certificate add constraint dying check (sha256 is null)`.execute(store.db)
    await assert.rejects(issue(store, renderer, request(1)), /dying/)
    await sql`alter table certificate drop constraint dying`.execute(store.db)
    assert.equal(await rows(), 0)
    const { number } = await issue(store, renderer, request(1))
    assert.equal(serialOf(number), 1)
  })

  it('stores bytes, hash and facts, and the facts render to the same bytes again', async () => {
    const issued = await issue(store, renderer, request(5))
    const pdf = await pdfOf(store, issued.number)
    assert.ok(pdf)
    assert.equal(createHash('sha256').update(pdf).digest('hex'), issued.sha256)
    const kept = await certificateByNumber(store, issued.number)
    assert.ok(kept && pdf.equals(await renderer.render(kept.facts)))
    assert.equal(kept.facts.verificationUrl, `https://certificates.example/v/${kept.token}`)
    assert.match(kept.token, /^[\w-]{22}$/)
  })

  it('keeps the first facts whatever a later call passes', async () => {
    const first = await issue(store, renderer, request(6))
    const again = await issue(store, renderer, request(6, { facts: exampleFacts(99), code: 'XY2' }))
    assert.deepEqual(again, first)
  })

  it('supersedes older versions except revoked ones, and returns the newest', async () => {
    const first = await issue(store, renderer, request(7))
    await store.db
      .updateTable('certificate')
      .set({ state: 'revoked', revocation: JSON.stringify({ by: 'key_1' }) })
      .where('number', '=', first.number)
      .execute()
    const second = await issue(store, renderer, request(7, { version: 2 }))
    const third = await issue(store, renderer, request(7, { version: 3 }))
    const states = await Promise.all(
      [first, second, third].map(async ({ token }) => (await certificateByToken(store, token))?.state),
    )
    assert.deepEqual(states, ['revoked', 'superseded', 'valid'])
    assert.equal((await certificateOf(store, { programId: 1, studentId: 7, run: 1 }))?.version, 3)
    assert.equal(
      (await certificateOf(store, { programId: 1, studentId: 7, run: 1, version: 2 }))?.number,
      second.number,
    )
  })

  it('gives another person with the same student id a certificate of their own, and keeps the first valid', async () => {
    const person = { createdAt: '2026-01-05T08:00:00Z', mailboxHash: 'mailbox-1', databaseUuid: null }
    const application = { programId: 1, studentId: 70 }
    for (const createdAt of [person.createdAt, person.createdAt, '2026-11-20T10:00:00Z']) {
      const previous = await latestRun(store, application)
      const run = (previous?.run ?? 0) + 1
      await enterRun(store, {
        ...application,
        run,
        origin: 'api',
        person: { ...person, createdAt },
        previous,
      })
    }
    const first = await issue(store, renderer, request(70))
    const again = await issue(store, renderer, request(70, { run: 2 }))
    assert.equal(again.number, first.number, 'the same person’s next run')
    const newcomers = await issue(store, renderer, request(70, { run: 3, version: 2 }))
    assert.notEqual(newcomers.number, first.number)
    assert.equal((await certificateByToken(store, first.token))?.state, 'valid')
    assert.equal((await certificateOf(store, { ...application, run: 2 }))?.number, first.number)
    assert.equal((await certificateOf(store, { ...application, run: 3 }))?.number, newcomers.number)
  })

  it('lists every certificate once, page by page, newest first', async () => {
    for (let studentId = 1; studentId <= 7; studentId++)
      await issue(
        store,
        renderer,
        request(studentId, {
          programId: studentId === 4 ? 2 : 1,
          // Three share an instant.
          facts: exampleFacts(studentId, {
            issuedAt: `2026-11-${String(20 + (studentId >> 2))}T08:00:00.000Z`,
          }),
        }),
      )
    const seen: number[] = []
    let after: { issuedAt: Date; number: string } | undefined
    for (;;) {
      const page = await listCertificates(store, { limit: 3, ...(after && { after }) })
      seen.push(...page.map(({ studentId }) => studentId))
      after = page.at(-1)
      if (!after) break
    }
    assert.deepEqual(seen, [7, 6, 5, 4, 3, 2, 1])
    const other = await listCertificates(store, { limit: 9, programId: 2 })
    assert.deepEqual(
      other.map(({ studentId }) => studentId),
      [4],
    )
  })

  it('stores the id of the record in Odoo', async () => {
    const { number } = await issue(store, renderer, request(9))
    const at = new Date('2026-11-22T10:00:00Z')
    await markRecorded(store, { number, odooCertificateId: 31, at })
    const kept = await certificateByNumber(store, number)
    assert.deepEqual([kept?.odooCertificateId, kept?.recordedAt], [31, at])
  })
})
