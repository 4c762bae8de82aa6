import { applicationRef, type Application } from '../contracts/application.js'
import type { AdoptedEmail, Adoption } from '../domain/adoption.js'
import type { Store } from '../store/store.js'
import { batches } from './batches.js'

/** Returns the applications with only those emails that the ledger does not have. */
export async function withMissingEmails<Planned extends Application & { readonly adoption: Adoption }>(
  store: Store,
  applications: readonly Planned[],
): Promise<Planned[]> {
  const known = new Set<string>()
  const students = [...new Set(applications.map(({ studentId }) => studentId))]
  for (const batch of batches(students)) {
    const rows = await store.db
      .selectFrom('email')
      .select(['program_id', 'student_id', 'run', 'kind', 'version'])
      .where('student_id', 'in', batch)
      .execute()
    for (const { program_id: programId, student_id: studentId, run, kind, version } of rows)
      known.add(`${applicationRef({ programId, studentId })} ${run} ${kind} ${version}`)
  }
  return applications.map((application) => {
    const { adoption } = application
    const isMissing = ({ kind, version }: AdoptedEmail) =>
      !known.has(`${applicationRef(application)} ${adoption.run} ${kind} ${version}`)
    return { ...application, adoption: { ...adoption, emails: adoption.emails.filter(isMissing) } }
  })
}
