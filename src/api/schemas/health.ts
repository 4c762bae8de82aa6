import Type from 'typebox'
import { OUTSIDE_SYSTEMS, PAUSABLE } from '../../contracts/outside-systems.js'
import { SYSTEM_STATES, type SystemState } from '../../availability/system-states.js'
import type { SystemPause } from '../../store/system-pauses.js'
import { FreeText, InstantText, NamedObject, Nullable, StrictObject } from './common.js'

export const PausableName = Type.Enum([...PAUSABLE])

export const PauseBody = NamedObject('NewPause', {
  system: PausableName,
  reason: FreeText,
})

export const Pause = NamedObject('Pause', {
  system: PausableName,
  reason: Type.String(),
  author: Type.String({ description: 'Name of the person or API key, or user of the command line' }),
  since: InstantText,
})

export const PauseList = NamedObject('Pauses', {
  pauses: Type.Array(Pause, { description: 'What is paused now, oldest first' }),
})

export const pauseBody = ({ since, ...rest }: SystemPause) => ({ ...rest, since: since.toISOString() })

export const SystemHealth = NamedObject(
  'SystemHealth',
  {
    system: Type.Enum([...OUTSIDE_SYSTEMS]),
    state: Type.Enum([...SYSTEM_STATES], {
      description:
        'unavailable: the circuit is open, nothing is called and the work waits. recovering: half-open, the work grows slowly. paused: by a person',
    }),
    since: Nullable(InstantText),
    failure: Nullable(Type.String({ description: 'Type of the failures that opened the circuit' })),
    pause: Nullable(StrictObject({ reason: Type.String(), author: Type.String() })),
  },
  'Whether an outside system is called at the moment',
)

export const systemBody = ({ system, state, since, pause, circuit }: SystemState) => ({
  system,
  state,
  since: since?.toISOString() ?? null,
  failure: circuit && circuit.state !== 'closed' ? circuit.failureType : null,
  pause: pause && { reason: pause.reason, author: pause.author },
})
