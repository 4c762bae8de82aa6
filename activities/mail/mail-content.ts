import { certificateOf, pdfOf } from '../../src/certificates/register.js'
import type { MailRequest } from '../../src/contracts/activities.js'
import { applicationRef, type Application } from '../../src/contracts/application.js'
import { FailureType } from '../../src/contracts/failures.js'
import { normaliseEmail } from '../../src/domain/email.js'
import { splitTitle } from '../../src/domain/bilingual.js'
import type { MailContent, MailContentData } from '../../src/mail/mail-content.js'
import type { OutgoingMail } from '../../src/mail/transport.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import type { Row } from '../../src/odoo/schema/model.js'
import { CourseIntegration, Student, TrainingProgram, User } from '../../src/odoo/schema/index.js'
import type { MailLanguage } from '../../src/store/tables/mail.js'
import type { ActivityDependencies } from '../dependencies.js'
import { failure } from '../failures.js'

/** Where the contents of letters come from. */
export type MailContentSources = Pick<ActivityDependencies, 'store' | 'config'> & {
  readonly odoo: Pick<Odoo, 'read'>
}

/** A letter with its addresses; none: there is nobody to write to. */
export interface PreparedMail {
  readonly letter: MailContent
  readonly to: readonly string[]
  readonly attachments: OutgoingMail['attachments']
}

type StudentRow = Row<typeof Student, 'name' | 'nameArabic' | 'email' | 'nativeLanguage' | 'assignedAgent'>

/** Whom letters of an application are about. */
export interface Subject {
  readonly student: StudentRow
  readonly program: Row<typeof TrainingProgram, 'name'>
}

/** As Odoo has them at this moment. `OdooMissing`: gone. */
export async function readSubject(
  { odoo }: MailContentSources,
  { programId, studentId }: Application,
): Promise<Subject> {
  const [[student], [program]] = await Promise.all([
    odoo.read(Student, [studentId], ['name', 'nameArabic', 'email', 'nativeLanguage', 'assignedAgent']),
    odoo.read(TrainingProgram, [programId], ['name']),
  ])
  if (!student) throw failure(FailureType.OdooMissing, 'The student is gone from Odoo.')
  if (!program) throw failure(FailureType.OdooMissing, 'The program is gone from Odoo.')
  return { student, program }
}

/** Fills in the people that a request leaves out. Failures: `OdooMissing`, `BadCommand`. */
export async function buildMailContent(
  sources: MailContentSources,
  request: MailRequest,
  { student, program }: Subject,
): Promise<PreparedMail> {
  const { config } = sources
  const reader =
    request.kind === 'review_request' ? await reviewerOf(sources, student, request) : learnerOf(student)
  const { content, attachments } = await contentOf(sources, request, student)
  const { language } = reader
  return {
    letter: {
      language,
      recipient: reader.name,
      program: titleIn(language, program.name),
      organization: language === 'ar' ? config.organization.nameArabic : config.organization.name,
      content,
    },
    to: reader.addresses,
    attachments,
  }
}

/** The half of a bilingual title that the letter is written in. */
function titleIn(language: MailLanguage, title: string): string {
  const { arabic, latin } = splitTitle(title)
  return (language === 'ar' ? (arabic ?? latin) : (latin ?? arabic)) ?? title
}

interface Reader {
  readonly language: MailLanguage
  /** null: a mailbox without a person's name. */
  readonly name: string | null
  readonly addresses: readonly string[]
}

function learnerOf(student: StudentRow): Reader {
  const language = ARABIC.test(student.nativeLanguage ?? '') ? 'ar' : 'en'
  const arabicName = student.nameArabic.trim()
  return {
    language,
    name: language === 'ar' && arabicName !== '' ? arabicName : student.name,
    addresses: usable(student.email),
  }
}

/** Free text in Odoo, as people write it: in English, or in Arabic itself. */
const ARABIC = /^\s*(arabic|ar([_-]\w+)?\s*$|(ال)?عربي)/iu

/** The student's agent; without one that can be written to, the review mailbox. An escalation also goes to whoever hears of those. */
async function reviewerOf(
  { odoo, config }: MailContentSources,
  { assignedAgent }: StudentRow,
  { task }: Extract<MailRequest, { kind: 'review_request' }>,
): Promise<Reader> {
  const [agent] =
    assignedAgent === null ? [] : await odoo.read(User, [assignedAgent], ['name', 'email', 'lang', 'active'])
  const own = agent?.active === true ? usable(agent.email) : []
  const addresses = [
    ...(own.length > 0 ? own : usable(config.mail.reviewTo)),
    ...(task.escalated ? usable(config.mail.escalateTo) : []),
  ]
  const isPersonal = agent !== undefined && own.length > 0
  return {
    language: isPersonal && agent.lang?.startsWith('ar') === true ? 'ar' : 'en',
    name: isPersonal ? agent.name : null,
    addresses: [...new Set(addresses)],
  }
}

const usable = (text: string | null): string[] => {
  const email = normaliseEmail(text)
  return email.kind === 'usable' ? [email.address] : []
}

async function contentOf(
  { odoo, store, config }: MailContentSources,
  request: MailRequest,
  student: StudentRow,
): Promise<{ content: MailContentData; attachments: OutgoingMail['attachments'] }> {
  const coursesUrl = `${config.odoo.url}/slides`
  const plain = (content: MailContentData) => ({ content, attachments: [] })
  switch (request.kind) {
    case 'welcome': {
      const courses = await odoo.read(CourseIntegration, request.courseIntegrationIds, ['name'])
      return plain({ kind: 'welcome', courses: courses.map((course) => course.name), coursesUrl })
    }
    case 'milestone':
      return plain({ kind: 'milestone', percent: request.percent, coursesUrl })
    case 'reminder': {
      const { number, of, daysIdle } = request
      return plain({ kind: 'reminder', number, of, daysIdle, coursesUrl })
    }
    case 'completion': {
      const [course] = await odoo.read(CourseIntegration, [request.courseIntegrationId], ['name'])
      if (!course) throw failure(FailureType.OdooMissing, 'The course integration is gone from Odoo.')
      return plain({ kind: 'completion', course: course.name, coursesUrl })
    }
    case 'certificate': {
      const version = request.certificateVersion
      const certificate = await certificateOf(store, { ...request, version })
      const pdf = certificate && (await pdfOf(store, certificate.number))
      if (!pdf) throw failure(FailureType.BadCommand, 'There is no certificate of this version to send.')
      return {
        content: {
          kind: 'certificate',
          certificateNumber: certificate.number,
          verifyUrl: certificate.facts.verificationUrl,
        },
        attachments: [
          { filename: `${certificate.number}.pdf`, contentType: 'application/pdf', content: pdf },
        ],
      }
    }
    case 'review_request': {
      const { task } = request
      return plain({
        kind: 'review_request',
        task: task.kind,
        student: student.name,
        reference: applicationRef(request),
        instructions: task.instructions,
        deadline: task.deadline,
        reminder: task.reminders,
        escalated: task.escalated,
        reviewsUrl: config.publicUrl,
      })
    }
  }
}
