import type { Odoo } from '../client/client.js'
import { CourseMailTemplates, MailServer, OutgoingMail, SurveyMailTemplates } from '../schema/doctor-models.js'
import type { Model } from '../schema/model.js'
import { Channel, Membership, Slide, SurveyAttempt } from '../schema/index.js'
import { integratedCourses } from './courses.js'
import { counted, note, warning, type FindingDraft } from './finding.js'
import type { Check, CheckContext } from './check-context.js'

/** Odoo sends what waits every hour or oftener. */
const STUCK_AFTER = 2 * 3_600_000

/** Mails that Odoo itself sends, beside ours. */
export const odooMail: Check = {
  name: 'mails of Odoo',
  run: async (patient) => [
    ...(patient.admin ? await queueOf(patient.admin, patient.now()) : [notLookedAt()]),
    ...(await doubledMails(patient)),
  ],
}

const notLookedAt = () =>
  note({
    what: 'Whether Odoo’s own mails get out was not looked at.',
    why: 'Only an administrator may read its mail servers and its queue. The orchestrator’s mails go another way (SMTP_URL).',
    fix: 'Set ODOO_ADMIN_LOGIN and ODOO_ADMIN_PASSWORD and run the doctor again.',
  })

/** What mails to learners are about: invitations, completed courses, new contents, certifications. */
const COURSES: readonly Model[] = [Channel, Membership, Slide, SurveyAttempt]

async function queueOf(admin: Odoo, now: Date): Promise<FindingDraft[]> {
  if ((await admin.resolve(OutgoingMail)).origin === 'missing') return []
  const long = new Date(now.getTime() - STUCK_AFTER).toISOString()
  const stuck = [
    '|',
    ['state', '=', 'exception'],
    '&',
    ['state', '=', 'outgoing'],
    ['createDate', '<', long],
  ] as const
  const [servers, all, learners] = await Promise.all([
    admin
      .resolve(MailServer)
      .then(({ origin }) => (origin === 'missing' ? null : admin.count(MailServer, []))),
    admin.count(OutgoingMail, stuck),
    admin.count(OutgoingMail, [...stuck, ['model', 'in', COURSES.map(({ name }) => name)]]),
  ])
  return queueFindings({ servers, learners, others: all - learners })
}

interface Queue {
  /** Outgoing mail servers in use; null: not known. */
  readonly servers: number | null
  /** Mails that failed, or wait for longer than Odoo should take: about courses and certifications, and about anything else. */
  readonly learners: number
  readonly others: number
}

export function queueFindings({ servers, learners, others }: Queue): FindingDraft[] {
  const none = servers === 0 ? ' No outgoing mail server is set.' : ''
  const fix =
    'Set an outgoing mail server (Settings, Technical, Outgoing Mail Servers), test the connection, and send or delete what is left under Emails.'
  if (learners > 0)
    return [
      warning({
        what: `Odoo’s own mails to learners don’t get out: ${counted(learners, 'mail')} about courses or certifications failed or ${learners === 1 ? 'waits' : 'wait'} for more than two hours.${none}`,
        why: 'Invitations, new contents and results of certifications come from Odoo: learners wait for them. The orchestrator’s own mails go another way (SMTP_URL).',
        fix,
      }),
    ]
  if (others > 0)
    return [
      note({
        what: `${counted(others, 'mail')} of Odoo failed or ${others === 1 ? 'waits' : 'wait'} for more than two hours; none is about courses.${none}`,
        why: 'The orchestrator’s own mails go another way (SMTP_URL); learners may miss passwords of the website.',
        fix,
      }),
    ]
  if (servers !== 0) return []
  return [
    note({
      what: 'Odoo has no outgoing mail server of its own.',
      why: 'It sends by the server of its configuration file, by default one on its own machine. Nothing has failed so far.',
      fix: 'Where that is not meant, set one under Settings, Technical, Outgoing Mail Servers.',
    }),
  ]
}

/** Odoo congratulates by default, too: two mails, and both are right. */
async function doubledMails({ odoo }: CheckContext): Promise<FindingDraft[]> {
  const channels = (await integratedCourses(odoo)).channels.map(({ id }) => id)
  if (channels.length === 0) return []
  return duplicateMailFindings(await completionMails(odoo, channels), await certificationMails(odoo, channels))
}

async function completionMails(odoo: Odoo, channels: readonly number[]): Promise<number> {
  const { fields } = await odoo.resolve(CourseMailTemplates)
  if (fields.completion.origin === 'missing') return 0
  return odoo.count(CourseMailTemplates, [
    ['id', 'in', channels],
    ['completion', '!=', null],
  ])
}

async function certificationMails(odoo: Odoo, channels: readonly number[]): Promise<number> {
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

/** Numbers of integrated courses and of their certifications with a mail of Odoo's. */
export function duplicateMailFindings(completion: number, certification: number): FindingDraft[] {
  return [
    ...(completion > 0
      ? [
          note({
            what: `Odoo itself congratulates who completes ${counted(completion, 'integrated course')}.`,
            why: 'The learner gets two mails: that of Odoo and that of the orchestrator.',
            fix: 'To send only ours, empty “Completion Notification” in the course’s options.',
          }),
        ]
      : []),
    ...(certification > 0
      ? [
          note({
            what: `Odoo itself mails who passes ${counted(certification, 'certification')} of integrated courses.`,
            why: 'That mail carries Odoo’s certificate of the test, which can be taken for the certificate of the program.',
            fix: 'To send only ours, empty “Certified Email Template” in the survey’s options.',
          }),
        ]
      : []),
  ]
}
