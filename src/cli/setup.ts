import { VARIABLES } from '../config.js'
import { connectOdoo } from '../odoo/client.js'
import { applySetup } from '../odoo/setup.js'
import { readVariables } from '../variables.js'
import { SETUP_VARIABLES } from './settings.js'

/** `setup`: adds to Odoo the fields that we need beside the suite's. What is there is kept; a second run changes nothing. */
export async function setup(): Promise<void> {
  const { ODOO_URL, ODOO_DB } = VARIABLES
  const settings = readVariables({ ODOO_URL, ODOO_DB, ...SETUP_VARIABLES }, process.env)
  const plan = await applySetup(
    connectOdoo({
      url: settings.ODOO_URL,
      db: settings.ODOO_DB,
      login: settings.ODOO_ADMIN_LOGIN,
      apiKey: settings.ODOO_ADMIN_PASSWORD,
    }),
  )
  for (const { action, words } of plan.steps) console.log(`${action}: ${words}`)
  if (!plan.possible)
    throw new Error('Nothing was changed: Odoo has fields that stand in the way, see above.')
}
