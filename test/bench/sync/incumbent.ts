import type { Odoo } from '../../../src/odoo/client/client.js'
import { Membership, ProgressTracker } from '../../../src/odoo/schema/index.js'
import type { RawRpc } from './raw-rpc.js'

/**
 * The suite's hourly job: it goes through all trackers that are not completed, whether anything has
 * changed or not, looks up the membership of each, and writes the tracker.
 */
export async function prepareIncumbent(direct: Odoo, rpc: RawRpc, courseIntegrationId: number) {
  const tracker = await direct.resolve(ProgressTracker)
  const membership = await direct.resolve(Membership)
  const { status, courseIntegration, elearningEnrollment, elearningProgress } = tracker.fields
  const { completion } = membership.fields
  return async (): Promise<void> => {
    const open = [
      [status.name, 'in', ['not_started', 'in_progress']],
      [courseIntegration.name, '=', courseIntegrationId],
    ]
    const fields = [elearningEnrollment.name]
    const trackers = (await rpc.execute(tracker.name, 'search_read', [open], { fields, load: null })) as Row[]
    for (const row of trackers) {
      const one = [['id', '=', row[elearningEnrollment.name]]]
      const found = (await rpc.execute(membership.name, 'search_read', [one], {
        fields: [completion.name],
      })) as Row[]
      const progress = found[0]?.[completion.name] ?? 0
      await rpc.execute(tracker.name, 'write', [[row.id], { [elearningProgress.name]: progress }])
    }
  }
}

type Row = Readonly<Record<string, unknown>> & { readonly id: number }
