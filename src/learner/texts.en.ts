/** ICU messages of a learner's page, as in `src/mail/messages.en.ts`. */
export const en = {
  title: 'Your training',
  hello: 'Hello {name}',
  saved: 'Your choice is saved.',
  empty: 'There is no application yet. When there is one, you will see here where it stands.',
  progress: 'Your progress: <n>{percent}%</n>',
  asOf: 'As of {date}',
  courses: 'Courses',
  openCourses: 'Open my courses',
  completed: 'Completed',
  notOpen: 'Not open to you yet',
  coursePercent: '<n>{percent}%</n> (<n>{threshold}%</n> needed)',
  part: '{part, select, elearning {Lessons} sessions {Sessions} homework {Homework} other {Assessments}}: <n>{percent}%</n>',
  missing: 'What is missing',
  signIn:
    'You have not signed in yet. Use the link to your course in our email; if you have no password yet, it lets you choose one.',
  fact: '{criterion, select, age {Your date of birth} english_level {Your level of English} other {A detail of your application}}',
  document:
    'Document: {type, select, passport {passport} id_card {ID card} birth_certificate {birth certificate} education_certificate {education certificate} work_experience {proof of work experience} language_certificate {language certificate} medical_certificate {medical certificate} financial_document {financial document} other {further document}}. It is not approved yet.',
  requirement:
    '{criterion, select, completed {Course not completed yet} overall {Overall progress too low} elearning {Lessons missing} sessions {Sessions missing} homework {Homework missing} assessment {An assessment is open} other {A requirement is not met yet}}{inCourse, select, yes {: {course}} other {}}',
  askAbout: 'If you do not know how to go on, ask {who}.',
  certificates: 'Certificates',
  certificate: 'Certificate <n>{number}</n>',
  issuedOn: 'issued on {date}',
  validUntil: 'valid until {date}',
  certificateState:
    '{state, select, valid {Valid} expired {Expired} revoked {Revoked} superseded {Replaced by a newer one} other {No longer in the register}}',
  download: 'Download (PDF)',
  verify: 'Verification page, to pass on',
  contact: 'Whom to ask',
  contactAgent: 'Your contact person is {name}:',
  contactCenter: 'Write to {organization}:',
  settings: 'Settings',
  language: 'Language of this page and of our emails',
  english: 'English',
  arabic: 'العربية',
  reminders: 'Reminders',
  remindersOn: 'We remind you by email when you have not learned for a while.',
  remindersOff:
    'You have switched off reminders. Important emails, such as your certificate, still reach you.',
  switchOff: 'Switch off reminders',
  switchOn: 'Switch on reminders',
  private: 'This page is for you alone: whoever has its address can see it. Do not pass it on.',
  standings: {
    received: 'We have received your application.',
    in_review: 'We are checking your application. You do not have to wait here: we will write to you.',
    being_arranged: 'We are arranging your enrollment. We will write to you as soon as you can start.',
    ready: 'Your courses are open. You can start at any time.',
    learning: 'You are in training.',
    overdue: 'The time planned for this training is over. Your contact person will tell you how to go on.',
    paused: 'Your training is paused. No deadline is running.',
    certificate_check:
      'You have completed your courses. We are checking the requirements for your certificate.',
    certified: 'You have completed the program. Congratulations!',
    not_admitted: 'Your application was not accepted.',
    not_certified: 'The training has ended without a certificate.',
    withdrawn: 'You have left the program.',
    closed: 'This application is closed.',
  },
} as const

/** Every language has the same messages. */
export type LearnerTexts = {
  readonly [Key in keyof typeof en]: (typeof en)[Key] extends string
    ? string
    : { readonly [Inner in keyof (typeof en)[Key]]: string }
}
