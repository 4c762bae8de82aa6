import { FailureType } from '../../contracts/failures.js'
import type { Odoo } from '../client/client.js'
import { OdooError } from '../client/errors.js'
import { readLoginPage } from '../client/public-page.js'
import { readSystemParameter } from '../system-parameter.js'
import { note, warning } from './finding.js'
import type { Check } from './check-context.js'

/** Odoo sets it in a copy of a production database. */
const PARAMETER = 'database.is_neutralized'

/**
 * Ids of the watermarks that Odoo shows on its pages in such a copy: the web client's and the
 * website's. They are the same in every language.
 */
const WATERMARK = /oe_neutralize_(banner|ribbon)/

/**
 * Returns whether the database is neutralized: a test copy, whose people must not be emailed. Only
 * administrators may read the parameter. For other users the public login page decides.
 */
export async function isNeutralized(
  odoo: Pick<Odoo, 'searchRead'>,
  { url, db }: { readonly url: string; readonly db: string },
): Promise<boolean> {
  const value = await readSystemParameter(odoo, PARAMETER)
  if (value === undefined) return hasWatermark(url, db)
  return value !== null && !['', '0', 'false', 'none'].includes(value.trim().toLowerCase())
}

async function hasWatermark(url: string, db: string): Promise<boolean> {
  try {
    return WATERMARK.test(await readLoginPage(url, db))
  } catch {
    throw new OdooError({ type: FailureType.OdooUnavailable, exceptionName: 'NoLoginPage' })
  }
}

/** Whether the orchestrator emails nobody because this Odoo is a test copy. */
export const neutralized: Check = {
  name: 'test copy',
  run: async ({ odoo, url, db, emailsWhenNeutralized }) => {
    if (!(await isNeutralized(odoo, { url, db }))) return []
    const what = `This database is a test copy (${PARAMETER} is set).`
    return [
      emailsWhenNeutralized
        ? warning({
            what,
            why: 'MAIL_ON_NEUTRALIZED_ODOO is true, so the orchestrator emails the people in it.',
            fix: 'Set MAIL_ON_NEUTRALIZED_ODOO to false, unless SMTP_URL is an inbox for tests.',
          })
        : note({
            what,
            why: 'The orchestrator emails nobody. Steps that need an email wait.',
            fix: 'If SMTP_URL is an inbox for tests, set MAIL_ON_NEUTRALIZED_ODOO to true.',
          }),
    ]
  },
}
