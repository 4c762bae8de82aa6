import Type from 'typebox'
import { InstantText, NamedObject, Nullable, StrictObject } from './common.js'
import { SystemHealth } from './health.js'
import { InArabic } from './task.js'

export const StatusBody = NamedObject(
  'Status',
  {
    alarms: Type.Array(
      StrictObject({
        message: Type.String({ description: 'What is wrong and how to fix it' }),
        messageArabic: InArabic,
        since: InstantText,
      }),
      { description: 'Faults that concern everybody, until a person fixes them' },
    ),
    systems: Type.Array(SystemHealth, { description: 'Systems that are paused, unavailable or recovering' }),
    links: StrictObject({
      odoo: Type.String(),
      temporal: Nullable(Type.String({ description: 'The Temporal Web UI' })),
      inbox: Nullable(Type.String({ description: 'The inbox that takes all emails, for trying out' })),
      api: Type.String(),
    }),
  },
  'What everybody who works here should know',
)
