import { exitCode, report, reportJson } from '../odoo/doctor/report.js'
import { ConfigError, readVariables } from '../variables.js'
import { DOCTOR_VARIABLES } from './command-variables.js'
import { diagnose } from './diagnosis.js'
import { reportFailure } from './failure.js'

/** The configuration does not say which Odoo to check. */
const NOT_CONFIGURED = 2

/**
 * `doctor`: what is wrong with the connection to Odoo and with its data, and how to fix it. Changes
 * nothing. Exit code 0: no problem (warnings and notes allowed). 1: problems, also when Odoo is
 * unreachable. 2: the configuration is incomplete.
 */
export async function doctor(options: { readonly json?: boolean }): Promise<void> {
  const variables = read()
  if (!variables) {
    process.exitCode = NOT_CONFIGURED
    return
  }
  const findings = await diagnose(variables)
  console.log(options.json ? JSON.stringify(reportJson(findings), null, 2) : report(findings))
  process.exitCode = exitCode(findings)
}

function read() {
  try {
    return readVariables(DOCTOR_VARIABLES, process.env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    reportFailure(error)
    return null
  }
}
