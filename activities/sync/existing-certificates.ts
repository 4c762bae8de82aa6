import type { Odoo } from '../../src/odoo/client/client.js'
import { Certificate } from '../../src/odoo/schema/index.js'
import { LIVE_CERTIFICATE_STATES } from '../certificate/live-states.js'
import type { Notification } from './notifications.js'

/**
 * Adds to the records of new applications the certificates that Odoo already has. One call, or none
 * where nobody applies.
 */
export async function withExistingCertificates(
  odoo: Odoo,
  notifications: readonly Notification[],
): Promise<Notification[]> {
  const applicants = notifications.filter(({ facts }) => facts?.record)
  if (applicants.length === 0) return [...notifications]
  const certificates = await odoo.searchRead(
    Certificate,
    [
      ['student', 'in', [...new Set(applicants.map(({ application }) => application.studentId))]],
      ['state', 'in', LIVE_CERTIFICATE_STATES],
    ],
    ['student', 'trainingProgram'],
    { order: 'id' },
  )
  return notifications.map((notification) => {
    const { application, facts } = notification
    const existing = certificates.find(
      ({ student, trainingProgram }) =>
        student === application.studentId && trainingProgram === application.programId,
    )
    if (!facts?.record || !existing) return notification
    const record = {
      ...facts.record,
      facts: { ...facts.record.facts, existingCertificate: { id: existing.id } },
    }
    return { ...notification, facts: { ...facts, record } }
  })
}
