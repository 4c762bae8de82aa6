import Type from 'typebox'
import { CHANGE_TYPES } from '../../store/events.js'
import { NamedObject, Nullable, OdooId } from './common.js'

export const EventBody = NamedObject(
  'Event',
  {
    type: Type.Enum([...CHANGE_TYPES, 'reset'], {
      description: '`reset`: events were missed, so everything may have changed',
    }),
    programId: Nullable(OdooId),
    studentId: Nullable(OdooId),
  },
  'Something that pages show has changed. Without a student: of several, or of none',
)

export const EventPage = NamedObject('EventPage', {
  events: Type.Array(EventBody),
  next: Type.String({ description: 'Send it as `after` to get what happened since' }),
})
