/**
 * ICU messages. `<n>…</n>` marks a number, or another run of Latin text, that must keep its own
 * direction. Names of people, programs and courses are always isolated.
 */
export const en = {
  common: {
    greeting: '{named, select, yes {Hello {name},} other {Hello,}}',
    regards: 'Kind regards,',
    footer: 'You are receiving this email because you are enrolled in {program}. It was sent automatically.',
    page: 'Your personal page, with your progress, certificates and settings',
  },
  welcome: {
    subject: 'Welcome to {program}',
    preheader: 'Your courses are open. You can start today.',
    heading: 'Welcome to {program}',
    intro:
      'You are enrolled. {count, plural, =0 {} one {One course is open to you:} other {<n>#</n> courses are open to you:}}',
    next: 'You can start today. Your progress counts from the first lesson.',
    button: 'Start the first course',
    links: 'The links are for you alone. On your first visit, you choose a password or log in.',
  },
  milestone: {
    subject: 'You have completed <n>{percent}%</n> of {program}',
    preheader: 'See how far you have come.',
    heading:
      '{percent, plural, =25 {A good start} =50 {You are halfway there} =75 {The finish line is in sight} =100 {You did it} other {You are well on your way}}',
    intro: 'You have completed <n>{percent}%</n> of the requirements of {program}.',
    next: '{percent, plural, =100 {There is nothing left for you to do. We are checking the requirements for your certificate and will email you.} other {Keep going! Your next lesson is waiting for you.}}',
    button: '{percent, plural, =100 {Go to my courses} other {Continue learning}}',
  },
  reminder: {
    subject: 'Your training in {program} is waiting for you',
    preheader: 'One short lesson is enough to get back on track.',
    heading: 'Your training is waiting for you',
    intro:
      'It has been {days, plural, one {<n>#</n> day} other {<n>#</n> days}} since your last activity in {program}.',
    next: 'One short lesson is enough to get back on track.',
    count:
      '{last, select, yes {This is the last reminder.} other {This is reminder <n>{number}</n> of <n>{of}</n>.}}',
    button: 'Continue learning',
    page: 'Your personal page, where you can also switch off reminders',
  },
  sign_in: {
    subject: 'Your course in {program} is open for you',
    preheader: 'Your personal link leads to it.',
    heading: 'Your course is open for you',
    intro: 'You are enrolled in {program}, but you have not signed in yet.',
    next: 'Your personal link leads to the course. If you have no password yet, it lets you choose one.',
    links: 'The link is for you alone, so please do not pass it on.',
    count:
      '{last, select, yes {This is the last reminder.} other {This is reminder <n>{number}</n> of <n>{of}</n>.}}',
    button: 'Open my course',
    page: 'Your personal page, where you can also switch off reminders',
  },
  completion: {
    subject: 'Course completed: {course}',
    preheader: 'Congratulations on completing the course.',
    heading: 'Congratulations',
    intro: 'You have completed the course {course} in the program {program}.',
    next: 'Once you have completed the whole program, we will check the requirements for your certificate and send it to you.',
    button: 'Go to my courses',
  },
  certificate: {
    subject: 'Your certificate: {program}',
    preheader: 'Your certificate is attached.',
    heading: 'Congratulations',
    intro: 'You have successfully completed {program}. Your certificate is attached to this email as a PDF.',
    number: 'Certificate number',
    next: 'Anyone you show it to can verify that it is genuine:',
    button: 'Verify the certificate',
  },
  review_request: {
    subject:
      '{escalated, select, yes {Escalated: } other {}}{reminder, plural, =0 {} other {Reminder <n>#</n>: }}{task, select, eligibility {Eligibility review needed} identity {Choice of contact needed} person {Check of student record needed} enroll {Manual enrollment needed} problem {Correction in Odoo needed} address {Correction of email address needed} certificate {Certificate review needed} other {Task waiting for you}} – {student}',
    preheader: '{program}',
    heading:
      '{task, select, eligibility {Eligibility review needed} identity {Choice of contact needed} person {Check of student record needed} enroll {Manual enrollment needed} problem {Correction in Odoo needed} address {Correction of email address needed} certificate {Certificate review needed} other {Task waiting for you}}',
    intro:
      '{escalated, select, yes {This task was not completed in time, so it has been escalated.} other {{reminder, plural, =0 {This task is waiting for you.} other {This task is still waiting for you.}}}}',
    student: 'Student',
    program: 'Program',
    reference: 'Reference',
    instructions: 'What to do',
    deadline: 'Deadline',
    button: 'Open the task',
    footer:
      'You are receiving this email because you look after students in {program}. It was sent automatically.',
  },
  /** On a schedule, to staff. */
  report: {
    subject: '{report} – {day}',
    preheader: 'The report is attached.',
    heading: '{report}',
    intro: 'The report is attached{own, select, yes {. It is about your students only} other {}}.',
    program: 'Program',
    period: 'Period',
    asOf: 'As of',
    button: 'Open reports',
    footer:
      'You are receiving this email because you are a recipient of this scheduled report. A manager can change that. It was sent automatically.',
  },
  /** One a day to each agent. */
  digest: {
    preheader: 'The tasks of your students, by program.',
    heading: 'Your open tasks',
    subject:
      '{count, plural, one {<n>#</n> task is} other {<n>#</n> tasks are}} waiting for you{overdue, plural, =0 {} other {, <n>#</n> overdue}}',
    intro:
      '{count, plural, one {One task of your students is waiting for you} other {<n>#</n> tasks of your students are waiting for you}}{fresh, plural, =0 {} other {, <n>#</n> of them new}}{overdue, plural, =0 {} other {, <n>#</n> overdue}}.',
    fresh: 'new',
    overdue: 'overdue',
    button: 'Open my tasks',
    footer: 'You receive this email once a day while tasks are open. It was sent automatically.',
  },
  /** Activities in Odoo. Their heading is that of the review request. */
  todo: {
    escalated: 'This task was not completed in time.',
    open: 'Decide in the training app',
    done: '{decision, select, none {This has settled itself: there is nothing left to decide.} other {Decided in the training app: {decision, select, approve {approved} reject {rejected} ask_more {more information is asked for} use_contact {a contact was chosen} create_contact {a new contact is created} enroll {enrolled} skip {continued without it} retry {tried again} issue_anyway {certificate issued anyway} record_again {recorded again} wait {waiting} decline {declined} same_person {the same person} another_person {another person} end {application ended} other {done}}.}}',
  },
} as const

/** Every language has the same messages. */
export type Messages = {
  readonly [Group in keyof typeof en]: { readonly [Key in keyof (typeof en)[Group]]: string }
}
