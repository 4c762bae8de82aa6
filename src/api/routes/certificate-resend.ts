import Type from 'typebox'
import { certificateByNumber, type Certificate } from '../../certificates/register.js'
import { applicationRef, certificateId, type ApplicationRun } from '../../contracts/application.js'
import type { MailRequest } from '../../contracts/mail.js'
import { sha256 } from '../../hash.js'
import { appendAudit } from '../../store/audit.js'
import { latestRun } from '../../store/application-runs.js'
import { emailsToResend } from '../../store/emails-to-resend.js'
import { putEmails } from '../../store/outbox.js'
import type { ApiDeps } from '../deps.js'
import { notFound, Problem } from '../problems/problem.js'
import { CertificateNumber } from '../schemas/certificate.js'
import { NamedObject, problems } from '../schemas/common.js'
import type { Server } from '../server.js'
import { requireVisible } from '../services/student-scope.js'

/** Sends the email with a certificate once more, to the address that the student has by now. */
export function certificateResendRoutes(app: Server, { store }: ApiDeps): void {
  app.post(
    '/v1/certificates/:number/resend',
    {
      config: { access: 'caller', permission: 'change_training' },
      schema: {
        tags: ['certificates'],
        summary: 'Send the email with a certificate again, to the student’s present address',
        description: 'It leaves within half a minute. The email ledger shows it as an email of its own.',
        params: Type.Object({ number: CertificateNumber }),
        body: Type.Object({}, { additionalProperties: false }),
        response: {
          202: NamedObject('CertificateResend', {
            version: Type.String({ description: 'Of the new email in the ledger' }),
          }),
          ...problems,
        },
      },
    },
    async ({ scope, actor, commandId, params: { number } }, reply) => {
      const certificate = await certificateByNumber(store, number)
      const what = `Certificate ${number}`
      if (!certificate) throw notFound(what)
      const { programId, studentId, version } = certificate
      await requireVisible(store, scope, { studentId, what })
      const run = await runOf(certificate)
      const request = await requestFor(certificate, run, commandId)
      await store.db.transaction().execute(async (db) => {
        await putEmails({ db }, certificateId(run, version), [request])
        await appendAudit(db, {
          actor,
          action: 'resend_certificate',
          entity: 'application',
          entityId: applicationRef(certificate),
          programId,
          studentId,
          commandId,
          after: { certificate: number },
        })
      })
      return reply.code(202).send({ version: request.version })
    },
  )

  /** The run that the email belongs to. Not that of another person who has got the student's id. */
  async function runOf({ programId, studentId, personNumber, number }: Certificate): Promise<ApplicationRun> {
    const run = await latestRun(store, { programId, studentId })
    if (!run || run.personNumber !== personNumber)
      throw refused(
        `Certificate ${number} belongs to somebody who has left; the student’s id is another person’s.`,
      )
    if (run.endedStage === 'withdrawn') throw refused('The student has withdrawn.')
    return run
  }

  /** By the rules of the bulk operation that does this for many. */
  async function requestFor(
    { programId, version, number }: Certificate,
    run: ApplicationRun,
    commandId: string,
  ): Promise<MailRequest> {
    const mark = sha256(commandId).toString('hex').slice(0, 12)
    const emails = await emailsToResend(store, 'certificate', programId, [run], mark)
    const email = emails.find(
      ({ request }) => request.kind === 'certificate' && request.certificateVersion === version,
    )
    if (!email) throw refused(`There is no email with certificate ${number} that could be sent again.`)
    if (email.state === 'pending' || email.state === 'sending')
      throw refused('The email is still on its way.')
    return email.request
  }
}

const refused = (detail: string) => new Problem('wrong-state', detail)
