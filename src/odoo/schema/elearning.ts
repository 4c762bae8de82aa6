import {
  boolean,
  char,
  datetime,
  float,
  integer,
  many2many,
  many2one,
  one2many,
  openSelection,
  selection,
} from './fields.js'
import { model } from './model.js'

/** The models of Odoo's eLearning and Surveys, and the contacts and users behind them. */

/** A contact. */
export const Partner = model(
  'res.partner',
  { origin: 'odoo', app: 'base' },
  {
    name: char(),
    /** As typed by a person. */
    email: char(),
    /** Narrows a search. It may be the same for different people, so it is not a key. */
    emailNormalized: char({ readonly: true }),
    phone: char(),
    /** Code (`ar_001`, `en_US`) of an installed language. */
    lang: openSelection(),
    /** Name of a time zone. A company's is the one of its contact. */
    tz: openSelection(),
    isCompany: boolean(),
    active: boolean(),
  },
)

export const User = model(
  'res.users',
  { origin: 'odoo', app: 'base' },
  {
    name: char({ readonly: true, required: 'defaulted' }),
    login: char({ required: true }),
    email: char({ readonly: true }),
    lang: openSelection({ readonly: true }),
    partner: many2one('res.partner', { required: 'defaulted' }),
    /** On 17 and 18 includes the groups that were implied when the group was assigned. */
    groups: many2many('res.groups', { as: ['group_ids', 'groups_id'] }),
    /** A learner or customer, not staff. */
    share: boolean({ readonly: true }),
    /** When they last signed in; null: never. */
    loginDate: datetime({ readonly: true }),
    active: boolean(),
  },
)

/** An eLearning course. */
export const Channel = model(
  'slide.channel',
  { origin: 'odoo', app: 'website_slides' },
  {
    name: char({ required: true }),
    active: boolean(),
    isPublished: boolean(),
    channelType: selection(['training', 'documentation'], { required: 'defaulted' }),
    /** `payment`: for sale (website_sale_slides). */
    enroll: selection(['public', 'invite', 'payment'], { required: 'defaulted' }),
    visibility: selection(['public', 'connected', 'members', 'link'], { required: 'defaulted' }),
    /** Number of published, active contents without sections. */
    totalSlides: integer({ readonly: true }),
    /**
     * Mean of its published ratings, 1 to 5 stars; 0: none. Computed when read, for internal users
     * only.
     */
    ratingAvg: float({ readonly: true, optional: true }),
    ratingCount: integer({ readonly: true, optional: true }),
    /** What somebody should do about it, such as deciding on a learner's request for access. */
    activities: one2many('mail.activity', 'record', { as: 'activity_ids' }),
    /** Contacts who are told of new contents. */
    followers: many2many('res.partner', { as: 'message_partner_ids', readonly: true }),
  },
)

/** A contact's access to a course. Unique by channel and partner, archived rows included. */
export const Membership = model(
  'slide.channel.partner',
  { origin: 'odoo', app: 'website_slides' },
  {
    channel: many2one('slide.channel', { required: true }),
    partner: many2one('res.partner', { required: true }),
    /** Whole percent. */
    completion: integer(),
    completedSlidesCount: integer(),
    /** `completed` is final: later changes of the course do not revert it. */
    memberStatus: selection(['invited', 'joined', 'ongoing', 'completed'], { required: 'defaulted' }),
    /**
     * The learner's personal way into the course: to sign-up for a contact without a user, else to
     * the login. Computed when read; its host is Odoo's own idea of its address.
     */
    invitationLink: char({ readonly: true }),
    active: boolean(),
  },
)

/** A content of a course, or a section (`isCategory`). */
export const Slide = model(
  'slide.slide',
  { origin: 'odoo', app: 'website_slides' },
  {
    name: char({ required: true }),
    channel: many2one('slide.channel', { required: true }),
    active: boolean(),
    isPublished: boolean(),
    isCategory: boolean(),
    slideCategory: selection(['infographic', 'article', 'document', 'video', 'quiz', 'certification'], {
      required: 'defaulted',
    }),
    sequence: integer(),
    /** Set on a certification. */
    survey: many2one('survey.survey', { optional: true }),
  },
)

/** A learner's progress on a content. The row appears at the first view, not at completion. */
export const SlideProgress = model(
  'slide.slide.partner',
  { origin: 'odoo', app: 'website_slides' },
  {
    slide: many2one('slide.slide', { required: true }),
    channel: many2one('slide.channel', { readonly: true }),
    partner: many2one('res.partner', { required: true }),
    completed: boolean(),
    quizAttemptsCount: integer(),
  },
)

/** A survey. Certifications belong to a content of a course. */
export const Survey = model(
  'survey.survey',
  { origin: 'odoo', app: 'survey', optional: true },
  {
    title: char({ required: true }),
    active: boolean(),
    certification: boolean(),
    /** Percent from which an attempt counts as passed. */
    scoringSuccessMin: float(),
  },
)

/** One attempt at a survey. Passed means `scoringSuccess`, `state` is `done` and no `testEntry`. */
export const SurveyAttempt = model(
  'survey.user_input',
  { origin: 'odoo', app: 'survey', optional: true },
  {
    survey: many2one('survey.survey', { required: true }),
    partner: many2one('res.partner'),
    slide: many2one('slide.slide', { optional: true }),
    state: selection(['new', 'in_progress', 'done']),
    testEntry: boolean(),
    /** Percent. */
    scoringPercentage: float({ readonly: true }),
    /** True as soon as the answers suffice, even before the attempt is done. */
    scoringSuccess: boolean({ readonly: true }),
    endDatetime: datetime(),
  },
)
