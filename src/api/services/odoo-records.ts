import type { Application } from '../../contracts/application.js'
import { Student, TrainingProgram } from '../../odoo/schema/index.js'
import type { ApiDeps } from '../deps.js'
import { notFound } from '../problems/problem.js'

/** Throws `not-found` unless both exist in Odoo, and `odoo-unavailable` if Odoo is down. */
export async function requireApplicant(
  { odoo }: ApiDeps,
  { programId, studentId }: Application,
): Promise<void> {
  if (!odoo) return
  await requireProgram({ odoo }, programId)
  if ((await odoo.read(Student, [studentId], ['state'])).length === 0) throw notFound(`Student ${studentId}`)
}

export async function requireProgram({ odoo }: Pick<ApiDeps, 'odoo'>, programId: number): Promise<void> {
  if (odoo && (await odoo.read(TrainingProgram, [programId], ['name'])).length === 0)
    throw notFound(`Program ${programId}`)
}
