import type { Model } from '../model.js'
import { ConfigParameter, Country, Groups, Partner, PartnerCategory, Users } from './base.js'
import { Answer, Question, Slide } from './contents.js'
import { Channel, ChannelTag, Tag } from './courses.js'
import { Membership, SlideProgress } from './memberships.js'
import { MailFollowers, MailMail } from './mail.js'
import { Sequence } from './sequence.js'
import { DocumentRequest } from './suite/document.js'
import { HomeworkAttempt, HomeworkGradeHistory } from './suite/homework.js'
import { CourseSession } from './suite/session.js'
import { Assignment, IntakeBatch } from './suite/intake.js'
import { CertificateTemplate } from './suite/certificate-template.js'
import { Certificate, CertificateAutomation } from './suite/certificate.js'
import { CourseIntegration, ProgressTracker, TrainingProgram } from './suite/course.js'
import { ProgressNotification, TrainingDashboard } from './suite/monitoring.js'
import { Student } from './suite/student.js'
import { Survey, SurveyAnswer, SurveyQuestion, UserInput, UserInputLine } from './survey.js'
import { IrModel, IrModelData, IrModelFields, Lang } from './technical.js'

/** The part of Odoo 18 that the product calls: base, eLearning, surveys and the Grants Training Suite. */
export const MODELS: readonly Model[] = [
  IrModel,
  IrModelFields,
  IrModelData,
  Lang,
  Country,
  PartnerCategory,
  Partner,
  Groups,
  Users,
  ConfigParameter,
  Sequence,
  MailMail,
  MailFollowers,
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
  TrainingProgram,
  CourseIntegration,
  IntakeBatch,
  Student,
  Assignment,
  ProgressTracker,
  CourseSession,
  HomeworkAttempt,
  HomeworkGradeHistory,
  CertificateTemplate,
  CertificateAutomation,
  Certificate,
  DocumentRequest,
  ProgressNotification,
  TrainingDashboard,
]
