import { FailureType } from '../../contracts/failures.js'
import { say, type Sentence } from '../../domain/sentences/sentence.js'
import type { Odoo } from '../client/client.js'
import { OdooError } from '../client/errors.js'
import { lack, type FindingDraft } from './finding.js'
import { rights } from './rights.js'
import { missingFromSchema } from './schema-differences.js'
import { knownDialect } from './version.js'

/** What concerns every call of a kind, until a person has fixed one thing. */
export interface SharedFault {
  readonly kind: 'login' | 'setup'
  /** What is wrong and how to fix it. No secrets and no names of people. */
  readonly said: Sentence
  /** The failures that it explains. */
  readonly explains: readonly FailureType[]
}

/**
 * Checks login, schema and rights as the doctor does, as the bot. Returns what is wrong; null if
 * Odoo does not respond. Needs a client without a cache of the schema.
 */
export async function sharedFaults(odoo: Odoo): Promise<SharedFault[] | null> {
  try {
    return await faultsOf(odoo)
  } catch (error) {
    if (!(error instanceof OdooError)) throw error
    if (error.type === FailureType.OdooLoginRejected) return [LOGIN_REJECTED]
    if (error.type === FailureType.OdooAccessDenied) return [deniedFault(error)]
    if (error.type === FailureType.OdooUnavailable || error.type === FailureType.OdooBusy) return null
    throw error
  }
}

/** The check itself reads only what every internal user with the bot’s groups may read. */
const deniedFault = ({ model }: OdooError): SharedFault =>
  setupFault(
    [lack(say('bot_has_no_access', { model: model ?? null }), { why: '', fix: '' })],
    [FailureType.OdooAccessDenied, FailureType.OdooSchema],
  )

async function faultsOf(odoo: Odoo): Promise<SharedFault[]> {
  const connection = await odoo.connection()
  const dialect = knownDialect(connection.version)
  if ('severity' in dialect) return [setupFault([dialect], [FailureType.OdooSchema])]
  const schema = await missingFromSchema(odoo)
  if (schema.length > 0) return [setupFault(schema, [FailureType.OdooSchema, FailureType.OdooAccessDenied])]
  const missingRights = await rights.run({ odoo, connection, dialect })
  return missingRights.length > 0 ? [setupFault(missingRights, [FailureType.OdooAccessDenied])] : []
}

const LOGIN_REJECTED: SharedFault = {
  kind: 'login',
  said: say('odoo_login_rejected'),
  explains: [FailureType.OdooLoginRejected],
}

/** Findings that a message lists. The doctor shows all of them. */
const LISTED = 3

function setupFault(findings: readonly FindingDraft[], explains: readonly FailureType[]): SharedFault {
  const listed = findings.slice(0, LISTED)
  const said = listed.flatMap((finding) => finding.said ?? [])
  const alarm = say('odoo_not_ready', {
    findings: listed.map(({ what }) => what),
    more: findings.length - listed.length,
    ...(said.length === listed.length && { said }),
  })
  return { kind: 'setup', said: alarm, explains }
}
