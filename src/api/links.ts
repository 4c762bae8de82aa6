import { type Application, applicationRef } from '../contracts/application.js'
import type { Odoo } from '../odoo/client/client.js'
import type { Model } from '../odoo/schema/model.js'
import { CourseIntegration, Partner, Student, TrainingProgram } from '../odoo/schema/index.js'
import type { ApiDeps } from './deps.js'

/** Addresses of pages in Odoo, Temporal and this API. */
export interface Links {
  /** The latest run of a workflow in the Temporal Web UI; null without a configured Web UI. */
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
  const modelName = modelNames(client)
  return {
    workflow: (workflowId) =>
      temporal.webUrl === null
        ? null
        : `${temporal.webUrl}/namespaces/${temporal.namespace}/workflows/${encodeURIComponent(workflowId)}`,
    odoo: (page, id) => `${odoo.webUrl}/web#id=${id}&model=${modelName(ODOO_PAGES[page])}&view_type=form`,
    enrollment: (application) => `/v1/enrollments/${applicationRef(application)}`,
    verification: (token) => `${publicUrl}/v/${token}`,
  }
}

/**
 * Returns the name that the connected Odoo has for a model. Names are read in the background,
 * because a link is not worth a wait; until then it is the plan's name.
 */
function modelNames(odoo: Odoo | undefined): (model: Model) => string {
  const names = new Map<string, string>()
  const read = (model: Model) =>
    odoo?.resolve(model).then(
      ({ name }) => names.set(model.name, name),
      () => undefined,
    )
  for (const model of Object.values<Model>(ODOO_PAGES)) void read(model)
  return (model) => {
    if (!names.has(model.name)) void read(model)
    return names.get(model.name) ?? model.name
  }
}
