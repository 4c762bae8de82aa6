import type { MailLanguage, StaffEmailState } from '../../src/contracts/mail.js'
import { titleIn } from '../../src/domain/bilingual.js'
import { dayIn, localTime } from '../../src/domain/calendar.js'
import { permissionsOf, studentsOf } from '../../src/domain/permissions.js'
import { daysOf } from '../../src/domain/report-schedule.js'
import { REPORT_PERMISSIONS, type ReportName } from '../../src/domain/reports.js'
import { composeMail } from '../../src/mail/compose.js'
import type { OutgoingMail } from '../../src/mail/transport.js'
import { TrainingProgram } from '../../src/odoo/schema/index.js'
import type { StaffMember } from '../../src/odoo/staff/staff-members.js'
import type { MadeFile } from '../../src/reports/make-file.js'
import { makeReport } from '../../src/reports/make-report.js'
import type { ProgramNames } from '../../src/reports/named-cells.js'
import { instantsOf } from '../../src/reports/period.js'
import { TooManyRows } from '../../src/reports/read-report.js'
import { textsIn } from '../../src/reports/texts.js'
import type { DueReport } from '../../src/store/report-schedules.js'
import { staffUser } from '../../src/store/staff-users.js'
import type { ActivityContext } from '../dependencies.js'
import { staffReader } from '../mail/staff-recipient.js'

type Sources = Pick<ActivityContext, 'odoo' | 'store' | 'config'>

export type ReportMail = Pick<OutgoingMail, 'to' | 'subject' | 'html' | 'text' | 'attachments'>

/** `visibleTo`: only of students of this agent. */
interface Audience {
  readonly language: MailLanguage
  readonly visibleTo?: number
}

type FileFor = (audience: Audience) => Promise<MadeFile>

/**
 * Returns the email with a report for one reader, as their role allows now, or why there is none.
 * Throws where that cannot be found out.
 */
export async function mailTo(
  { fileFor, ...sources }: Sources & { readonly fileFor: FileFor },
  { schedule: { settings }, at }: DueReport,
  member: StaffMember | undefined,
  timeZone: string,
): Promise<ReportMail | StaffEmailState> {
  const { odoo, config } = sources
  const scope = await scopeOf(sources, member, settings.report)
  const reader = member && (await staffReader(odoo, member.userId))
  if (scope === null || !reader) return 'not_allowed'
  if (reader.addresses.length === 0) return 'no_recipient'
  const language = settings.language ?? reader.language
  const file = await fileFor({ language, ...scope }).catch((error: unknown) => {
    if (error instanceof TooManyRows) return null
    throw error
  })
  if (file === null) return 'too_long'
  const { programId, period, report } = settings
  const programName = programId === null ? null : (await programNamesOf(odoo)([programId]))(programId)
  const { from, to } = daysOf(period, dayIn(timeZone, at))
  const composed = composeMail({
    language,
    recipient: reader.name,
    program: programName === null ? null : titleIn(language, programName),
    organization: language === 'ar' ? config.organization.nameArabic : config.organization.name,
    personalPage: null,
    body: {
      kind: 'report',
      title: textsIn(language).titles[report],
      asOf: localTime(timeZone, at),
      day: dayIn(timeZone, at),
      period: from === undefined || to === undefined ? null : { from, to },
      isOfOwnStudents: scope.visibleTo !== undefined,
      url: `${config.publicUrl}/app/reports?report=${report}`,
    },
  })
  const { fileName: filename, contentType, content } = file
  return { ...composed, to: reader.addresses, attachments: [{ filename, contentType, content }] }
}

/** Which students somebody's report is about; null: they may not have it. */
async function scopeOf(
  { store }: Sources,
  member: StaffMember | undefined,
  report: ReportName,
): Promise<Pick<Audience, 'visibleTo'> | null> {
  if (!member) return null
  const known = await staffUser(store, member.userId)
  // A restored copy of Odoo gives ids to other people: then the login differs.
  if (known && known.login !== member.login) return null
  const permission = REPORT_PERMISSIONS[report]
  if (!permissionsOf(member.roles).includes(permission)) return null
  return studentsOf(member.roles, permission) === 'all' ? {} : { visibleTo: member.userId }
}

/** Makes the files of a report. Readers who may see all students share one for each language. */
export function reportFiles(
  { odoo, store, config }: Sources,
  { schedule: { settings }, at }: DueReport,
  timeZone: string,
): FileFor {
  const shared = new Map<MailLanguage, Promise<MadeFile>>()
  const make = (audience: Audience) =>
    makeReport(
      { store, programNames: programNamesOf(odoo), organization: config.organization },
      {
        name: settings.report,
        format: settings.format,
        filter: {
          asOf: at,
          isCurrent: false,
          timeZone,
          ...audience,
          ...(settings.programId !== null && { programId: settings.programId }),
          ...instantsOf(daysOf(settings.period, dayIn(timeZone, at)), timeZone),
        },
      },
    )
  return (audience) => {
    if (audience.visibleTo !== undefined) return make(audience)
    const made = shared.get(audience.language) ?? make(audience)
    shared.set(audience.language, made)
    return made
  }
}

const programNamesOf =
  (odoo: Sources['odoo']): ProgramNames =>
  async (programIds) => {
    const programs = await odoo.read(TrainingProgram, programIds, ['name'])
    const names = new Map(programs.map(({ id, name }) => [id, name]))
    return (programId) => names.get(programId) ?? `Program ${programId}`
  }
