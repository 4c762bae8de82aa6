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
 * Automation rules by which Odoo calls us when a record changes that the sync cares about. The call is a hint and says only which record:
 * its body holds nothing about people, and what is lost on the way is found by the sweep.
 *
 * One rule for each model, set off by named fields, so that one finished lesson is one call. Never by `completion` of a membership: publishing
 * a content in a course of 5,000 learners changes it 5,000 times, and Odoo would make 5,000 calls, one after the other, in that one request.
 */
const WATCHED: readonly Watched[] = [
  // A row appears with the first look at a content; only a finished one is news.
  watch(SlideProgress, ['completed'], [['completed', '=', true]]),
  watch(Membership, ['memberStatus', 'active']),
  // Points are given from the first answer on; a trial of the author counts for nobody.
  watch(
    SurveyAttempt,
    ['state', 'scoringSuccess'],
    [
      ['state', '=', 'done'],
      ['testEntry', '=', false],
    ],
  ),
  watch(Student, ['email', 'birthDate', 'englishLevel', 'hasCertificate', 'state', 'assignedAgent']),
  watch(CourseSession, ['state', 'attendanceStatus', 'sessionTopic', 'student']),
  watch(HomeworkAttempt, ['state', 'grade', 'maxGrade', 'homeworkTitle', 'student']),
  watch(DocumentRequest, ['state', 'isMandatory']),
  watch(TrainingProgram, ['status']),
  watch(CourseIntegration, [
    'status',
    'elearningCourse',
    'trainingProgram',
    'autoEnrollEligible',
    'completionThreshold',
    'minElearningProgress',
    'minSessionsRequired',
    'minHomeworkRequired',
  ]),
  watch(AssessmentIntegration, [
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

interface Watched {
  readonly model: Model
  /** A change of any of them is news; so is a new record. */
  readonly fields: readonly string[]
  /** Only of records that match afterwards. */
  readonly where: Domain<Model>
}

function watch<M extends Model>(model: M, fields: readonly FieldName<M>[], where?: Domain<M>): Watched
function watch(model: Model, fields: readonly string[], where: Domain<Model> = []): Watched {
  return { model, fields, where }
}

/** None without Odoo's app for them, and none before it is known where we are to be called. */
export function automationBatches(situation: ServerState): readonly Batch[] {
  const { hookAddress, modules } = situation
  if (hookAddress === null || !modules.has(APPS.automation)) return []
  const watched = WATCHED.map((one) => ({ ...one, names: namesOf(situation, one.model) })).filter(
    ({ model }) => canBeWatched(situation, model),
  )
  return [
    { title: 'Automation rules', resources: watched.map(rule) },
    { title: 'Webhooks', resources: watched.map(({ names }) => webhook(names, hookAddress)) },
  ]
}

/** There, or about to be made. */
const canBeWatched = ({ resolve }: ServerState, model: Model) =>
  model.about.origin === 'training' || resolve(model).origin !== 'missing'

const ruleId = ({ technical }: Names) => resourceId('automation', technical)

const rule = ({ names, fields, where }: Watched & { readonly names: Names }): Resource =>
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
    { title: names.technical, words: `calls us on ${fields.map((field) => names.of(field)).join(', ')}` },
  )

const webhook = (names: Names, address: string): Resource =>
  resource(
    ServerAction,
    resourceId('webhook', names.technical),
    {
      // 17 and 18 give every webhook this name, whatever it is given.
      name: 'Send Webhook Notification',
      model: { model: names.technical },
      state: 'webhook',
      usage: 'base_automation',
      automation: { ours: ruleId(names) },
      webhookUrl: address,
      // None: the body names the record and nothing of it.
      webhookFields: [],
    },
    {
      title: names.technical,
      words: 'calls the webhook of the training orchestrator',
      secret: ['webhookUrl'],
    },
  )
