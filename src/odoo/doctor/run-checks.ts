import { FailureType } from '../../contracts/failures.js'
import type { Odoo } from '../client/client.js'
import { OdooError } from '../client/errors.js'
import type { Connection } from '../client/transport.js'
import { account } from './account.js'
import { clockFindings, clockSkew } from './clock.js'
import { companies } from './companies.js'
import { courses } from './courses.js'
import { schemaDifferences } from './schema-differences.js'
import { note, problem, type Finding, type FindingDraft } from './finding.js'
import { hiddenRows } from './hidden-rows.js'
import { languages } from './languages.js'
import { login } from './login.js'
import { odooMail } from './odoo-mail.js'
import type { Check, Credential, WebhookProbe, CheckContext } from './check-context.js'
import { redirectOf, unreachable } from './reachability.js'
import { rights } from './rights.js'
import { students } from './students.js'
import { suite } from './suite.js'
import { missingDefaults } from './missing-defaults.js'
import { knownDialect } from './version.js'
import { webhooks } from './webhooks.js'

/** In the order in which one would fix: who can't see a model need not look at its rows. */
const CHECKS: readonly Check[] = [
  login,
  account,
  companies,
  schemaDifferences,
  missingDefaults,
  rights,
  hiddenRows,
  suite,
  webhooks,
  odooMail,
  languages,
  courses,
  students,
]

export interface DoctorTarget {
  readonly url: string
  readonly db: string
  readonly credential: Credential
  readonly odoo: Odoo
  readonly admin: Odoo | null
  readonly webhooks: WebhookProbe
  readonly now: () => Date
}

/** Looks at everything; changes nothing. A check that can't be made is a finding itself. */
export async function runChecks(subject: DoctorTarget): Promise<Finding[]> {
  const { odoo, admin, now } = subject
  const asked = now()
  const connection = await connect(odoo, subject)
  if (!('transport' in connection)) return [{ check: 'connection', ...connection }]
  const dialect = knownDialect(connection.version)
  if ('severity' in dialect) return [{ check: 'version', ...dialect }]
  const theirs = odoo.serverTime()
  const skew = theirs ? clockSkew(theirs, asked, now()) : 0
  const administrator = admin ? await connect(admin, subject) : null
  const refused = administrator && !('transport' in administrator)
  const patient: CheckContext = { ...subject, admin: refused ? null : admin, connection, dialect }
  const found = await Promise.all(CHECKS.map((check) => lookAt(check, patient)))
  return [
    ...(refused ? [{ check: 'connection', ...adminRefused(administrator) }] : []),
    ...clockFindings(skew).map((remark) => ({ check: 'clock', ...remark })),
    ...found.flat(),
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

const adminRefused = ({ what }: FindingDraft): FindingDraft =>
  problem({
    what: `The administrator’s login does not work. ${what}`,
    why: 'What only an administrator may see was not looked at.',
    fix: 'Look at ODOO_ADMIN_LOGIN and ODOO_ADMIN_PASSWORD, or leave both out.',
  })

async function lookAt(check: Check, patient: CheckContext): Promise<Finding[]> {
  try {
    const remarks = await check.run(patient)
    return remarks.map((remark) => ({ check: check.name, ...remark }))
  } catch (error) {
    if (!(error instanceof OdooError)) throw error
    return [{ check: check.name, ...couldNotLook(error) }]
  }
}

/** What is missing, by right or by name, another check says; trouble on the way is said here. */
function couldNotLook({ type, exceptionName, model }: OdooError): FindingDraft {
  const words = {
    what: `This could not be looked at: ${exceptionName}${model === undefined ? '' : ` on ${model}`}.`,
    why: 'What is wrong here stays unknown.',
    fix: 'Mend the other findings and run the doctor again.',
  }
  const explained = type === FailureType.OdooAccessDenied || type === FailureType.OdooSchema
  return explained ? note(words) : problem(words)
}
