import assert from 'node:assert/strict'
import { formatNumber } from '../../src/certificates/number.js'
import { certificateOf } from '../../src/certificates/register.js'
import { verify } from '../../src/certificates/verification-page.js'
import { dayOf } from '../../src/domain/center-calendar.js'
import { centerTimeZone } from '../../src/odoo/center-time-zone.js'
import { Account, Company } from '../../src/odoo/schema/doctor-models.js'
import { Certificate, Partner, ProgressTracker, User } from '../../src/odoo/schema/index.js'
import { makeCourse, makeProgram, makeStudent, oneRow } from '../support/odoo-records.js'
import { openActivities, type ActivityFixture } from './activity-fixture.js'

/** A clock, and what the day and year are in the center then. */
const MOMENTS = [
  { timeZone: 'Asia/Riyadh', now: '2026-12-31T22:30:00Z', day: '2027-01-01' },
  { timeZone: 'Asia/Riyadh', now: '2026-12-31T20:59:59Z', day: '2026-12-31' },
  { timeZone: 'America/Los_Angeles', now: '2027-01-01T07:30:00Z', day: '2026-12-31' },
  { timeZone: 'America/Los_Angeles', now: '2027-01-01T08:00:00Z', day: '2027-01-01' },
  { timeZone: 'Asia/Kolkata', now: '2028-02-28T18:30:00Z', day: '2028-02-29' },
  { timeZone: 'UTC', now: '2026-12-31T22:30:00Z', day: '2026-12-31' },
] as const

for (const timeZone of new Set(MOMENTS.map((moment) => moment.timeZone)))
  describe(`A training center in the time zone ${timeZone}`, () => {
    let fixture: ActivityFixture
    before(async () => {
      fixture = await openActivities({ env: { TIME_ZONE: timeZone } })
    })
    after(() => fixture.close())

    async function graduate(completionDate: string) {
      const programId = await makeProgram(fixture)
      const { courseIntegrationId } = await makeCourse(fixture, programId)
      const studentId = await makeStudent(fixture)
      await fixture.direct.create(ProgressTracker, {
        student: studentId,
        courseIntegration: courseIntegrationId,
        status: 'completed',
        completionDate,
      })
      const requirement = { criterion: 'overall', courseIntegrationId, wanted: '', found: '', met: true }
      return {
        version: { programId, studentId, run: 1, version: 1 },
        check: { met: true, requirements: [requirement] },
      }
    }

    for (const { now, day } of MOMENTS.filter((moment) => moment.timeZone === timeZone)) {
      it(`gives a certificate of ${now} the year and days of ${day}`, async () => {
        const { version, check } = await graduate(now)
        fixture.setClock(now)
        const { certificateNumber } = await fixture.run((activities) =>
          activities.issueCertificate({ ...version, validMonths: 12, check }),
        )
        await fixture.run((activities) => activities.recordCertificate(version))
        assert.ok(certificateNumber.startsWith(`TC-${day.slice(0, 4)}-`), certificateNumber)
        const certificate = await certificateOf(fixture.store, version)
        assert.ok(certificate)
        const { completedOn, issuedOn, validUntil } = certificate.facts
        assert.deepEqual([completedOn, issuedOn], [day, day])
        assert.equal(verify(certificate, new Date(now)).status, 'valid')
        const fields = ['completionDate', 'issueDate', 'validFrom', 'deliveryDate', 'validUntil'] as const
        const { id, ...dates } = await oneRow(
          fixture.direct.searchRead(Certificate, [['student', '=', version.studentId]], fields),
        )
        assert.ok(id > 0)
        assert.deepEqual(dates, {
          completionDate: day,
          issueDate: day,
          validFrom: day,
          deliveryDate: day,
          validUntil,
        })
      })

      it(`counts the age of a student at ${now} on ${day}`, async () => {
        const programId = await makeProgram(fixture)
        fixture.setClock(now)
        const year = Number(day.slice(0, 4)) - 20
        const ages = [`${year}${day.slice(4)}`, dayAfter(`${year}${day.slice(4)}`)]
        const found: (number | null)[] = []
        for (const birthDate of ages) {
          const studentId = await makeStudent(fixture, { birthDate })
          const { facts } = await fixture.run((activities) =>
            activities.readApplication({ programId, studentId, run: 1 }),
          )
          found.push(facts.student.age)
          assert.equal(dayOf(facts.calendar, now), day)
        }
        assert.deepEqual(found, [20, 19], 'the birthday is today, or tomorrow')
      })
    }
  })

