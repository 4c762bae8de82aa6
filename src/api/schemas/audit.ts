import Type from 'typebox'
import { AUDIT_ENTITIES, AUDIT_OUTCOMES } from '../../store/tables/audit.js'
import { ActorBody } from './actor.js'
import { InstantText, NamedObject, NextCursor, Nullable, OdooId, Page } from './common.js'

const Fields = Type.Object({}, { additionalProperties: true })

/** What the list and the export have in common. */
export const AuditFilterQuery = {
  actor: Type.Optional(Type.String({ maxLength: 200, description: 'Id of the actor, such as `user:7`' })),
  action: Type.Optional(Type.String({ maxLength: 60 })),
  entity: Type.Optional(Type.Enum([...AUDIT_ENTITIES])),
  entityId: Type.Optional(Type.String({ maxLength: 60 })),
  programId: Type.Optional(OdooId),
  studentId: Type.Optional(OdooId),
  from: Type.Optional(InstantText),
  to: Type.Optional(InstantText),
}

export const AuditQuery = Type.Object({ ...AuditFilterQuery, ...Page }, { additionalProperties: false })

const AuditChange = NamedObject('AuditChange', {
  id: Type.Integer(),
  at: InstantText,
  actor: ActorBody,
  action: Type.String(),
  entity: Type.Enum([...AUDIT_ENTITIES]),
  entityId: Type.String(),
  programId: Nullable(OdooId),
  studentId: Nullable(OdooId),
  outcome: Type.Enum([...AUDIT_OUTCOMES], {
    description:
      '`done`; or of a command to a workflow: `requested`, and then `done`, `accepted`, `refused` or `failed`',
  }),
  before: Nullable(Fields),
  after: Nullable(Fields),
  commentId: Nullable(Type.Integer({ description: 'Number of the comment with the reason' })),
  commandId: Nullable(Type.String()),
  requestId: Nullable(Type.String()),
})

export const AuditPage = NamedObject('AuditPage', { changes: Type.Array(AuditChange), next: NextCursor })
