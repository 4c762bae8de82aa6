import {
  Certificate,
  Channel,
  Membership,
  Partner,
  ProgressTracker,
  Student,
} from '../../src/odoo/schema/index.js'
import type { SandboxEnvironment } from './environment.js'

/**
 * What Odoo has about students, without instants and numbers. Two dumps can be compared. Only the
 * sandbox’s database says who follows other records than courses.
 */
export async function dumpOdoo({
  direct,
  sandbox,
}: Pick<SandboxEnvironment, 'direct'> & {
  readonly sandbox: Pick<SandboxEnvironment['sandbox'], 'sql'> | null
}) {
  const all = { order: 'id', archived: true } as const
  return {
    students: await direct.searchRead(Student, [], ['state', 'integrationStatus', 'partner'], all),
    partners: await direct.searchRead(Partner, [], ['name', 'email', 'phone', 'lang', 'active'], all),
    memberships: await direct.searchRead(
      Membership,
      [],
      ['channel', 'partner', 'active', 'memberStatus', 'completion'],
      all,
    ),
    trackers: await direct.searchRead(
      ProgressTracker,
      [],
      ['student', 'courseIntegration', 'elearningEnrollment', 'status'],
      all,
    ),
    certificates: await direct.searchRead(Certificate, [], ['student', 'state'], all),
    followers: sandbox
      ? await sandbox.sql<{ res_model: string; res_id: number; partner_id: number }>(
          'SELECT res_model, res_id, partner_id FROM mail_followers ORDER BY 1, 2, 3',
        )
      : [],
    courses: await direct.searchRead(Channel, [], ['followers'], all),
  }
}
