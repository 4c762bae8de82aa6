import {
  ALL_PERMISSIONS,
  permissionsOf,
  studentsOf,
  type Permission,
  type StaffRole,
} from '../domain/permissions.js'
import type { ApiKey } from '../store/api-keys.js'
import type { StaffUser } from '../store/staff-users.js'

/**
 * Which students a request is about: all, or those whose agent in Odoo is one user. Every query and
 * command that concerns students obeys it.
 */
export type StudentScope = { readonly all: true } | { readonly all: false; readonly agentId: number }

export const ALL_STUDENTS: StudentScope = { all: true }

/** Who makes a request, and what they may do. */
export interface Identity {
  readonly kind: 'staff' | 'key'
  /**
   * What histories and registers store: `user:<id in Odoo>`, or the id of an API key. Names are
   * looked up when they are shown.
   */
  readonly actor: string
  readonly name: string
  readonly roles: readonly StaffRole[]
  readonly permissions: readonly Permission[]
  readonly language: 'ar' | 'en'
  readonly odooUserId: number | null
  /** Which students a permission is about. */
  scopeOf(permission: Permission): StudentScope
}

export const staffIdentity = ({ userId, name, roles, language }: StaffUser): Identity => ({
  kind: 'staff',
  actor: `user:${userId}`,
  name,
  roles,
  permissions: permissionsOf(roles),
  language,
  odooUserId: userId,
  scopeOf: (permission) =>
    studentsOf(roles, permission) === 'all' ? ALL_STUDENTS : { all: false, agentId: userId },
})

/** API keys are for machines: what their scopes allow, they may do for all students. */
export const keyIdentity = ({ id, name, scopes }: ApiKey): Identity => ({
  kind: 'key',
  actor: id,
  name,
  roles: [],
  permissions: ALL_PERMISSIONS.filter((permission) => scopes.includes(permission)),
  language: 'en',
  odooUserId: null,
  scopeOf: () => ALL_STUDENTS,
})
