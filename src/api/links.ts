import { type Application, applicationRef } from '../contracts/application.js'
import type { Odoo } from '../odoo/client/client.js'
import type { Model } from '../odoo/schema/model.js'
import { CourseIntegration, Partner, Student, TrainingProgram } from '../odoo/schema/index.js'
import type { ApiDeps } from './deps.js'

/** Addresses of the neighbours' pages. */
export interface Links {
  /** The newest run of a workflow in the Temporal Web UI; null: no Web UI is configured. */
  workflow(workflowId: string): string | null
  /** The form of a record in Odoo. */
  odoo(model: OdooPage, id: number): string
  enrollment(application: Application): string
  verification(token: string): string
}

const ODOO_PAGES = {
  student: Student,
  program: TrainingProgram,
  partner: Partner,
  courseIntegration: CourseIntegration,
} as const
type OdooPage = keyof typeof ODOO_PAGES

export const linksOf = ({
  config: { odoo, temporal, publicUrl },
  odoo: client,
}: Pick<ApiDeps, 'config' | 'odoo'>): Links => {
  const technical = modelNames(client)
  return {
    workflow: (workflowId) =>
      temporal.webUrl === null
        ? null
        : `${temporal.webUrl}/namespaces/${temporal.namespace}/workflows/${encodeURIComponent(workflowId)}`,
    odoo: (page, id) =>
      `${odoo.url}/web#id=${String(id)}&model=${technical(ODOO_PAGES[page])}&view_type=form`,
    enrollment: (application) => `/v1/enrollments/${applicationRef(application)}`,
    verification: (token) => `${publicUrl}/v/${token}`,
  }
}

/** What the connected Odoo calls a model; the plan's name until Odoo could be asked. Asks in the background: a link is not worth a wait. */
function modelNames(odoo: Odoo | undefined): (model: Model) => string {
  const known = new Map<string, string>()
  const ask = (model: Model) =>
    odoo?.resolve(model).then(
      ({ name }) => known.set(model.name, name),
      () => undefined,
    )
  for (const model of Object.values<Model>(ODOO_PAGES)) void ask(model)
  return (model) => {
    if (!known.has(model.name)) void ask(model)
    return known.get(model.name) ?? model.name
  }
}
