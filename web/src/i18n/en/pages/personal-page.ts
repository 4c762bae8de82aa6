export const personalPage = {
  title: 'The student’s own page',
  reminders: 'Reminders',
  on: 'On',
  off: 'Switched off by the student',
  language: 'Language of emails',
  notChosen: 'As in Odoo',
  linkedAt: 'Links valid since',
  revoke: 'Close old links',
  revokeText:
    'All links to the student’s page that have been emailed so far stop working. The next email has a new one.',
}
