import { FailureType } from '../../src/contracts/failures.js'
import { certificateKey, type CertificateVersion } from '../../src/certificates/key.js'
import { numberPatterns, parseNumber } from '../../src/certificates/number.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { Certificate } from '../../src/odoo/schema/index.js'
import type { ActivityDependencies } from '../dependencies.js'
import { failure, recordsUnknown } from '../failures.js'

/**
 * Returns the highest serial number of an issuer and year in Odoo; 0: there is none. Whoever made
 * the certificate, its number is taken.
 */
export async function highestSerialInOdoo(
  odoo: Odoo,
  issuer: { readonly code: string; readonly year: number },
): Promise<number> {
  let highest = 0
  for (const pattern of numberPatterns(issuer)) {
    const last = await odoo.searchRead(Certificate, [['name', '=like', pattern]], ['name'], {
      order: 'name desc',
      limit: LAST_NAMES,
    })
    const serials = last.flatMap(({ name }) => parseNumber(name)?.serial ?? [])
    if (serials.length === 0) break
    highest = Math.max(highest, ...serials)
  }
  return highest
}

/** Names that staff made up may match the pattern and come after all numbers. */
const LAST_NAMES = 50

/**
 * Throws if Odoo has a certificate of this version. It was issued before our register was lost or
 * restored, and recording another one would overwrite it.
 */
export async function requireNoCertificate(
  { odoo, store }: Pick<ActivityDependencies, 'odoo' | 'store'>,
  version: CertificateVersion,
): Promise<void> {
  const key = certificateKey(version)
  const [present] = await odoo.searchRead(Certificate, [['orchestratorKey', '=', key]], [], { limit: 1 })
  if (!present) return
  const leftOut = await store.db
    .selectFrom('unadopted_certificate')
    .select('reason')
    .where('odoo_certificate_id', '=', present.id)
    .executeTakeFirst()
  if (leftOut === undefined) throw recordsUnknown()
  throw failure(
    FailureType.OdooRejected,
    `Certificate ${present.id} in Odoo has the orchestrator key ${key}, but ${leftOut.reason}.`,
  )
}
