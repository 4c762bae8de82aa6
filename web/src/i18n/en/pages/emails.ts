export const emails = {
  empty: 'No email matches',
  none: 'No email has been sent yet',
  noneText: {
    students: 'Welcome emails, reminders and certificates appear here.',
    staff: 'Daily digests and scheduled reports appear here.',
  },
  to: { students: 'To students', staff: 'To staff' },
  mailbox: 'Mailbox for reviews',
  recipient: 'Recipient',
  created: 'Created',
  attempts: 'Attempts',
  unknownHint: {
    students:
      'Outcome unknown: the connection was lost after sending. The email may have arrived; it is not sent again automatically.',
    staff:
      'Outcome unknown: the connection was lost after sending. The email may have arrived; a digest is sent again, a report is not.',
  },
}
