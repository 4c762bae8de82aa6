/**
 * Who may do what. Every route declares one of these permissions, roles follow Odoo's groups
 * (`src/odoo/staff/staff-groups.ts`), and API keys have scopes from the same list.
 */
export const PERMISSIONS = {
  read_students: 'See students, applications, tasks and progress',
  read_certificates: 'See certificates and their PDFs',
  read_emails: 'See the emails to students and staff, and their delivery',
  decide: 'Decide tasks',
  enroll: 'Start applications, and enroll students in courses that wait for an agent',
  change_training: 'Pause, extend, override, withdraw and resync trainings; mark content as completed',
  read_rules: 'See the policy and the intake of a program',
  edit_rules: 'Compare and write policies, and move applications to another version',
  manage_intake: 'Turn the intake of a program on and off, and see its preview',
  run_bulk: 'Preview, run, pause and undo bulk operations',
  read_sync: 'See how current the synchronization is, and what is paused',
  manage_sync: 'Pause and resume outside systems; run and confirm reconciliations',
  read_service_levels: 'See how well the service does, compared with its targets',
  schedule_reports: 'Email reports to staff on a schedule',
  read_audit: 'See and export who changed what',
  manage_keys: 'See, create and revoke API keys',
} as const

export type Permission = keyof typeof PERMISSIONS

export const ALL_PERMISSIONS = Object.keys(PERMISSIONS) as readonly Permission[]

/** Roles of staff. A person may have several. */
export const STAFF_ROLES = ['manager', 'agent', 'teacher', 'accounting'] as const
export type StaffRole = (typeof STAFF_ROLES)[number]

interface RoleRights {
  readonly permissions: readonly Permission[]
  /** `own`: the students that Odoo assigns to the person. Of others they learn nothing. */
  readonly students: 'all' | 'own'
}

/** Teachers and accounting read only: in Odoo, too, they decide nothing about an application. */
const RIGHTS: Readonly<Record<StaffRole, RoleRights>> = {
  manager: { permissions: ALL_PERMISSIONS, students: 'all' },
  agent: {
    permissions: [
      'read_students',
      'read_certificates',
      'read_emails',
      'decide',
      'enroll',
      'change_training',
      'read_rules',
      'read_sync',
    ],
    students: 'own',
  },
  teacher: { permissions: ['read_students', 'read_certificates', 'read_rules'], students: 'all' },
  accounting: { permissions: ['read_students', 'read_certificates'], students: 'all' },
}

/** Returns what a person with these roles may do, in the order of the list above. */
export function permissionsOf(roles: readonly StaffRole[]): Permission[] {
  const granted = new Set(roles.flatMap((role) => RIGHTS[role].permissions))
  return ALL_PERMISSIONS.filter((permission) => granted.has(permission))
}

/**
 * Returns whether a permission applies to all students, or only to the person's own. A teacher who
 * is also an agent reads all students, but decides about their own.
 */
export const studentsOf = (roles: readonly StaffRole[], permission: Permission): 'all' | 'own' =>
  roles.some((role) => RIGHTS[role].students === 'all' && RIGHTS[role].permissions.includes(permission))
    ? 'all'
    : 'own'

export const isPermission = (text: string): text is Permission => Object.hasOwn(PERMISSIONS, text)
