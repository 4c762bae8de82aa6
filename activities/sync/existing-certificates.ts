import { applicationRef, type Application } from '../../src/contracts/application.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { Certificate } from '../../src/odoo/schema/index.js'
import { LIVE_CERTIFICATE_STATES } from '../certificate/live-states.js'
import type { Notification } from './notifications.js'

/**
 * Returns the ids of the certificates that Odoo already has for these applications; null: none. Of
 * several, the oldest. One call, or none without applications.
 */
export async function existingCertificates(
  odoo: Odoo,
  applications: readonly Application[],
): Promise<(application: Application) => number | null> {
  const rows =
    applications.length === 0
      ? []
      : await odoo.searchRead(
          Certificate,
          [
            ['student', 'in', [...new Set(applications.map(({ studentId }) => studentId))]],
            ['state', 'in', LIVE_CERTIFICATE_STATES],
          ],
          ['student', 'trainingProgram'],
          { order: 'id' },
        )
  const found = new Map<string, number>()
  for (const { id, student: studentId, trainingProgram: programId } of rows) {
    if (programId === null) continue
    const ref = applicationRef({ programId, studentId })
    if (!found.has(ref)) found.set(ref, id)
  }
  return (application) => found.get(applicationRef(application)) ?? null
}

/** Adds them to the records of new applications. */
export async function withExistingCertificates(
  odoo: Odoo,
  notifications: readonly Notification[],
): Promise<Notification[]> {
  const applicants = notifications.filter(({ facts }) => facts?.record)
  const existing = await existingCertificates(
    odoo,
    applicants.map(({ application }) => application),
  )
  return notifications.map((notification) => {
    const { application, facts } = notification
    const id = facts?.record ? existing(application) : null
    if (!facts?.record || id === null) return notification
    const record = { ...facts.record, facts: { ...facts.record.facts, existingCertificate: { id } } }
    return { ...notification, facts: { ...facts, record } }
  })
}
