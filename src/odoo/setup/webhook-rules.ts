import type { Domain, FieldName, Model } from '../schema/model.js'
import {
  AssessmentIntegration,
  CourseIntegration,
  CourseSession,
  DocumentRequest,
  HomeworkAttempt,
  Membership,
  SlideProgress,
  Student,
  SurveyAttempt,
  TrainingProgram,
} from '../schema/index.js'
import { Automation, ServerAction } from '../schema/administration.js'
import { APPS } from '../schema/suite.js'
import type { Batch } from './batch.js'
import { resource, resourceId, type Resource } from './resource.js'
import { namesOf, type Names } from './views/names.js'
import { conditionsOf, pythonDomain } from './views/python.js'
import type { ServerState } from './server-state.js'

/**
 * Webhook rules: automation rules of Odoo that call us when a tracked record changes. The call is a
 * hint. Its body only says which record changed and contains nothing about people. Hints are stored
 * (src/webhooks/) and not acted upon yet: the sweep finds every change with or without them.
 *
 * One rule per model, triggered by named fields, so that one finished lesson is one call. Never by
 * `completion` of a membership: publishing a content in a course of 5,000 learners changes it 5,000
 * times, and Odoo would make 5,000 calls, one after another, in that one request.
 */
const TRACKED_MODELS: readonly TrackedModel[] = [
  // A row appears when a learner first opens a content. Only a completed one matters.
  track(SlideProgress, ['completed'], [['completed', '=', true]]),
  track(Membership, ['memberStatus', 'active']),
  // The score changes with every response. Test entries of the author do not count.
  track(
    SurveyAttempt,
    ['state', 'scoringSuccess'],
    [
      ['state', '=', 'done'],
      ['testEntry', '=', false],
    ],
  ),
  track(Student, ['email', 'birthDate', 'englishLevel', 'hasCertificate', 'state', 'assignedAgent']),
  track(CourseSession, ['state', 'attendanceStatus', 'sessionTopic', 'student']),
  track(HomeworkAttempt, ['state', 'grade', 'maxGrade', 'homeworkTitle', 'student']),
  track(DocumentRequest, ['state', 'isMandatory']),
  track(TrainingProgram, ['status']),
  track(CourseIntegration, [
    'status',
    'elearningCourse',
    'trainingProgram',
    'autoEnrollEligible',
    'completionThreshold',
    'minElearningProgress',
    'minSessionsRequired',
    'minHomeworkRequired',
  ]),
  track(AssessmentIntegration, [
    'courseIntegration',
    'kind',
    'survey',
    'slide',
    'homeworkTitle',
    'sessionTopic',
    'weight',
    'minimumScore',
    'mandatory',
    'active',
  ]),
]

interface TrackedModel {
  readonly model: Model
  /** A change of any of these fields triggers the rule; so does a new record. */
  readonly fields: readonly string[]
  /** Only for records that match after the change. */
  readonly where: Domain<Model>
}

function track<M extends Model>(model: M, fields: readonly FieldName<M>[], where?: Domain<M>): TrackedModel
function track(model: Model, fields: readonly string[], where: Domain<Model> = []): TrackedModel {
  return { model, fields, where }
}

/** Returns no rules without Odoo's app for them, or when they were not requested. */
export function webhookRuleBatches(server: ServerState): readonly Batch[] {
  const { webhookAddress, modules } = server
  if (webhookAddress === null || !modules.has(APPS.automation)) return []
  const tracked = TRACKED_MODELS.map((one) => ({ ...one, names: namesOf(server, one.model) })).filter(
    ({ model }) => isAvailable(server, model),
  )
  return [
    { title: 'Webhook rules', resources: tracked.map(rule) },
    { title: 'Webhooks', resources: tracked.map(({ names }) => webhook(names, webhookAddress)) },
  ]
}

/** The model is on the server, or setup makes it. */
const isAvailable = ({ resolve }: ServerState, model: Model) =>
  model.about.origin === 'training' || resolve(model).origin !== 'missing'

const ruleId = ({ technical }: Names) => resourceId('automation', technical)

const rule = ({ names, fields, where }: TrackedModel & { readonly names: Names }): Resource =>
  resource(
    Automation,
    ruleId(names),
    {
      name: `Training orchestrator: ${names.technical}`,
      model: { model: names.technical },
      trigger: 'on_create_or_write',
      triggerFields: fields
        .filter((field) => names.has(field))
        .map((field) => ({ field: [names.technical, names.of(field)] as const })),
      filterDomain: pythonDomain(conditionsOf(names, where)),
      active: true,
    },
    {
      title: names.technical,
      description: `calls us when one of these fields changes: ${fields.map((field) => names.of(field)).join(', ')}`,
    },
  )

const webhook = (names: Names, address: string): Resource =>
  resource(
    ServerAction,
    resourceId('webhook', names.technical),
    {
      // Odoo 17 and 18 always store this name, whatever is written.
      name: 'Send Webhook Notification',
      model: { model: names.technical },
      state: 'webhook',
      usage: 'base_automation',
      automation: { ours: ruleId(names) },
      webhookUrl: address,
      // None: the body names the record and contains no values.
      webhookFields: [],
    },
    {
      title: names.technical,
      description: 'calls the webhook of the training orchestrator',
      secret: ['webhookUrl'],
    },
  )
