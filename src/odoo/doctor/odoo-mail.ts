import type { Odoo } from '../client/client.js'
import {
  CourseMailTemplates,
  MailServer,
  OutgoingMail,
  SurveyMailTemplates,
} from '../schema/doctor-models.js'
import type { Model } from '../schema/model.js'
import { Channel, Membership, Slide, SurveyAttempt } from '../schema/index.js'
import { integratedCourses } from './courses.js'
import { counted, note, USE_ADMIN_LOGIN, warning, type FindingDraft } from './finding.js'
import type { Check, CheckContext } from './check-context.js'

/** Odoo sends queued emails at least every hour. */
const STUCK_AFTER_MS = 2 * 3_600_000

/** Emails that Odoo itself sends. */
export const odooMail: Check = {
  name: 'Odoo emails',
  run: async (context) => [
    ...(context.admin ? await checkQueue(context.admin, context.now()) : [notChecked()]),
    ...(await checkDuplicateMails(context)),
  ],
}

const notChecked = () =>
  note({
    what: 'Delivery of Odoo’s own emails was not checked.',
    why: 'Only an administrator may read its mail servers and its queue. The orchestrator sends its own emails separately (SMTP_URL).',
    fix: USE_ADMIN_LOGIN,
  })

/** Subjects of emails to learners: invitations, completed courses, new contents, certifications. */
const LEARNER_MODELS: readonly Model[] = [Channel, Membership, Slide, SurveyAttempt]

async function checkQueue(admin: Odoo, now: Date): Promise<FindingDraft[]> {
  if ((await admin.resolve(OutgoingMail)).origin === 'missing') return []
  const limit = new Date(now.getTime() - STUCK_AFTER_MS).toISOString()
  const stuck = [
    '|',
    ['state', '=', 'exception'],
    '&',
    ['state', '=', 'outgoing'],
    ['createDate', '<', limit],
  ] as const
  const [servers, total, learners] = await Promise.all([
    admin
      .resolve(MailServer)
      .then(({ origin }) => (origin === 'missing' ? null : admin.count(MailServer, []))),
    admin.count(OutgoingMail, stuck),
    admin.count(OutgoingMail, [...stuck, ['model', 'in', LEARNER_MODELS.map(({ name }) => name)]]),
  ])
  return queueFindings({ servers, learners, others: total - learners })
}

interface QueueFacts {
  /** Number of active outgoing mail servers. Null: not known. */
  readonly servers: number | null
  /** Stuck emails (failed, or queued for too long) about courses and certifications. */
  readonly learners: number
  /** Stuck emails about anything else. */
  readonly others: number
}

export function queueFindings({ servers, learners, others }: QueueFacts): FindingDraft[] {
  const noServer = servers === 0 ? ' No outgoing mail server is configured.' : ''
  const fix =
    'Configure an outgoing mail server (Settings, Technical, Outgoing Mail Servers), test the connection, and send or delete the remaining emails under Emails.'
  if (learners > 0)
    return [
      warning({
        what: `Odoo’s own emails to learners are not being sent: ${counted(learners, 'email')} about courses or certifications failed or ${learners === 1 ? 'has' : 'have'} been waiting for more than two hours.${noServer}`,
        why: 'Odoo sends invitations, news of contents and results of certifications; learners do not get them. The orchestrator sends its own emails separately (SMTP_URL).',
        fix,
      }),
    ]
  if (others > 0)
    return [
      note({
        what: `${counted(others, 'email')} of Odoo failed or ${others === 1 ? 'has' : 'have'} been waiting for more than two hours; none is about courses.${noServer}`,
        why: 'Learners may not get passwords for the website. The orchestrator sends its own emails separately (SMTP_URL).',
        fix,
      }),
    ]
  if (servers !== 0) return []
  return [
    note({
      what: 'Odoo has no outgoing mail server of its own.',
      why: 'It uses the server in its configuration file, by default one on its own machine. Nothing has failed so far.',
      fix: 'If this is not intended, configure one under Settings, Technical, Outgoing Mail Servers.',
    }),
  ]
}

/** By default Odoo congratulates learners as well, so they get two correct emails. */
async function checkDuplicateMails({ odoo }: CheckContext): Promise<FindingDraft[]> {
  const channels = (await integratedCourses(odoo)).channels.map(({ id }) => id)
  if (channels.length === 0) return []
  return duplicateMailFindings(
    await countCompletionMails(odoo, channels),
    await countCertificationMails(odoo, channels),
  )
}

async function countCompletionMails(odoo: Odoo, channels: readonly number[]): Promise<number> {
  const { fields } = await odoo.resolve(CourseMailTemplates)
  if (fields.completion.origin === 'missing') return 0
  return odoo.count(CourseMailTemplates, [
    ['id', 'in', channels],
    ['completion', '!=', null],
  ])
}

async function countCertificationMails(odoo: Odoo, channels: readonly number[]): Promise<number> {
  const { fields } = await odoo.resolve(SurveyMailTemplates)
  if (fields.certification.origin === 'missing') return 0
  const slides = await odoo.searchRead(
    Slide,
    [
      ['channel', 'in', channels],
      ['slideCategory', '=', 'certification'],
    ],
    ['survey'],
  )
  return odoo.count(SurveyMailTemplates, [
    ['id', 'in', slides.flatMap(({ survey }) => survey ?? [])],
    ['certification', '!=', null],
  ])
}

/** The numbers of integrated courses and of their certifications for which Odoo sends an email. */
export function duplicateMailFindings(completion: number, certification: number): FindingDraft[] {
  return [
    ...(completion > 0
      ? [
          note({
            what: `Odoo itself congratulates learners who complete ${counted(completion, 'integrated course')}.`,
            why: 'Learners get two emails: one from Odoo and one from the orchestrator.',
            fix: 'To send only the orchestrator’s, clear “Completion Notification” in the course’s options.',
          }),
        ]
      : []),
    ...(certification > 0
      ? [
          note({
            what: `Odoo itself emails learners who pass ${counted(certification, 'certification')} of integrated courses.`,
            why: 'That email contains Odoo’s certificate of the exam, which learners may mistake for the certificate of the program.',
            fix: 'To send only the orchestrator’s, clear “Certified Email Template” in the survey’s options.',
          }),
        ]
      : []),
  ]
}
