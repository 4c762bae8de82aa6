import { FailureType } from '../../contracts/failures.js'
import type { Odoo } from '../client/client.js'
import { OdooError } from '../client/errors.js'
import type { Connection } from '../client/transport.js'
import { account } from './account.js'
import { certificateNames } from './certificate-names.js'
import type { Check, CheckContext } from './check-context.js'
import { clockFindings, clockSkew } from './clock.js'
import { companies } from './companies.js'
import { courses } from './courses.js'
import { demoValues } from './demo-values.js'
import { note, problem, type Finding, type FindingDraft } from './finding.js'
import { hiddenRows } from './hidden-rows.js'
import { languages } from './languages.js'
import { login } from './login.js'
import { missingDefaults } from './missing-defaults.js'
import { neutralized } from './neutralized.js'
import { odooMail } from './odoo-mail.js'
import { redirectOf, unreachable } from './reachability.js'
import { rights } from './rights.js'
import { schemaDifferences } from './schema-differences.js'
import { signInProvider } from './sign-in-provider.js'
import { signUp } from './sign-up.js'
import { staff } from './staff.js'
import { students } from './students.js'
import { suite } from './suite.js'
import { timeZone } from './time-zone.js'
import { todos } from './todos.js'
import { unknownRecords } from './unknown-records.js'
import { knownDialect } from './version.js'
import { webhooks } from './webhooks.js'

/** In the order in which to fix their findings: hidden rows do not matter without the model. */
const CHECKS: readonly Check[] = [
  login,
  account,
  companies,
  timeZone,
  schemaDifferences,
  missingDefaults,
  rights,
  hiddenRows,
  unknownRecords,
  suite,
  todos,
  webhooks,
  neutralized,
  demoValues,
  odooMail,
  languages,
  courses,
  staff,
  signInProvider,
  signUp,
  students,
  certificateNames,
]

/** The Odoo to check. */
export type DoctorTarget = Omit<CheckContext, 'connection' | 'dialect'>

/** Runs all checks. Changes nothing. A check that fails is a finding itself. */
export async function runChecks(target: DoctorTarget): Promise<Finding[]> {
  const { odoo, admin, now } = target
  const asked = now()
  const connection = await connect(odoo, target)
  if (!('transport' in connection)) return [{ check: 'connection', ...connection }]
  const dialect = knownDialect(connection.version)
  if ('severity' in dialect) return [{ check: 'version', ...dialect }]
  const odooTime = odoo.serverTime()
  const skew = odooTime ? clockSkew(odooTime, asked, now()) : 0
  const adminConnection = admin ? await connect(admin, target) : null
  const adminFailed = adminConnection && !('transport' in adminConnection)
  const context: CheckContext = { ...target, admin: adminFailed ? null : admin, connection, dialect }
  const findings = await Promise.all(CHECKS.map((check) => runCheck(check, context)))
  return [
    ...(adminFailed ? [{ check: 'connection', ...adminLoginFailed(adminConnection) }] : []),
    ...clockFindings(skew).map((draft) => ({ check: 'clock', ...draft })),
    ...findings.flat(),
  ]
}

async function connect(odoo: Odoo, { url, db }: DoctorTarget): Promise<Connection | FindingDraft> {
  try {
    return await odoo.connection()
  } catch (error) {
    if (!(error instanceof OdooError)) throw error
    const redirect = error.exceptionName.startsWith('HTTP 30') ? await redirectOf(url) : null
    return unreachable(error, { url, db, redirect })
  }
}

const adminLoginFailed = ({ what }: FindingDraft): FindingDraft =>
  problem({
    what: `The administrator’s login does not work. ${what}`,
    why: 'Nothing that only an administrator may read was checked.',
    fix: 'Check ODOO_ADMIN_LOGIN and ODOO_ADMIN_PASSWORD, or remove both.',
  })

async function runCheck(check: Check, context: CheckContext): Promise<Finding[]> {
  try {
    const drafts = await check.run(context)
    return drafts.map((draft) => ({ check: check.name, ...draft }))
  } catch (error) {
    if (!(error instanceof OdooError)) throw error
    return [{ check: check.name, ...checkFailed(error) }]
  }
}

/** Missing rights and names are findings of other checks, so they are only notes here. */
function checkFailed({ type, exceptionName, model }: OdooError): FindingDraft {
  const texts = {
    what: `This check failed: ${exceptionName}${model === undefined ? '' : ` on ${model}`}.`,
    why: 'There may be more to find here.',
    fix: 'Fix the other findings and run the doctor again.',
  }
  const reportedElsewhere = type === FailureType.OdooAccessDenied || type === FailureType.OdooSchema
  return reportedElsewhere ? note(texts) : problem(texts)
}
