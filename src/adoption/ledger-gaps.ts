import { applicationRef } from '../contracts/application.js'
import type { AdoptedEmail } from '../domain/adoption.js'
import type { Store } from '../store/store.js'
import { batches } from './batches.js'
import type { PlannedApplication } from './plan.js'

/** Returns the applications with only those emails that the ledger does not have. */
export async function withMissingEmails(
  store: Store,
  applications: readonly PlannedApplication[],
): Promise<PlannedApplication[]> {
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
