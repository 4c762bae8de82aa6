/**
 * ICU messages. `<n>…</n>` marks a number (or another run of Latin text) that must keep its own direction; names of people,
 * programs and courses are isolated wherever they are filled in.
 */
export const en = {
  common: {
    greeting: '{named, select, yes {Hello {name},} other {Hello,}}',
    regards: 'Kind regards,',
    footer: 'You receive this message because you are enrolled in {program}. It was sent automatically.',
  },
  welcome: {
    subject: 'Welcome to {program}',
    preheader: 'Your courses are open. You can begin today.',
    heading: 'Welcome to {program}',
    intro:
      'You are enrolled. {count, plural, =0 {} one {One course is open for you:} other {<n>#</n> courses are open for you:}}',
    next: 'You can begin today. Your progress counts from the first lesson on.',
    button: 'Open my courses',
  },
  milestone: {
    subject: 'You have reached <n>{percent}%</n> of {program}',
    preheader: 'See where you stand in your training.',
    heading:
      '{percent, plural, =25 {A good start} =50 {Halfway there} =75 {The end is in sight} =100 {All done} other {Well on your way}}',
    intro: 'You have completed <n>{percent}%</n> of what {program} asks for.',
    next: '{percent, plural, =100 {There is nothing left to do. We check the requirements of your certificate and write to you.} other {Keep going: your next lesson is waiting for you.}}',
    button: '{percent, plural, =100 {Open my courses} other {Continue learning}}',
  },
  reminder: {
    subject: 'Your training in {program} is waiting for you',
    preheader: 'One short lesson is enough to be back on track.',
    heading: 'Your training is waiting for you',
    intro: 'We have not seen you in {program} for {days, plural, one {<n>#</n> day} other {<n>#</n> days}}.',
    next: 'One short lesson is enough to be back on track.',
    count:
      '{last, select, yes {This is the last reminder.} other {This is reminder <n>{number}</n> of <n>{of}</n>.}}',
    button: 'Continue learning',
  },
  completion: {
    subject: 'Course completed: {course}',
    preheader: 'Congratulations on completing the course.',
    heading: 'Congratulations',
    intro: 'You have completed the course {course} of the program {program}.',
    next: 'When everything that the program asks for is complete, we check the requirements of your certificate and send it to you.',
    button: 'Open my courses',
  },
  certificate: {
    subject: 'Your certificate: {program}',
    preheader: 'Your certificate is attached.',
    heading: 'Congratulations',
    intro:
      'You have successfully completed {program}. Your certificate is attached to this message as a PDF.',
    number: 'Certificate number',
    next: 'Anyone you show the certificate to can check that it is genuine:',
    button: 'Verify the certificate',
  },
  review_request: {
    subject:
      '{escalated, select, yes {Escalated: } other {}}{reminder, plural, =0 {} other {Reminder <n>#</n>: }}{task, select, eligibility {Eligibility to be reviewed} identity {Contact to be chosen} enroll {Courses to be enrolled by an agent} problem {Data to be corrected in Odoo} address {E-mail address to be corrected} certificate {Certificate to be reviewed} other {A case needs you}} – {student}',
    preheader: '{program}',
    heading:
      '{task, select, eligibility {Eligibility to be reviewed} identity {Contact to be chosen} enroll {Courses to be enrolled by an agent} problem {Data to be corrected in Odoo} address {E-mail address to be corrected} certificate {Certificate to be reviewed} other {A case needs you}}',
    intro:
      '{escalated, select, yes {Nobody has decided this case in time, so it has been escalated.} other {{reminder, plural, =0 {This case waits for you.} other {This case still waits for you.}}}}',
    student: 'Student',
    program: 'Program',
    reference: 'Reference',
    instructions: 'What to do',
    deadline: 'Deadline',
    button: 'Open the review list',
    footer:
      'You receive this message because you look after students of {program}. It was sent automatically.',
  },
} as const

/** Every language has the same messages. */
export type Messages = {
  readonly [Group in keyof typeof en]: { readonly [Key in keyof (typeof en)[Group]]: string }
}