const dayAfter = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)

describe('The time zone of the center', () => {
  let fixture: ActivityFixture
  let company: number
  let bot: number
  before(async () => {
    fixture = await openActivities({ env: { TIME_ZONE: '' } })
    const { uid } = await fixture.odoo.connection()
    const account = await oneRow(fixture.direct.read(Account, [uid], ['company']))
    bot = (await oneRow(fixture.direct.read(User, [uid], ['partner']))).partner
    company = (await oneRow(fixture.direct.read(Company, [account.company], ['partner']))).partner
  })
  after(() => fixture.close())
  const zoneIs = async (
    zones: { company: string | null; bot: string | null },
    setting: string | null = null,
  ) => {
    await fixture.direct.write(Partner, [company], { tz: zones.company })
    await fixture.direct.write(Partner, [bot], { tz: zones.bot })
    return centerTimeZone(fixture.odoo, setting)
  }

  it('is the setting, whatever Odoo says', async () => {
    const zone = await zoneIs({ company: 'Asia/Tokyo', bot: 'Europe/Berlin' }, 'Asia/Riyadh')
    assert.deepEqual(zone, { name: 'Asia/Riyadh', source: 'setting', unknown: [] })
  })

  it('is that of the company in Odoo where there is no setting', async () => {
    const zone = await zoneIs({ company: 'Asia/Riyadh', bot: 'Europe/Berlin' })
    assert.deepEqual(zone, { name: 'Asia/Riyadh', source: 'company', unknown: [] })
  })

  it('is that of the bot where the company has none', async () => {
    const zone = await zoneIs({ company: null, bot: 'Europe/Berlin' })
    assert.deepEqual(zone, { name: 'Europe/Berlin', source: 'bot', unknown: [] })
  })

  it('is UTC where nobody has set one', async () => {
    assert.deepEqual(await zoneIs({ company: null, bot: null }), { name: 'UTC', source: 'none', unknown: [] })
  })

  it('passes over a name that does not exist', async () => {
    if (!fixture.sql) return
    await zoneIs({ company: null, bot: 'Asia/Kolkata' })
    await fixture.sql("UPDATE res_partner SET tz = 'Mars/Olympus' WHERE id = $1", [company])
    const zone = await centerTimeZone(fixture.odoo, null)
    assert.deepEqual(zone, { name: 'Asia/Kolkata', source: 'bot', unknown: ['Mars/Olympus'] })
  })

  it('decides above which number in Odoo a certificate is numbered', async () => {
    await zoneIs({ company: 'Asia/Riyadh', bot: null })
    const programId = await makeProgram(fixture)
    const holder = await makeStudent(fixture)
    await fixture.direct.create(Certificate, {
      name: formatNumber({ code: 'TC', year: 2027, serial: 41 }),
      student: holder,
      trainingProgram: programId,
      certificateType: 'program_completion',
      certificateTitle: 'Certificate of Completion',
      completionDate: '2027-01-01',
      issueDate: '2027-01-01',
      state: 'delivered',
    })
    const studentId = await makeStudent(fixture)
    fixture.setClock('2026-12-31T22:30:00Z')
    const { certificateNumber } = await fixture.run((activities) =>
      activities.issueCertificate({
        programId,
        studentId,
        run: 1,
        version: 1,
        validMonths: null,
        check: { met: true, requirements: [] },
      }),
    )
    assert.match(certificateNumber, /^TC-2027-000042-/)
  })

  it('decides the day of a certificate without any setting', async () => {
    await zoneIs({ company: 'Asia/Riyadh', bot: null })
    const programId = await makeProgram(fixture)
    const studentId = await makeStudent(fixture)
    fixture.setClock('2026-12-31T22:30:00Z')
    const { certificateNumber } = await fixture.run((activities) =>
      activities.issueCertificate({
        programId,
        studentId,
        run: 1,
        version: 1,
        validMonths: null,
        check: { met: true, requirements: [] },
      }),
    )
    assert.match(certificateNumber, /^TC-2027-/)
  })
})
