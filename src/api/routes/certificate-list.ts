import Type from 'typebox'
import { type CertificateCursor, listCertificates } from '../../certificates/register.js'
import { verify } from '../../certificates/verification-page.js'
import { applicationRef } from '../../contracts/application.js'
import { decodeCursor, encodeCursor, isInstant, pageOf } from '../cursor.js'
import type { ApiDeps } from '../deps.js'
import { linksOf } from '../links.js'
import { CertificatePage } from '../schemas/certificate.js'
import { DEFAULT_LIMIT, OdooId, Page, problems } from '../schemas/common.js'
import type { Server } from '../server.js'
import { visibleTo } from '../services/student-scope.js'
import { certificateTable } from '../tables/certificates.js'

/** The register of certificates. */
export function certificateListRoutes(app: Server, deps: ApiDeps): void {
  const { store, clock } = deps
  const links = linksOf(deps)
  app.get(
    '/v1/certificates',
    {
      config: { access: 'caller', permission: 'read_certificates', tables: [certificateTable] },
      schema: {
        tags: ['certificates'],
        summary: 'Issued certificates, newest first',
        querystring: Type.Object(
          {
            program: Type.Optional(OdooId),
            number: Type.Optional(
              Type.String({ pattern: '^[A-Z0-9-]+$', maxLength: 64, description: 'Part of the number' }),
            ),
            ...Page,
          },
          { additionalProperties: false },
        ),
        response: { 200: CertificatePage, ...problems },
      },
    },
    async ({ scope, query: { program, number, cursor, limit = DEFAULT_LIMIT } }) => {
      const found = await listCertificates(store, {
        limit: limit + 1,
        ...visibleTo(scope),
        ...(program !== undefined && { programId: program }),
        ...(number !== undefined && { numberPart: number }),
        ...(cursor !== undefined && { after: positionIn(cursor) }),
      })
      const { page, last } = pageOf(found, limit)
      const now = clock()
      return {
        certificates: page.map((certificate) => ({
          number: certificate.number,
          version: certificate.version,
          ref: applicationRef(certificate),
          programId: certificate.programId,
          studentId: certificate.studentId,
          holder: certificate.facts.student,
          programName: certificate.facts.programName,
          state: verify(certificate, now).status,
          issuedAt: certificate.issuedAt.toISOString(),
          validUntil: certificate.validUntil,
          links: {
            pdf: `/v1/certificates/${certificate.number}.pdf`,
            verification: links.verification(certificate.token),
          },
        })),
        next: last ? encodeCursor([last.issuedAt.toISOString(), last.number]) : null,
      }
    },
  )
}

function positionIn(cursor: string): CertificateCursor {
  const [issuedAt, number] = decodeCursor(cursor, isPosition)
  return { issuedAt: new Date(issuedAt), number }
}

const isPosition = (parts: unknown): parts is [string, string] =>
  Array.isArray(parts) && parts.length === 2 && isInstant(parts[0]) && typeof parts[1] === 'string'
