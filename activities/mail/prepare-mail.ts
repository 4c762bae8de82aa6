import type { ApplicationFailure } from '@temporalio/common'
import { certificateOf, pdfOf } from '../../src/certificates/register.js'
import { applicationRef, type ApplicationRun, FLOWS } from '../../src/contracts/application.js'
import { FailureType } from '../../src/contracts/failures.js'
import type { MailRequest } from '../../src/contracts/mail.js'
import { taskPage } from '../../src/contracts/task-page.js'
import { titleIn } from '../../src/domain/bilingual.js'
import { dayIn } from '../../src/domain/calendar.js'
import { usableAddresses } from '../../src/domain/email.js'
import { isArabic } from '../../src/domain/native-language.js'
import { personalPageUrl } from '../../src/learner/personal-link.js'
import { isReminder } from '../../src/mail/guarantees.js'
import type { MailBody, MailContent } from '../../src/mail/mail-content.js'
import type { OutgoingMail } from '../../src/mail/transport.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import type { Row } from '../../src/odoo/schema/model.js'
import { CourseIntegration, Student, TrainingProgram } from '../../src/odoo/schema/index.js'
import { learnerAt, pageKey } from '../../src/store/learners.js'
import { personOf } from '../../src/store/remembered-people.js'
import type { ActivityContext } from '../dependencies.js'
import { failure } from '../failures.js'
import { contactsThatAre } from '../sync/second-contacts.js'
import { PERSON_FIELDS, type PersonCheck } from '../person-check.js'
import { linkToOpenCourse, personalLinks } from './personal-links.js'
import { staffRecipient, type StaffRecipient } from './staff-recipient.js'

/** What the content of emails is read from. */
export type MailSources = Pick<ActivityContext, 'store' | 'config' | 'timeZone'> & {
  readonly odoo: Pick<Odoo, 'read' | 'searchRead'>
  readonly people: Pick<PersonCheck, 'differenceOf'>
}

/** An email ready to be composed and sent. Without addresses, nobody can receive it. */
export interface PreparedMail {
  readonly content: MailContent
  readonly to: readonly string[]
  /** Whether the recipient wants no emails of this kind. */
  readonly isUnwanted: boolean
  readonly attachments: OutgoingMail['attachments']
}

type StudentRow = Row<
  typeof Student,
  'name' | 'nameArabic' | 'email' | 'nativeLanguage' | 'assignedAgent' | 'partner' | 'createDate'
>

/** The records of an application that all its emails need. */
export interface ApplicationRecords {
  readonly student: StudentRow
  readonly program: Row<typeof TrainingProgram, 'name'>
  /** Set where the student's record is about another person: `student` then names nobody. */
  readonly anotherPerson: ApplicationFailure | null
}

/** Reads them from Odoo. Throws `OdooMissing` for a record that no longer exists. */
export async function readApplicationRecords(
  { odoo, people }: MailSources,
  application: ApplicationRun,
): Promise<ApplicationRecords> {
  const { programId, studentId } = application
  const [[student], [program]] = await Promise.all([
    odoo.read(
      Student,
      [studentId],
      ['name', 'nameArabic', 'nativeLanguage', 'assignedAgent', 'partner', ...PERSON_FIELDS],
    ),
    odoo.read(TrainingProgram, [programId], ['name']),
  ])
  if (!student) throw failure(FailureType.OdooMissing, 'The student no longer exists in Odoo.')
  if (!program) throw failure(FailureType.OdooMissing, 'The program no longer exists in Odoo.')
  const anotherPerson = await people.differenceOf(application, student)
  if (anotherPerson === null) return { student, program, anotherPerson }
  const unnamed = {
    ...student,
    name: `Student ${studentId}`,
    nameArabic: '',
    email: '',
    assignedAgent: null,
    partner: null,
  }
  return { student: unnamed, program, anotherPerson }
}

/** Adds the people to a request, which names none. Throws `OdooMissing` or `BadCommand`. */
export async function prepareMail(
  sources: MailSources,
  request: MailRequest,
  { student, program }: ApplicationRecords,
): Promise<PreparedMail> {
  const { config } = sources
  const recipient =
    request.kind === 'review_request'
      ? await reviewRecipient(sources, student, request)
      : await studentRecipient(sources, student)
  const { body, attachments } = await bodyOf(sources, request, student)
  const { language } = recipient
  return {
    content: {
      language,
      recipient: recipient.name,
      program: titleIn(language, program.name),
      organization: language === 'ar' ? config.organization.nameArabic : config.organization.name,
      personalPage: recipient.personalPage,
      body,
    },
    to: recipient.addresses,
    isUnwanted: recipient.wantsNoReminders && isReminder(request.kind),
    attachments,
  }
}

