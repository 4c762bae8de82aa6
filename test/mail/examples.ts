import type { MailLanguage } from '../../src/contracts/mail.js'
import { instruct, say } from '../../src/domain/sentences/sentence.js'
import type { MailBody, MailContent } from '../../src/mail/mail-content.js'

const TO_STAFF: readonly MailBody['kind'][] = ['review_request', 'digest', 'report']

const courseUrl = 'https://odoo.training.example/slides/3/invite?invite_partner_id=7&invite_hash=5b3c'

/**
 * One example of each kind, with Latin names in Arabic text, where writing direction goes wrong.
 */
export const EXAMPLES: readonly MailBody[] = [
  {
    kind: 'welcome',
    courses: ['Office Skills 1', 'Customer Service', 'مهارات التواصل'].map((name, index) => ({
      name,
      url: `https://odoo.training.example/slides/${index + 3}/invite?invite_partner_id=7&invite_hash=5b3c`,
    })),
  },
  { kind: 'milestone', percent: 50, courseUrl },
  { kind: 'reminder', number: 2, of: 3, daysIdle: 14, courseUrl },
  { kind: 'sign_in', number: 2, of: 2, courseUrl },
  { kind: 'completion', course: 'Office Skills 1', courseUrl },
  {
    kind: 'certificate',
    certificateNumber: 'KFT-2026-000042-7',
    verifyUrl: 'https://training.example/v/8c1f0b6a2d',
  },
  {
    kind: 'review_request',
    task: 'eligibility',
    student: 'Amal Al-Harbi',
    reference: '7-4711',
    ...instruct(say('fact_missing'), say('birth_date_missing'), say('complete_or_decide')),
    lastDay: '2026-12-13',
    reminder: 0,
    escalated: false,
    taskUrl: 'https://training.example/app/work/7-4711-enrollment',
  },
  {
    kind: 'digest',
    programs: [
      {
        title: 'Digital Office 2026',
        tasks: [
          { student: 'Amal Al-Harbi', isNew: true, isOverdue: false },
          { student: 'سارة علي', isNew: false, isOverdue: true },
        ].map((task) => ({
          ...task,
          kind: 'eligibility' as const,
          url: 'https://training.example/app/work/7-4711-enrollment',
        })),
      },
    ],
    url: 'https://training.example/app/work',
  },
  {
    kind: 'report',
    title: 'Progress',
    asOf: '2026-12-01 07:00',
    day: '2026-12-01',
    period: { from: '2026-11-01', to: '2026-11-30' },
    isOfOwnStudents: true,
    url: 'https://training.example/app/reports?report=progress',
  },
]

export const exampleContent = (language: MailLanguage, body: MailBody): MailContent => ({
  language,
  recipient: TO_STAFF.includes(body.kind)
    ? 'Huda Nasser'
    : language === 'ar'
      ? 'أمل الحربي'
      : 'Amal Al-Harbi',
  program: 'Digital Office 2026',
  organization: language === 'ar' ? 'مركز خليفة للتدريب' : 'Khalifa Training Centre',
  personalPage: TO_STAFF.includes(body.kind)
    ? null
    : 'https://training.example/my/TtGyQb1nq1v0C8mC2n4u7Jb9wX3d5f7h9j1l3n5p7r9t1v3x5z7B9D1F3H5J7L9N',
  body,
})
