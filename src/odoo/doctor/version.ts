import { say } from '../../domain/sentences/sentence.js'
import { dialectOf, majorVersion, SUPPORTED, type Dialect } from '../client/versions.js'
import { lack, listed, type FindingDraft } from './finding.js'

/** Returns the dialect of this version, or a finding if the version is not supported. */
export function knownDialect(version: string): Dialect | FindingDraft {
  const major = majorVersion(version)
  const dialect = dialectOf(major)
  if (dialect) return dialect
  const supported = SUPPORTED.map(String)
  return lack(say('version_not_supported', { version, supported }), {
    why: 'Names and results differ between versions. On an untested version, records could be written incorrectly.',
    fix:
      major > 0 && major < Math.min(...SUPPORTED)
        ? `Upgrade Odoo to ${listed(supported)}.`
        : 'Check for a newer release of the orchestrator.',
  })
}
