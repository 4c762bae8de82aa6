import { cancellationSignal } from '@temporalio/activity'
import type { CertificateActivities } from '../../src/contracts/activities.js'
import type { Application, ApplicationRun } from '../../src/contracts/application.js'
import { FailureType } from '../../src/contracts/failures.js'
import { monthsAfter } from '../../src/certificates/dates.js'
import { dayIn } from '../../src/domain/calendar.js'
import type { CertificateFacts } from '../../src/domain/certificate-facts.js'
import { printable } from '../../src/domain/bilingual.js'
import { printedProgram, printedStudent } from '../../src/domain/printed-text.js'
import { yearOfNumber } from '../../src/certificates/number.js'
import { certificateOf, issue, markRecorded, pdfOf, recordState } from '../../src/certificates/register.js'
import { certificateFonts } from '../../src/certificates/fonts.js'
import type { CertificateRenderer } from '../../src/certificates/renderer.js'
import {
  describeUnprintable,
  UnprintableCertificate,
  type UnprintableText,
} from '../../src/certificates/unprintable.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { CourseIntegration, ProgressTracker, Student, TrainingProgram } from '../../src/odoo/schema/index.js'
import type { ActivityContext } from '../dependencies.js'
import { failure, requireOwnValues } from '../failures.js'
import { withHeartbeats } from '../sync/heartbeats.js'
import { highestSerialInOdoo, requireNoCertificate } from './numbers-in-odoo.js'
import { personNumberOf } from '../../src/store/remembered-people.js'
import { PERSON_FIELDS } from '../person-check.js'
import { recordInOdoo } from './odoo-certificate.js'

type Dependencies = Pick<ActivityContext, 'odoo' | 'store' | 'config' | 'clock' | 'people' | 'timeZone'> & {
  readonly renderer: CertificateRenderer
}

type IssueRequest = Parameters<CertificateActivities['generateCertificate']>[0]

/** The two parts of chart 3, D. Called again, each finds what it has done. */
export interface CertificateParts {
  /**
   * Reserves the number in one transaction with the register row, renders the PDF from facts frozen
   * at issue, and stores bytes and hash.
   */
  issueCertificate(request: IssueRequest): Promise<{ certificateNumber: string }>
  /** `gr.certificate` with the PDF, moved draft → issued → delivered in this order. */
  recordCertificate(
    request: ApplicationRun & { version: number; again?: true },
  ): Promise<{ odooCertificateId: number }>
}

/** Chart 3, D: issues the certificate in our register, then records it in Odoo. */
export const createCertificateActivities = (
  parts: CertificateParts,
): Pick<CertificateActivities, 'generateCertificate' | 'recordCertificateAgain'> => ({
  generateCertificate: (request) =>
    withHeartbeats(async () => {
      const issued = await parts.issueCertificate(request)
      await parts.recordCertificate(request)
      return issued
    }),
  recordCertificateAgain: (request) => parts.recordCertificate({ ...request, again: true }),
})

export function createCertificateParts({
  odoo: connection,
  store,
  config,
  clock,
  people,
  timeZone: readTimeZone,
  renderer,
}: Dependencies): CertificateParts {
  return {
    async issueCertificate(request) {
      const present = await certificateOf(store, request)
      if (present) return { certificateNumber: present.number }
      requireOwnValues(config)
      const { programId, studentId, run, version, check, decision } = request
      const odoo = connection.with({ signal: cancellationSignal() })
      const personNumber = await personNumberOf(store, request)
      await requireNoCertificate({ odoo, store }, { programId, studentId, personNumber, version })
      const facts = await freezeFacts(odoo, request)
      const { code } = config.organization
      const year = yearOfNumber(facts)
      try {
        const { number } = await issue(store, renderer, {
          programId,
          studentId,
          run,
          version,
          code,
          highestInOdoo: await highestSerialInOdoo(odoo, { code, year }),
          publicUrl: config.publicUrl,
          facts,
          check,
          decision: decision ?? null,
        })
        return { certificateNumber: number }
      } catch (error) {
        if (error instanceof UnprintableCertificate) throw unprintable(request, error.problems)
        throw error
      }
    },

    async recordCertificate(request) {
      const certificate = await certificateOf(store, request)
      const pdf = certificate && (await pdfOf(store, certificate.number))
      if (!certificate || !pdf)
        throw failure(FailureType.WrongState, 'This version of the certificate has not been issued.')
      // Written once. Whatever people have changed on the record in Odoo since then stays.
      const isAgain = request.again === true && certificate.state === 'withdrawn'
      if (!isAgain && certificate.recordedAt !== null && certificate.odooCertificateId !== null)
        return { odooCertificateId: certificate.odooCertificateId }
      const odoo = connection.with({ signal: cancellationSignal() })
      await people.confirmStudent(odoo, request)
      const at = clock()
      const today = dayIn(certificate.facts.timeZone, at)
      const odooCertificateId = await recordInOdoo(odoo, certificate, pdf, today)
      await markRecorded(store, { number: certificate.number, odooCertificateId, at })
      if (isAgain) await recordState(store, { number: certificate.number, state: 'valid', at })
      return { odooCertificateId }
    },
  }

  /**
   * Reads the student, the program and the courses now. The certificate shows these facts for ever.
   */
  async function freezeFacts(
    odoo: Odoo,
    request: IssueRequest,
  ): Promise<Omit<CertificateFacts, 'number' | 'verificationUrl'>> {
    const courseIds = coursesOf(request)
    const [[student], [program], courses, trackers] = await Promise.all([
      odoo.read(Student, [request.studentId], ['name', 'nameArabic', 'nameEnglish', ...PERSON_FIELDS]),
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
    await people.confirm(request, student)
    if (!program) throw failure(FailureType.OdooMissing, 'The program no longer exists in Odoo.')
    const { families } = certificateFonts()
    const { name } = printedStudent(student, families)
    if (name === null) throw unprintable(request, [{ reason: 'empty', of: ['student'] }])
    const { name: title } = printedProgram(program.name, families)
    if (title === null) throw unprintable(request, [{ reason: 'empty', of: ['program'] }])
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
      program: title,
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

const unprintable = (application: Application, problems: readonly UnprintableText[]) =>
  failure(FailureType.OdooRejected, describeUnprintable(problems, application))

/** The course integrations in the requirement check. */
const coursesOf = ({ check }: Application & Pick<IssueRequest, 'check'>): number[] =>
  [...new Set(check.requirements.flatMap(({ courseIntegrationId }) => courseIntegrationId ?? []))].sort(
    (a, b) => a - b,
  )
