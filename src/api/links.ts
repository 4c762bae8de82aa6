import type { Config } from '../config.js'
import { type Application, applicationRef } from '../contracts/application.js'

/** Addresses of the neighbours' pages. */
export interface Links {
  /** The newest run of a workflow in the Temporal Web UI; null: no Web UI is configured. */
  workflow(workflowId: string): string | null
  /** The form of a record in Odoo. */
  odoo(model: OdooPage, id: number): string
  enrollment(application: Application): string
  verification(token: string): string
}

/** Technical names belong to src/odoo; these are addresses of its pages. */
const ODOO_PAGES = {
  student: 'gr.student',
  program: 'gr.training.program',
  partner: 'res.partner',
  courseIntegration: 'gr.course.integration',
} as const
type OdooPage = keyof typeof ODOO_PAGES

export const linksOf = ({ odoo, temporal, publicUrl }: Config): Links => ({
  workflow: (workflowId) =>
    temporal.webUrl === null
      ? null
      : `${temporal.webUrl}/namespaces/${temporal.namespace}/workflows/${encodeURIComponent(workflowId)}`,
  odoo: (page, id) => `${odoo.url}/web#id=${String(id)}&model=${ODOO_PAGES[page]}&view_type=form`,
  enrollment: (application) => `/v1/enrollments/${applicationRef(application)}`,
  verification: (token) => `${publicUrl}/v/${token}`,
})
