import {
  IconAdjustments,
  IconCertificate,
  IconChartBar,
  IconChecklist,
  IconGauge,
  IconHistory,
  IconMail,
  IconRefresh,
  IconReportAnalytics,
  IconSchool,
  IconStack2,
  IconUsers,
  type TablerIcon,
} from '@tabler/icons-react'
import type { Messages } from '../i18n/messages.js'
import type { Permission } from '../session/session.js'

interface Destination {
  readonly path: string
  readonly text: keyof Messages['nav']
  readonly icon: TablerIcon
  /** Who lacks it does not see the page in the menu. null: for everyone. */
  readonly permission: Permission | null
}

/** The pages of the menu. */
export const DESTINATIONS: readonly Destination[] = [
  { path: '/work', text: 'work', icon: IconChecklist, permission: 'read_students' },
  { path: '/overview', text: 'overview', icon: IconChartBar, permission: 'read_students' },
  { path: '/students', text: 'students', icon: IconUsers, permission: 'read_students' },
  { path: '/programs', text: 'programs', icon: IconSchool, permission: 'read_rules' },
  { path: '/bulk', text: 'bulk', icon: IconStack2, permission: 'run_bulk' },
  { path: '/certificates', text: 'certificates', icon: IconCertificate, permission: 'read_certificates' },
  { path: '/emails', text: 'emails', icon: IconMail, permission: 'read_emails' },
  { path: '/reports', text: 'reports', icon: IconReportAnalytics, permission: 'read_students' },
  { path: '/sync', text: 'sync', icon: IconRefresh, permission: 'read_sync' },
  {
    path: '/service-levels',
    text: 'serviceLevels',
    icon: IconGauge,
    permission: 'read_service_levels',
  },
  { path: '/audit', text: 'audit', icon: IconHistory, permission: 'read_audit' },
  { path: '/settings', text: 'settings', icon: IconAdjustments, permission: null },
]
