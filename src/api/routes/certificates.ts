import Type from 'typebox'
import { certificateByNumber, certificateByToken, pdfOf } from '../../certificates/register.js'
import { verificationPage, verify } from '../../certificates/verification-page.js'
import { applicationRef } from '../../contracts/application.js'
import type { ApiDeps } from '../deps.js'
import { linksOf } from '../links.js'
import { namedStudents } from '../names.js'
import { notFound } from '../problems/problem.js'
import { CertificateBody, CertificateNumber } from '../schemas/certificate.js'
import { problems } from '../schemas/common.js'
import { requirementBody } from '../serializers.js'
import type { Server } from '../server.js'
import { requireVisible } from '../services/student-scope.js'

/** Issued certificates, and the public page that verifies one. */
export function certificateRoutes(app: Server, deps: ApiDeps): void {
  const { store, clock } = deps
  const links = linksOf(deps)
  const params = Type.Object({ number: CertificateNumber })

  app.get(
    // The expression leaves `.pdf` to the next route.
    '/v1/certificates/:number(^[A-Z0-9-]+$)',
    {
      config: { access: 'caller', permission: 'read_certificates' },
      schema: {
        tags: ['certificates'],
        summary: 'A certificate: the facts at issue, and the requirements that were checked',
        params,
        response: { 200: CertificateBody, ...problems },
      },
    },
    async ({ scope, params: { number } }) => {
      const certificate = await certificateByNumber(store, number)
      const what = `Certificate ${number}`
      if (!certificate) throw notFound(what)
      await requireVisible(store, scope, { studentId: certificate.studentId, what })
      const { facts, check, decision, token, programId, studentId } = certificate
      const { status, since } = verify(certificate, clock())
      const named = await namedStudents(store, [studentId])
      return {
        number,
        version: certificate.version,
        ref: applicationRef(certificate),
        programId,
        studentId,
        student: named(studentId),
        programName: facts.programName,
        courses: [...facts.courses],
        status,
        statusSince: since,
        revocation: certificate.revocation,
        completedOn: facts.completedOn,
        issuedAt: certificate.issuedAt.toISOString(),
        validUntil: certificate.validUntil,
        sha256: certificate.sha256,
        odooCertificateId: certificate.odooCertificateId,
        requirements: (check?.requirements ?? []).map(requirementBody),
        decision,
        links: {
          pdf: `/v1/certificates/${number}.pdf`,
          verification: links.verification(token),
          enrollment: links.enrollment(certificate),
        },
      }
    },
  )

  app.get(
    '/v1/certificates/:number(^[A-Z0-9-]+).pdf',
    {
      config: { access: 'caller', permission: 'read_certificates' },
      schema: {
        tags: ['certificates'],
        summary: 'The PDF of a certificate, as issued',
        params,
        response: {
          200: {
            description: 'PDF',
            content: {
              'application/pdf': { schema: Type.Unsafe<Buffer>({ type: 'string', format: 'binary' }) },
            },
          },
          ...problems,
        },
      },
    },
    async ({ scope, params: { number } }, reply) => {
      const what = `Certificate ${number}`
      const certificate = scope.all ? undefined : await certificateByNumber(store, number)
      if (certificate) await requireVisible(store, scope, { studentId: certificate.studentId, what })
      const pdf = await pdfOf(store, number)
      if (!pdf) throw notFound(what)
      return reply
        .header('content-type', 'application/pdf')
        .header('content-disposition', `inline; filename="${number}.pdf"`)
        .header('cache-control', 'private, no-store')
        .send(pdf)
    },
  )

  app.get(
    '/v/:token',
    {
      config: { access: 'public' },
      schema: {
        tags: ['certificates'],
        summary: 'Public page that verifies a certificate',
        params: Type.Object({ token: Type.String({ maxLength: 64 }) }),
        response: {
          200: { description: 'HTML', content: { 'text/html': { schema: Type.String() } } },
          404: {
            description: 'HTML: there is no such certificate',
            content: { 'text/html': { schema: Type.String() } },
          },
        },
      },
    },
    async ({ params: { token } }, reply) => {
      const verification = verify(await certificateByToken(store, token), clock())
      return reply
        .code(verification.status === 'unknown' ? 404 : 200)
        .header('x-robots-tag', 'noindex, nofollow')
        .header('referrer-policy', 'no-referrer')
        .header('cache-control', 'no-store')
        .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
        .type('text/html; charset=utf-8')
        .send(verificationPage(verification))
    },
  )
}
