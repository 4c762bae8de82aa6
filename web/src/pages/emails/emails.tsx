import { MAIL_KINDS, MAIL_STATES } from '../../../../src/contracts/mail.js'
import { api, read, type Schemas } from '../../api/client.js'
import { useProgramName } from '../../api/programs.js'
import { useAddress } from '../../components/use-address.js'
import { useMessages } from '../../i18n/language.js'
import { Ledger } from './ledger.js'
import { StaffEmails } from './staff-emails.js'

type Email = Schemas['Email']

/** The ledgers of emails. */
export default function Emails() {
  const { valueOf } = useAddress()
  return valueOf('to') === 'staff' ? <StaffEmails /> : <StudentEmails />
}

/** Emails about applications. */
function StudentEmails() {
  const t = useMessages()
  const programName = useProgramName()
  return (
    <Ledger<Email, Email['kind'], Email['state']>
      to="students"
      path="/v1/emails"
      kinds={MAIL_KINDS}
      states={MAIL_STATES}
      kindWords="emailKinds"
      stateWords="emailStates"
      fetch={(query) => read(api.GET('/v1/emails', { params: { query } }))}
      hrefOf={({ programId, studentId }) => `/applications/${programId}-${studentId}`}
      first={[
        { id: 'kind', title: t.common.kind, cell: ({ kind }) => t.words.emailKinds[kind] },
        {
          id: 'recipient',
          title: t.pages.emails.recipient,
          cell: ({ recipient }) => (
            <bdi dir="ltr" className="address">
              {recipient ?? '–'}
            </bdi>
          ),
        },
      ]}
      further={[
        {
          id: 'program',
          title: t.common.program,
          wide: true,
          cell: ({ programId }) => <bdi>{programName(programId)}</bdi>,
        },
      ]}
    />
  )
}
