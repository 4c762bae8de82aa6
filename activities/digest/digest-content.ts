import { taskPage } from '../../src/contracts/task-page.js'
import type { MailLanguage } from '../../src/contracts/mail.js'
import { titleIn } from '../../src/domain/bilingual.js'
import { taskDueAt } from '../../src/domain/reminders.js'
import { groupBy } from '../../src/group-by.js'
import type { MailContent } from '../../src/mail/mail-content.js'
import { TrainingProgram } from '../../src/odoo/schema/index.js'
import type { OpenTask } from '../../src/store/staff-digests.js'
import type { StaffRecipient } from '../mail/staff-recipient.js'
import type { DigestDependencies } from './digest-dependencies.js'

export async function digestContent(
  { odoo, config, clock }: Pick<DigestDependencies, 'odoo' | 'config' | 'clock'>,
  { language, name }: StaffRecipient,
  tasks: readonly OpenTask[],
): Promise<MailContent> {
  const byProgram = groupBy(tasks, ({ programId }) => programId)
  const programs = await odoo.read(TrainingProgram, [...byProgram.keys()], ['name'])
  return {
    language,
    recipient: name,
    organization: language === 'ar' ? config.organization.nameArabic : config.organization.name,
    program: null,
    personalPage: null,
    body: {
      kind: 'digest',
      programs: [...byProgram].map(([programId, some]) => ({
        title: titleIn(language, programs.find(({ id }) => id === programId)?.name ?? `${programId}`),
        tasks: [...some].map((one) => ({
          kind: one.task.kind,
          student: studentIn(language, one),
          url: `${config.publicUrl}${taskPage(one, one.flow)}`,
          isNew: one.isNew,
          isOverdue: isOverdue(one, clock()),
        })),
      })),
      url: `${config.publicUrl}/app/work`,
    },
  }
}

const studentIn = (language: MailLanguage, { name, nameArabic, studentId }: OpenTask): string =>
  (language === 'ar' ? (nameArabic ?? name) : name) ??
  (language === 'ar' ? `طالب ${studentId}` : `Student ${studentId}`)

const isOverdue = ({ task }: OpenTask, now: Date) => task.escalated || taskDueAt(task) < now.getTime()
