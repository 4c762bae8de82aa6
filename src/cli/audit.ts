import { hasAuditHash, verifyAudit } from '../store/audit.js'
import { CommandError } from './failure.js'
import { withStore } from './with-store.js'

export interface AuditVerifyOptions {
  /** The last hash that somebody noted elsewhere. */
  readonly contains?: string
}

/** `audit verify`: computes all hashes again. */
export async function verifyAuditCommand({ contains }: AuditVerifyOptions): Promise<void> {
  await withStore(async (store) => {
    const { rows, head, faults } = await verifyAudit(store)
    for (const fault of faults) console.error(fault)
    if (faults.length > 0) throw new CommandError('The audit is not what was written.')
    if (contains !== undefined && !(await hasAuditHash(store, contains)))
      throw new CommandError('No row has that hash: the audit was replaced since you noted it.')
    console.log(`The audit is complete and unchanged: ${rows} rows.`)
    if (rows > 0) console.log(`Note this hash elsewhere, and check it later with --contains: ${head}`)
  })
}
