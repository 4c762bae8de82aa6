import type { Sql } from '../orm/environment.js'
import type { Edition } from './editions.js'
import { setExternalId } from './external-id.js'

/** Technical name of the Grants Training Suite v2. */
export const SUITE = 'grants_training_suite_v2'

const INSTALLED: readonly (readonly [name: string, title: string, application: boolean])[] = [
  ['base', 'Base', false],
  ['web', 'Web', false],
  ['mail', 'Discuss', true],
  ['base_automation', 'Automation Rules', true],
  ['base_import_module', 'Base import module', false],
  ['rating', 'Customer Rating', false],
  ['survey', 'Surveys', true],
  ['website', 'Website', true],
  ['website_slides', 'eLearning', true],
  ['website_slides_survey', 'Course Certifications', false],
]

/** Inserts a row of `ir.module.module` for each installed module. */
export async function listModules(sql: Sql, { version, suite }: Edition): Promise<void> {
  const installed = suite ? [...INSTALLED, [SUITE, 'Grants Training Suite v2', true] as const] : INSTALLED
  for (const [index, [name, title, application]] of installed.entries()) {
    await sql(
      `INSERT INTO ir_module_module (name, shortdesc, latest_version, state, application, imported)
       VALUES ($1, $2, $3, 'installed', $4, false)`,
      [name, title, name === SUITE ? '18.0.1.12.0' : `${version}.0.1.0`, application],
    )
    await setExternalId(sql, `base.module_${name}`, 'ir.module.module', index + 1)
  }
}
