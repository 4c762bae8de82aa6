import { STAFF_EMAIL_STATES, STAFF_MAIL_KINDS } from '../../../../src/contracts/mail.js'
import { api, read, type Schemas } from '../../api/client.js'
import { useMessages } from '../../i18n/language.js'
import { Ledger } from './ledger.js'

type Email = Schemas['StaffEmail']

/** Digests and scheduled reports. */
export function StaffEmails() {
  const t = useMessages()
  const texts = t.pages.emails
  return (
    <Ledger<Email, Email['kind'], Email['state']>
      to="staff"
      path="/v1/staff-emails"
      kinds={STAFF_MAIL_KINDS}
      states={STAFF_EMAIL_STATES}
      kindWords="staffEmailKinds"
      stateWords="staffEmailStates"
      fetch={(query) => read(api.GET('/v1/staff-emails', { params: { query } }))}
      first={[
        {
          id: 'kind',
          title: t.common.kind,
          cell: ({ kind, report }) =>
            report === null
              ? t.words.staffEmailKinds[kind]
              : `${t.words.staffEmailKinds[kind]}: ${t.pages.reports.names[report]}`,
        },
        {
          id: 'recipient',
          title: texts.recipient,
          cell: ({ reader }) => (reader === null ? texts.mailbox : <bdi>{reader.name ?? reader.id}</bdi>),
        },
      ]}
    />
  )
}
