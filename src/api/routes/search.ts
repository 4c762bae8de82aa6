import Type from 'typebox'
import { wordsSought } from '../../domain/folded-name.js'
import { findCertificates } from '../../store/certificate-search.js'
import { listStudents } from '../../store/student-list.js'
import type { ApiDeps } from '../deps.js'
import { linksOf } from '../links.js'
import { namedStudents } from '../names.js'
import { problems } from '../schemas/common.js'
import { SearchResult } from '../schemas/search.js'
import type { Server } from '../server.js'
import { visibleTo } from '../services/student-scope.js'

/** Of each kind. Whoever looks for more uses the list. */
const SHOWN = 8

/** One field that finds students and certificates. */
export function searchRoutes(app: Server, deps: ApiDeps): void {
  const { store } = deps
  const links = linksOf(deps)
  app.get(
    '/v1/search',
    {
      config: { access: 'caller', permission: 'read_students' },
      schema: {
        tags: ['students'],
        summary: 'A few students and certificates by name, email, student id or certificate number',
        description:
          'Names in either script, however they are written. Each word is the beginning of a word; all must match. ' +
          'Certificates also by the beginning of their number, if the caller may see certificates.',
        querystring: Type.Object(
          { q: Type.String({ minLength: 1, maxLength: 200 }) },
          { additionalProperties: false },
        ),
        response: { 200: SearchResult, ...problems },
      },
    },
    async ({ scope, identity, query: { q } }) => {
      const mayReadCertificates = identity?.permissions.includes('read_certificates') === true
      const [found, byNumber] = await Promise.all([
        listStudents(store, {
          filter: { words: wordsSought(q), ...visibleTo(scope) },
          order: 'name',
          limit: SHOWN,
        }),
        mayReadCertificates ? findCertificates(store, { text: q, limit: SHOWN, ...visibleTo(scope) }) : [],
      ])
      const named = await namedStudents(
        store,
        [...found, ...byNumber].map(({ studentId }) => studentId),
      )
      return {
        students: found.flatMap(({ studentId }) => {
          const person = named(studentId)
          const page = { self: `/v1/students/${studentId}`, odoo: links.odoo('student', studentId) }
          return person ? [{ studentId, ...person, links: page }] : []
        }),
        certificates: byNumber.map(({ number, state, programId, studentId }) => ({
          number,
          state,
          programId,
          studentId,
          student: named(studentId),
          links: { self: `/v1/certificates/${number}` },
        })),
      }
    },
  )
}
