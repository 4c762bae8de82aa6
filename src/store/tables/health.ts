import type { Generated } from 'kysely'
import type { OutsideSystem, Pausable } from '../../contracts/outside-systems.js'
import type { CircuitState } from '../../domain/circuit.js'
import type { GeneratedInstant, Instant } from '../columns.js'

export interface HealthTables {
  circuit: {
    system: OutsideSystem
    state: CircuitState
    /** Beginning of the outage; null while closed. */
    since: Instant | null
    changed_at: GeneratedInstant
    failure_type: string
    failed_probes: Generated<number>
    probe_at: Instant | null
  }
  lost_certificate: {
    number: string
    noticed_at: GeneratedInstant
    tried_at: Instant | null
    failure_type: string | null
  }
  system_pause: {
    id: Generated<number>
    system: Pausable
    reason: string
    author: string
    paused_at: GeneratedInstant
    /** null, both: the pause lasts. */
    resumed_at: Instant | null
    resumed_by: string | null
  }
}
