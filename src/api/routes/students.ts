import Type from 'typebox'
import { applicationRef } from '../../contracts/application.js'
import { wordsSought } from '../../domain/folded-name.js'
import { inArabic } from '../../domain/sentences/in-arabic.js'
import { groupBy } from '../../group-by.js'
import { programsOf } from '../../store/application-runs.js'
import { readPeople } from '../../store/people.js'
import {
  applicationsOf,
  type ListedApplication,
  newestCertificatesOf,
} from '../../store/student-applications.js'
import {
  countStudents,
  listStudents,
  MAX_COUNT,
  STUDENT_ORDERS,
  type StudentFilter,
  type StudentOrder,
} from '../../store/student-list.js'
import { isStorable } from '../../store/storable-text.js'
import { decodeCursor, encodeCursor, isInstant, isOdooId, pageOf } from '../cursor.js'
import type { ApiDeps } from '../deps.js'
import { linksOf } from '../links.js'
import { personBody } from '../names.js'
import { notFound, Problem } from '../problems/problem.js'
import { DEFAULT_LIMIT, OdooId, problems } from '../schemas/common.js'
import { StudentDetail, StudentPage, StudentQuery } from '../schemas/student.js'
import type { Server } from '../server.js'
import { ApplicationDetails } from '../services/application-detail.js'
import { ProgramNames } from '../services/program-names.js'
import { visibleTo } from '../services/student-scope.js'
import { studentTable } from '../tables/students.js'

/** Students by name, with their applications. */
export function studentRoutes(app: Server, deps: ApiDeps): void {
  const { store } = deps
  const links = linksOf(deps)
  const programs = new ProgramNames(deps.odoo)
  const applications = new ApplicationDetails({ ...deps, links, programs })
  const linksTo = (studentId: number) => ({
    self: `/v1/students/${studentId}`,
    odoo: links.odoo('student', studentId),
  })

  app.get(
    '/v1/students',
    {
      config: { access: 'caller', permission: 'read_students', tables: [studentTable] },
      schema: {
        tags: ['students'],
        summary: 'Students by name, with their applications',
        description:
          'All students whom the sync has read, also those without an application, unless a filter or the order asks for one. ' +
          '`stage`, `programId` and `taskKind` mean the same application. A search that finds more than 10,000 students and is ' +
          'sorted by name lists 10,000 of them: add a word.',
        querystring: StudentQuery,
        response: { 200: StudentPage, ...problems },
      },
    },
    async ({
      scope,
      query: { search, agentId, programId, stage, taskKind, sort = 'name', cursor, limit = DEFAULT_LIMIT },
    }) => {
      const filter: StudentFilter = {
        ...visibleTo(scope),
        ...(search !== undefined && search.trim() !== '' && { words: wordsSought(search) }),
        ...(agentId !== undefined && { agentId: agentId === 0 ? null : agentId }),
        ...(programId !== undefined && { programId }),
        ...(stage !== undefined && { stage }),
        ...(taskKind !== undefined && { taskKind }),
      }
      const after = cursor === undefined ? undefined : positionIn(cursor, sort)
      const [rows, count] = await Promise.all([
        listStudents(store, { filter, order: sort, limit: limit + 1, ...(after && { after }) }),
        after ? null : countStudents(store, { filter, order: sort }),
      ])
      const { page, last } = pageOf(rows, limit)
      return {
        students: await students(page.map(({ studentId }) => studentId)),
        next: last ? encodeCursor([sort, last.key, last.studentId]) : null,
        total: count === null ? null : { count: Math.min(count, MAX_COUNT), isExact: count <= MAX_COUNT },
      }
    },
  )

  app.get(
    '/v1/students/:studentId',
    {
      config: { access: 'caller', permission: 'read_students' },
      schema: {
        tags: ['students'],
        summary: 'One student: who they are, and everything about each application',
        params: Type.Object({ studentId: OdooId }),
        response: { 200: StudentDetail, ...problems },
      },
    },
    async ({ params: { studentId } }) => {
      const person = (await readPeople(store, [studentId])).get(studentId)
      const ofStudent = await programsOf(store, studentId)
      if (!person && ofStudent.length === 0) throw notFound(`Student ${studentId}`)
      const details = await Promise.all(
        ofStudent.map((programId) => applications.detail({ programId, studentId })),
      )
      return {
        studentId,
        student: person
          ? { ...personBody(person), email: person.email, updatedAt: person.updatedAt.toISOString() }
          : null,
        applications: details.filter((detail) => detail !== undefined),
        links: linksTo(studentId),
      }
    },
  )

  async function students(studentIds: readonly number[]) {
    const [people, found, certificates] = await Promise.all([
      readPeople(store, studentIds),
      applicationsOf(store, studentIds),
      newestCertificatesOf(store, studentIds),
    ])
    const programName = await programs.load(
      found.map(({ programId }) => programId),
      deps.clock(),
    )
    const applicationsBy = groupBy(found, ({ studentId }) => studentId)
    const certificatesBy = groupBy(certificates, ({ studentId }) => studentId)
    return studentIds.flatMap((studentId) => {
      const person = people.get(studentId)
      // Deleted since the list was read.
      if (!person) return []
      return {
        studentId,
        ...personBody(person),
        applications: (applicationsBy.get(studentId) ?? []).map((application) => ({
          ...applicationBody(application),
          programName: programName(application.programId),
        })),
        certificates: (certificatesBy.get(studentId) ?? []).map(({ programId, number, state, issuedAt }) => ({
          programId,
          number,
          state,
          issuedAt: issuedAt.toISOString(),
        })),
        links: linksTo(studentId),
      }
    })
  }
}

const applicationBody = (application: ListedApplication) => {
  const { programId, run, flow, stage, message, sentences, closed, task, overall, asOf } = application
  return {
    ref: applicationRef(application),
    programId,
    run,
    flow,
    stage,
    stageSince: application.stageSince.toISOString(),
    message,
    messageArabic: inArabic(sentences),
    closed,
    updatedAt: application.updatedAt.toISOString(),
    progress:
      overall === null || asOf === null ? null : { overall: round(overall), asOf: asOf.toISOString() },
    openTask: task && { ...task, since: task.since.toISOString() },
  }
}

/** To one decimal. */
const round = (percent: number) => Math.round(percent * 10) / 10

/** A cursor of another order would show some students twice and others never. */
function positionIn(cursor: string, order: StudentOrder) {
  const [sort, key, studentId] = decodeCursor(cursor, isPosition)
  if (sort === order) return { key, studentId }
  throw new Problem('invalid-content', 'The cursor belongs to another order. Start with the first page.', {
    errors: [{ pointer: '/cursor', detail: 'belongs to another order' }],
  })
}

const isPosition = (parts: unknown): parts is [StudentOrder, string, number] => {
  if (!Array.isArray(parts) || parts.length !== 3) return false
  const [sort, key, studentId] = parts as unknown[]
  if (!STUDENT_ORDERS.some((order) => order === sort) || !isOdooId(studentId)) return false
  if (typeof key !== 'string' || !isStorable(key)) return false
  return sort === 'name' || sort === 'name_arabic' || isPreciseInstant(key)
}

/** An instant as the list writes it, with microseconds. */
const isPreciseInstant = (key: string): boolean => /\.\d{6}Z$/.test(key) && isInstant(`${key.slice(0, -4)}Z`)
