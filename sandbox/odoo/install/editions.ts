import { TECHNICAL } from '../provisioning/index.js'
import type { Model } from '../orm/model.js'
import { isOn, onlyOn, type SandboxVersion } from '../version.js'
import { Company, Country, Partner, PartnerCategory, Users } from '../apps/base/contacts-and-users.js'
import { Answer, Question, Slide } from '../apps/website-slides/contents.js'
import { Channel, ChannelTag, Tag } from '../apps/website-slides/courses.js'
import { Membership, SlideProgress } from '../apps/website-slides/memberships.js'
import { Invitation } from '../apps/website-slides/invite-wizard.js'
import { MergeContacts } from '../apps/base/merge-contacts.js'
import { Activity } from '../apps/mail/activities.js'
import {
  ActivityType,
  MailFollowers,
  MailMail,
  MailTemplate,
  Message,
  MessageSubtype,
} from '../apps/mail/models.js'
import { Rating } from '../apps/rating/models.js'
import { DocumentRequest } from '../suite/document-request.js'
import { IntakeBatch } from '../suite/intake-batch.js'
import { HomeworkAttempt } from '../suite/homework.js'
import { CourseSession } from '../suite/session.js'
import { CertificateTemplate } from '../suite/certificate-template.js'
import { Certificate } from '../suite/certificate.js'
import { CourseIntegration, ProgressTracker, TrainingProgram } from '../suite/programs-and-courses.js'
import { Student } from '../suite/student.js'
import { Survey, SurveyAnswer, SurveyQuestion, UserInput, UserInputLine } from '../apps/survey/models.js'

/** The models of Odoo itself and its apps. */
const ODOO: readonly Model[] = [
  ...TECHNICAL,
  Country,
  PartnerCategory,
  Partner,
  Company,
  Users,
  MailTemplate,
  MailMail,
  MailFollowers,
  MessageSubtype,
  Message,
  ActivityType,
  Activity,
  Rating,
  Survey,
  SurveyQuestion,
  SurveyAnswer,
  UserInput,
  UserInputLine,
  ChannelTag,
  Tag,
  Channel,
  Slide,
  Question,
  Answer,
  Membership,
  SlideProgress,
  Invitation,
  MergeContacts,
]

/** The Grants Training Suite v2. */
const SUITE: readonly Model[] = [
  TrainingProgram,
  CourseIntegration,
  IntakeBatch,
  Student,
  ProgressTracker,
  CourseSession,
  HomeworkAttempt,
  CertificateTemplate,
  Certificate,
  DocumentRequest,
]

/** What is installed. */
export interface Edition {
  readonly version: SandboxVersion
  /** The Grants Training Suite v2. */
  readonly suite: boolean
}

/** The models of a fresh Odoo, each with the fields that it has in that version. */
export const modelsOf = ({ version, suite }: Edition): Model[] =>
  [...ODOO, ...(suite ? SUITE : [])]
    .filter((model) => isOn(version, model))
    .map((model) => ({
      ...model,
      fields: fieldsOn(version, model),
      constraints: model.constraints.filter((constraint) => isOn(version, constraint)),
    }))

const fieldsOn = (version: SandboxVersion, { fields }: Model) =>
  Object.fromEntries(
    Object.entries(onlyOn(version, fields)).map(([name, field]) => [
      name,
      { ...field, ...field.on?.[version] },
    ]),
  )
