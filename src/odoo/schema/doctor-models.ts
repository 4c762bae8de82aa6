import { boolean, char, datetime, many2many, many2one, openSelection, selection, text } from './fields.js'
import { model } from './model.js'

/**
 * Models that the doctor reads; two of them also say the time zone of the center. Users, courses,
 * surveys and record rules are declared a second time here, with fields that no other code needs.
 */

export const Account = model(
  'res.users',
  { origin: 'odoo', app: 'base' },
  {
    lang: openSelection({ readonly: true }),
    /** Name of a time zone. */
    tz: openSelection({ readonly: true }),
    company: many2one('res.company', { required: 'defaulted' }),
    /** Companies whose records the user may see, besides shared records. */
    companies: many2many('res.company', { as: 'company_ids' }),
    groups: many2many('res.groups', { as: ['all_group_ids', 'groups_id'] }),
  },
)

export const Company = model(
  'res.company',
  { origin: 'odoo', app: 'base' },
  { name: char(), partner: many2one('res.partner', { required: 'defaulted' }) },
)

/** Users see only their own keys. The key itself is never read. */
export const ApiKey = model(
  'res.users.apikeys',
  { origin: 'odoo', app: 'base', optional: true },
  {
    user: many2one('res.users', { readonly: true }),
    /** Exists from 18 on. Empty: the key never expires. */
    expirationDate: datetime({ readonly: true, optional: true }),
  },
)

/** Emails that Odoo itself sends for a course. */
export const CourseMailTemplates = model(
  'slide.channel',
  { origin: 'odoo', app: 'website_slides' },
  {
    /** Sent to learners who completed the course. */
    completion: many2one('mail.template', { as: 'completed_template_id', optional: true }),
  },
)

/** Emails that Odoo itself sends for a survey. */
export const SurveyMailTemplates = model(
  'survey.survey',
  { origin: 'odoo', app: 'survey', optional: true },
  {
    /** Sent to those who passed. */
    certification: many2one('mail.template', { as: 'certification_mail_template_id', optional: true }),
  },
)

/**
 * Readable by system administrators only. Without a record Odoo uses the server named in its
 * configuration file.
 */
export const MailServer = model(
  'ir.mail_server',
  { origin: 'odoo', app: 'base', optional: true },
  { active: boolean() },
)

/** Readable by system administrators only. Odoo deletes most emails once they are sent. */
export const OutgoingMail = model(
  'mail.mail',
  { origin: 'odoo', app: 'mail', optional: true },
  {
    state: selection(['outgoing', 'sent', 'received', 'exception', 'cancel']),
    /** Technical name of the model of the record that the email is about. */
    model: char(),
  },
)

/** A record rule: which records a group may read. */
export const ReadRule = model(
  'ir.rule',
  { origin: 'odoo', app: 'base' },
  {
    name: char(),
    model: many2one('ir.model', { required: true }),
    /** None: applies to everybody. */
    groups: many2many('res.groups', { as: 'groups' }),
    /** Python. */
    domain: text({ as: 'domain_force' }),
    forReading: boolean({ as: 'perm_read' }),
    active: boolean(),
  },
)

/** External ids of the administrators' groups. */
export const ADMINISTRATORS = ['base.group_system', 'base.group_erp_manager'] as const

/**
 * Figures that the suite computes wrongly, by model and in its own names. The product neither reads
 * nor writes them.
 */
export const WRONG_FIGURES = [
  'gr.student: elearning_progress, completed_courses (reset to 0 when another learner finishes a lesson), age (as of the last edit of the birth date)',
  'gr.progress.tracker: overall_progress (a fixed 70/30 mix)',
  'gr.course.integration, gr.training.program: completed_students, completion_rate (certified students are not counted), enrolled_students (counts enrollments, not students)',
  'gr.certificate: is_valid, is_expired; gr.homework.attempt: grade_percentage, grade_letter, is_late (never computed for records made over the external API)',
] as const