interface Recipient extends StaffRecipient {
  readonly personalPage: string | null
  readonly wantsNoReminders: boolean
}

/** What the learner has chosen on their page goes before what Odoo says. */
async function studentRecipient({ store, config }: MailSources, student: StudentRow): Promise<Recipient> {
  const addresses = usableAddresses(student.email)
  const person = personOf(student, null)
  const { mailboxHash } = person
  const learner = mailboxHash === null ? null : await learnerAt(store, student.id, { ...person, mailboxHash })
  const language = learner?.language ?? (isArabic(student.nativeLanguage) ? 'ar' : 'en')
  const arabicName = student.nameArabic.trim()
  return {
    language,
    name: language === 'ar' && arabicName !== '' ? arabicName : student.name,
    addresses,
    personalPage: learner && personalPageUrl(config.publicUrl, await pageKey(store), learner.link),
    wantsNoReminders: learner !== null && learner.remindersOffAt !== null,
  }
}

/** An escalation also goes to the escalation mailbox. */
async function reviewRecipient(
  sources: MailSources,
  { assignedAgent }: StudentRow,
  { task }: Extract<MailRequest, { kind: 'review_request' }>,
): Promise<Recipient> {
  const staff = await staffRecipient(sources, assignedAgent)
  const escalation = task.escalated ? usableAddresses(sources.config.mail.escalateTo) : []
  return {
    ...staff,
    addresses: [...new Set([...staff.addresses, ...escalation])],
    personalPage: null,
    wantsNoReminders: false,
  }
}

async function bodyOf(
  sources: MailSources,
  request: MailRequest,
  student: StudentRow,
): Promise<{ body: MailBody; attachments: OutgoingMail['attachments'] }> {
  const { odoo, store, config, timeZone } = sources
  const courseUrl = async () =>
    linkToOpenCourse(
      sources,
      student.partner === null ? [] : [student.partner, ...(await contactsThatAre(sources, student.id))],
      request.programId,
    )
  const withoutAttachments = (body: MailBody) => ({ body, attachments: [] })
  switch (request.kind) {
    case 'welcome': {
      const courses = await odoo.read(CourseIntegration, request.courseIntegrationIds, [
        'name',
        'elearningCourse',
      ])
      const channels = courses.map(({ elearningCourse }) => elearningCourse)
      const linkTo = await personalLinks(sources, student.partner, channels)
      return withoutAttachments({
        kind: 'welcome',
        courses: courses.map(({ name, elearningCourse }) => ({ name, url: linkTo(elearningCourse) })),
      })
    }
    case 'milestone':
      return withoutAttachments({
        kind: 'milestone',
        percent: request.percent,
        courseUrl: await courseUrl(),
      })
    case 'reminder': {
      const { number, of, daysIdle } = request
      return withoutAttachments({ kind: 'reminder', number, of, daysIdle, courseUrl: await courseUrl() })
    }
    case 'sign_in': {
      const { number, of } = request
      return withoutAttachments({ kind: 'sign_in', number, of, courseUrl: await courseUrl() })
    }
    case 'completion': {
      const [course] = await odoo.read(CourseIntegration, [request.courseIntegrationId], ['name'])
      if (!course) throw failure(FailureType.OdooMissing, 'The course integration no longer exists in Odoo.')
      return withoutAttachments({
        kind: 'completion',
        course: course.name,
        courseUrl: await courseUrl(),
      })
    }
    case 'certificate': {
      const version = request.certificateVersion
      const certificate = await certificateOf(store, { ...request, version })
      const pdf = certificate && (await pdfOf(store, certificate.number))
      if (!pdf) throw failure(FailureType.BadCommand, 'There is no certificate of this version.')
      return {
        body: {
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
      return withoutAttachments({
        kind: 'review_request',
        task: task.kind,
        student: student.name,
        reference: applicationRef(request),
        instructions: task.instructions,
        ...(task.sentences && { sentences: task.sentences }),
        lastDay: task.deadline === null ? null : dayIn(await timeZone(), task.deadline),
        reminder: task.reminders,
        escalated: task.escalated,
        // The first part of the version is the flow whose task it is (`workflows/human-tasks.ts`).
        taskUrl: `${config.publicUrl}${taskPage(
          request,
          FLOWS.find((flow) => request.version.startsWith(`${flow}.`)),
        )}`,
      })
    }
  }
}
