import type { Messages } from '../../messages.js'
import { apiKeys } from './api-keys.js'
import { audit } from './audit.js'
import { bulk } from './bulk.js'
import { certificates } from './certificates.js'
import { charts } from './charts.js'
import { commands } from './commands.js'
import { emails } from './emails.js'
import { notices } from './notices.js'
import { overview } from './overview.js'
import { personalPage } from './personal-page.js'
import { policy } from './policy.js'
import { programs } from './programs.js'
import { reports } from './reports.js'
import { serviceLevels } from './service-levels.js'
import { settings } from './settings.js'
import { student } from './student.js'
import { students } from './students.js'
import { sync } from './sync.js'
import { views } from './views.js'
import { work } from './work.js'

/** Texts of single pages. */
export const pages: Messages['pages'] = {
  work,
  students,
  views,
  student,
  personalPage,
  commands,
  programs,
  policy,
  bulk,
  certificates,
  emails,
  sync,
  reports,
  serviceLevels,
  overview,
  notices,
  audit,
  apiKeys,
  settings,
  charts,
}
