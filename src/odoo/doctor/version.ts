import { dialectOf, majorVersion, SUPPORTED, type Dialect } from '../client/versions.js'
import { listed, problem, type FindingDraft } from './finding.js'

/** How to speak with this version, or why we can't. Pure. */
export function knownDialect(version: string): Dialect | FindingDraft {
  const major = majorVersion(version)
  const dialect = dialectOf(major)
  if (dialect) return dialect
  const supported = listed(SUPPORTED.map(String))
  return problem({
    what: `This is Odoo ${version}. ${supported} are supported.`,
    why: 'Each version names and answers some things differently; on one that was never tried, records could be written wrongly.',
    fix:
      major > 0 && major < Math.min(...SUPPORTED)
        ? `Upgrade Odoo to ${supported}.`
        : 'Look for a newer release of the orchestrator.',
  })
}
