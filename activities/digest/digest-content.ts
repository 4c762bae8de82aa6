import { taskPage } from '../../src/contracts/task-page.js'
import type { MailLanguage } from '../../src/contracts/mail.js'
import { titleIn } from '../../src/domain/bilingual.js'
import { normaliseEmail } from '../../src/domain/email.js'
import { DEFAULT_CADENCE } from '../../src/domain/reminders.js'
import { groupBy } from '../../src/group-by.js'
import type { DigestContent } from '../../src/mail/digest.js'
import { TrainingProgram, User } from '../../src/odoo/schema/index.js'
import type { OpenTask } from '../../src/store/staff-digests.js'
import type { DigestDependencies } from './digest-dependencies.js'

/** Who reads a digest. Without addresses, nobody can. */
interface Reader {
  readonly language: MailLanguage
  readonly name: string | null
  readonly addresses: readonly string[]
}

/** Null: the review mailbox, which also replaces an agent who is archived or has no address. */
export async function digestReader(
  { odoo, config }: Pick<DigestDependencies, 'odoo' | 'config'>,
  agentId: number | null,
): Promise<Reader> {
  const [agent] =
    agentId === null ? [] : await odoo.read(User, [agentId], ['name', 'email', 'lang', 'active'])
  const own = agent?.active === true ? usable(agent.email) : []
  if (agent === undefined || own.length === 0)
    return { language: 'en', name: null, addresses: usable(config.mail.reviewTo) }
  return { language: agent.lang?.startsWith('ar') === true ? 'ar' : 'en', name: agent.name, addresses: own }
}

const usable = (text: string | null): string[] => {
  const email = normaliseEmail(text)
  return email.kind === 'usable' ? [email.address] : []
}

export async function digestContent(
  { odoo, config, clock }: Pick<DigestDependencies, 'odoo' | 'config' | 'clock'>,
  { language, name }: Reader,
  tasks: readonly OpenTask[],
): Promise<DigestContent> {
  const byProgram = groupBy(tasks, ({ programId }) => programId)
  const programs = await odoo.read(TrainingProgram, [...byProgram.keys()], ['name'])
  return {
    language,
    recipient: name,
    organization: language === 'ar' ? config.organization.nameArabic : config.organization.name,
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
  }
}

const studentIn = (language: MailLanguage, { name, nameArabic, studentId }: OpenTask): string =>
  (language === 'ar' ? (nameArabic ?? name) : name) ??
  (language === 'ar' ? `طالب ${studentId}` : `Student ${studentId}`)

const DAY = 24 * 60 * 60 * 1000

/** Without a deadline, a task is overdue from when it would be escalated. */
const isOverdue = ({ task }: OpenTask, now: Date) =>
  task.escalated ||
  (task.deadline === undefined
    ? Date.parse(task.since) + DEFAULT_CADENCE.escalateAfterDays * DAY
    : Date.parse(task.deadline)) < now.getTime()
