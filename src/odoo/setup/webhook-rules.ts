import type { Domain, FieldName, Model } from '../schema/model.js'
import {
  AssessmentIntegration,
  Certificate,
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
import {
  ASSESSMENT_FIELDS,
  ATTEMPT_FIELDS,
  DOCUMENT_FIELDS,
  HOMEWORK_FIELDS,
  INTEGRATION_FIELDS,
  MEMBERSHIP_FIELDS,
  PROGRAM_FIELDS,
  SESSION_FIELDS,
  STUDENT_FIELDS,
} from '../schema/tracked-fields.js'
import { Automation, ServerAction } from '../schema/administration.js'
import { APPS } from '../schema/suite.js'
import type { Batch } from './batch.js'
import { resource, resourceId, type Resource } from './resource.js'
import { namesOf, type Names } from './views/names.js'
import { conditionsOf, pythonDomain } from './views/python.js'
import type { ServerState } from './server-state.js'

/**
 * Webhook rules: automation rules of Odoo that call us when a tracked record changes. The call is a
 * hint. Its body only says which record changed and contains nothing about people. The sync then
 * reads the record's student again (src/webhooks/README.md).
 *
 * One rule per model, triggered by the tracked fields, so that one finished lesson is one call.
 * Trackers have none: we write them ourselves all day.
 */
const TRACKED_MODELS: readonly TrackedModel[] = [
  // A row appears when a learner first opens a content. Only a completed one matters.
  track(SlideProgress, ['completed'], [['completed', '=', true]]),
  // Never by the numbers: publishing a content in a course of 5,000 learners changes them 5,000
  // times, and Odoo would make 5,000 calls, one after another, in that one request.
  track(Membership, except(MEMBERSHIP_FIELDS, 'completion', 'completedSlidesCount')),
  // The score changes with every response. Test entries of the author do not count.
  track(SurveyAttempt, except(ATTEMPT_FIELDS, 'scoringPercentage', 'testEntry'), [
    ['state', '=', 'done'],
    ['testEntry', '=', false],
  ]),
  // We link the contact ourselves. The creation of a record calls us anyway.
  track(Student, except(STUDENT_FIELDS, 'partner', 'createDate')),
  track(CourseSession, except(SESSION_FIELDS)),
  track(HomeworkAttempt, except(HOMEWORK_FIELDS)),
  track(DocumentRequest, except(DOCUMENT_FIELDS)),
  track(Certificate, ['state'], [['orchestratorKey', '!=', null]]),
  track(TrainingProgram, except(PROGRAM_FIELDS)),
  track(CourseIntegration, except(INTEGRATION_FIELDS)),
  track(AssessmentIntegration, [...ASSESSMENT_FIELDS, 'active']),
]

/** Tracked fields that trigger the rule. The write date changes with each of them. */
function except<F extends string, Left extends F>(
  fields: readonly F[],
  ...left: readonly Left[]
): Exclude<F, Left | 'writeDate'>[] {
  const omitted: readonly string[] = ['writeDate', ...left]
  return fields.filter((field): field is Exclude<F, Left | 'writeDate'> => !omitted.includes(field))
}

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
