import Type from 'typebox'
import { certificateByNumber, certificateByToken, pdfOf } from '../../certificates/register.js'
import { verificationPage, verify } from '../../certificates/verification-page.js'
import { applicationRef } from '../../contracts/application.js'
import type { ApiDeps } from '../deps.js'
import { linksOf } from '../links.js'
import { notFound } from '../problems/problem.js'
import {
  StrictObject,
  ApplicationRef,
  InstantText,
  NamedObject,
  Nullable,
  OdooId,
  problems,
} from '../schemas/common.js'
import type { Server } from '../server.js'

const CertificateNumber = Type.String({ pattern: '^[A-Z0-9]+(-[A-Z0-9]+)*$', maxLength: 64 })

const CertificateBody = NamedObject('Certificate', {
  number: CertificateNumber,
  version: Type.Integer(),
  ref: ApplicationRef,
  programId: OdooId,
  studentId: OdooId,
  programName: Type.String(),
  courses: Type.Array(Type.String()),
  status: Type.Enum(['valid', 'expired', 'revoked', 'superseded']),
  completedOn: Type.String({ format: 'date' }),
  issuedAt: InstantText,
  validUntil: Nullable(Type.String({ format: 'date' })),
  sha256: Type.String({ description: 'Of the PDF, hexadecimal' }),
  odooCertificateId: Nullable(Type.Integer()),
  requirements: Type.Array(
    StrictObject({
      criterion: Type.String(),
      courseIntegrationId: Nullable(Type.Integer()),
      wanted: Type.String(),
      found: Type.String(),
      met: Type.Boolean(),
    }),
    { description: 'As checked at issue' },
  ),
  decision: Nullable(StrictObject({ by: Type.String(), comment: Type.Optional(Type.String()) })),
  links: StrictObject({ pdf: Type.String(), verification: Type.String(), enrollment: Type.String() }),
})

/** Issued certificates, and the public page that says whether one is valid. */
export function certificateRoutes(app: Server, deps: ApiDeps): void {
  const { store, clock } = deps
  const links = linksOf(deps)
  const params = Type.Object({ number: CertificateNumber })

  app.get(
    // The expression leaves `.pdf` to the route below.
    '/v1/certificates/:number(^[A-Z0-9-]+$)',
    {
      config: { access: 'caller' },
      schema: {
        tags: ['certificates'],
        summary: 'A certificate: facts frozen at issue, and what was checked',
        params,
        response: { 200: CertificateBody, ...problems },
      },
    },
    async ({ params: { number } }) => {
      const certificate = await certificateByNumber(store, number)
      if (!certificate) throw notFound(`Certificate ${number}`)
      const { facts, check, decision, token, programId, studentId } = certificate
      const { status } = verify(certificate, clock())
      return {
        number,
        version: certificate.version,
        ref: applicationRef(certificate),
        programId,
        studentId,
        programName: facts.programName,
        courses: [...facts.courses],
        // A certificate that is there is never unknown.
        status: status === 'unknown' ? certificate.state : status,
        completedOn: facts.completedOn,
        issuedAt: certificate.issuedAt.toISOString(),
        validUntil: certificate.validUntil,
        sha256: certificate.sha256,
        odooCertificateId: certificate.odooCertificateId,
        requirements: [...check.requirements],
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
      config: { access: 'caller' },
      schema: {
        tags: ['certificates'],
        summary: 'The PDF as issued',
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
    async ({ params: { number } }, reply) => {
      const pdf = await pdfOf(store, number)
      if (!pdf) throw notFound(`Certificate ${number}`)
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
        summary: 'Public verification page',
        params: Type.Object({ token: Type.String({ maxLength: 64 }) }),
        response: {
          200: { description: 'HTML', content: { 'text/html': { schema: Type.String() } } },
          404: {
            description: 'HTML: no such certificate',
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
