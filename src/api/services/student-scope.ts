import type { FastifyRequest } from 'fastify'
import { applicationRef } from '../../contracts/application.js'
import type { Store } from '../../store/store.js'
import { isAgentOf } from '../../store/visible-students.js'
import type { StudentScope } from '../identity.js'
import { notFound } from '../problems/problem.js'

/** The condition of a query: which students the caller may see. Empty: all. */
export const visibleTo = (scope: StudentScope): { readonly visibleTo?: number } =>
  scope.all ? {} : { visibleTo: scope.agentId }

/**
 * Throws `not-found` unless the caller may see the student. `what` is what the route itself says is
 * missing, so that nobody learns which students others have.
 */
export async function requireVisible(
  store: Store,
  scope: StudentScope,
  { studentId, what }: { readonly studentId: number; readonly what: string },
): Promise<void> {
  if (!scope.all && !(await isAgentOf(store, scope.agentId, studentId))) throw notFound(what)
}

/** Throws `not-found` if the address names a student, or an application of one, of others. */
export async function requireVisibleAddress(
  store: Store,
  { params, scope }: Pick<FastifyRequest, 'params' | 'scope'>,
): Promise<void> {
  const { programId, studentId } = params as { readonly programId?: unknown; readonly studentId?: unknown }
  if (scope.all || studentId === undefined) return
  if (typeof studentId !== 'number') throw new Error('The student’s id in an address must be a number.')
  const what =
    typeof programId === 'number'
      ? `Application ${applicationRef({ programId, studentId })}`
      : `Student ${studentId}`
  await requireVisible(store, scope, { studentId, what })
}
