import { counted, problem } from './finding.js'
import type { Check } from './check-context.js'

/** Trackers and certificates of ours that our registers do not know. */
export const unknownRecords: Check = {
  name: 'records',
  run: async ({ countUnknownRecords }) => {
    const counts = await countUnknownRecords()
    if (counts === null || counts.trackers + counts.certificates === 0) return []
    return [
      problem({
        what: `Odoo has ${counted(counts.trackers, 'tracker')} and ${counted(counts.certificates, 'certificate')} of the orchestrator that our database does not know.`,
        why: 'The database is new, was lost, or was restored from a backup. Nothing is written to Odoo and nobody is emailed, because it would be done a second time.',
        fix: 'Run “npm run cli -- adopt-records” to see what adopting them would do, and with --apply to do it. Or connect the database that belongs to this Odoo.',
      }),
    ]
  },
}
