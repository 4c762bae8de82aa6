import { cancellationSignal } from '@temporalio/activity'
import type { CertificateActivities } from '../../src/contracts/activities.js'
import type { Application } from '../../src/contracts/application.js'
import { FailureType } from '../../src/contracts/failures.js'
import { monthsAfter } from '../../src/certificates/dates.js'
import { dayIn } from '../../src/domain/calendar.js'
import type { CertificateFacts } from '../../src/domain/certificate-facts.js'
import { printable, printedName, splitTitle } from '../../src/domain/bilingual.js'
import { certificateOf, issue, markRecorded, pdfOf } from '../../src/certificates/register.js'
import { type CertificateRenderer, UnprintableCertificate } from '../../src/certificates/renderer.js'
import { CourseIntegration, ProgressTracker, Student, TrainingProgram } from '../../src/odoo/schema/index.js'
import type { ActivityContext } from '../dependencies.js'
import { failure } from '../failures.js'
import { recordInOdoo } from './odoo-certificate.js'

type Dependencies = Pick<ActivityContext, 'odoo' | 'store' | 'config' | 'clock' | 'timeZone'> & {
  readonly renderer: CertificateRenderer
}

type IssueRequest = Parameters<CertificateActivities['issueCertificate']>[0]

/** Chart 3 from D on: issues the certificate in our register, then records it in Odoo. */
export function createCertificateActivities({
  odoo: connection,
  store,
  config,
  clock,
  timeZone: readTimeZone,
  renderer,
}: Dependencies): Pick<CertificateActivities, 'issueCertificate' | 'recordCertificate'> {
  return {
    async issueCertificate(request) {
      const present = await certificateOf(store, request)
      if (present) return { certificateNumber: present.number }
      const { programId, studentId, version, check, decision } = request
      const facts = await freezeFacts(request)
      try {
        const { number } = await issue(store, renderer, {
          programId,
          studentId,
          version,
          code: config.organization.code,
          publicUrl: config.publicUrl,
          facts,
          check,
          decision: decision ?? null,
        })
        return { certificateNumber: number }
      } catch (error) {
        if (error instanceof UnprintableCertificate) throw failure(FailureType.OdooRejected, error.message)
        throw error
      }
    },

    async recordCertificate(request) {
      const certificate = await certificateOf(store, request)
      const pdf = certificate && (await pdfOf(store, certificate.number))
      if (!certificate || !pdf)
        throw failure(FailureType.WrongState, 'This version of the certificate has not been issued.')
      // Written once. Whatever people have changed on the record in Odoo since then stays.
      if (certificate.recordedAt !== null && certificate.odooCertificateId !== null)
        return { odooCertificateId: certificate.odooCertificateId }
      const odoo = connection.with({ signal: cancellationSignal() })
      const at = clock()
      const today = dayIn(certificate.facts.timeZone, at)
      const odooCertificateId = await recordInOdoo(odoo, certificate, pdf, today)
      await markRecorded(store, { number: certificate.number, odooCertificateId, at })
      return { odooCertificateId }
    },
  }

  /**
   * Reads the student, the program and the courses now. The certificate shows these facts for ever.
   */
  async function freezeFacts(
    request: IssueRequest,
  ): Promise<Omit<CertificateFacts, 'number' | 'verificationUrl'>> {
    const odoo = connection.with({ signal: cancellationSignal() })
    const courseIds = coursesOf(request)
    const [[student], [program], courses, trackers] = await Promise.all([
      odoo.read(Student, [request.studentId], ['name', 'nameArabic', 'nameEnglish']),
      odoo.read(TrainingProgram, [request.programId], ['name']),
      odoo.read(CourseIntegration, courseIds, ['name']),
      odoo.searchRead(
        ProgressTracker,
        [
          ['student', '=', request.studentId],
          ['courseIntegration', 'in', courseIds],
        ],
        ['completionDate'],
      ),
    ])
    if (!student) throw failure(FailureType.OdooMissing, 'The student no longer exists in Odoo.')
    if (!program) throw failure(FailureType.OdooMissing, 'The program no longer exists in Odoo.')
    const name = printedName(student)
    if (!name) throw failure(FailureType.OdooRejected, 'The student has no name to print. Enter it in Odoo.')
    const issuedAt = clock()
    const timeZone = await readTimeZone()
    const issuedOn = dayIn(timeZone, issuedAt)
    const lastCompletion = trackers
      .flatMap(({ completionDate }) => completionDate ?? [])
      .sort()
      .at(-1)
    const { organization } = config
    return {
      student: name,
      program: splitTitle(program.name),
      programName: printable(program.name) ?? program.name,
      courses: courses.map((course) => printable(course.name) ?? course.name),
      issuer: { arabic: organization.nameArabic, latin: organization.name },
      timeZone,
      completedOn: lastCompletion === undefined ? issuedOn : dayIn(timeZone, lastCompletion),
      issuedOn,
      issuedAt: issuedAt.toISOString(),
      validUntil: request.validMonths === null ? null : monthsAfter(issuedOn, request.validMonths),
    }
  }
}

/** The course integrations in the requirement check. */
const coursesOf = ({ check }: Application & Pick<IssueRequest, 'check'>): number[] =>
  [...new Set(check.requirements.flatMap(({ courseIntegrationId }) => courseIntegrationId ?? []))].sort(
    (a, b) => a - b,
  )
