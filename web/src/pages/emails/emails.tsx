import { Button } from '@mantine/core'
import { IconMail } from '@tabler/icons-react'
import { MAIL_KINDS, MAIL_STATES } from '../../../../src/contracts/mail.js'
import { api, read, type Schemas } from '../../api/client.js'
import { useProgramName } from '../../api/programs.js'
import { Choice } from '../../components/choice.js'
import { DataTable } from '../../components/data-table.js'
import { Instant } from '../../components/instant.js'
import { Message } from '../../components/message.js'
import { oneOf } from '../../components/one-of.js'
import { Page } from '../../components/page.js'
import { Paged, usePages } from '../../components/paged.js'
import { useAddress } from '../../components/use-address.js'
import { useHiddenColumns } from '../../components/use-hidden-columns.js'
import { WordChip } from '../../components/words.js'
import { useFormat } from '../../i18n/format.js'
import { useMessages } from '../../i18n/language.js'

type Email = Schemas['Email']

/** The email ledger, newest first. */
export default function Emails() {
  const t = useMessages()
  const texts = t.pages.emails
  const format = useFormat()
  const programName = useProgramName()
  const { valueOf, change } = useAddress()
  const columns = useHiddenColumns('emails')
  const kind = oneOf(MAIL_KINDS, valueOf('kind'))
  const state = oneOf(MAIL_STATES, valueOf('state'))
  const isFiltered = kind !== undefined || state !== undefined
  const emails = usePages<Email>({
    key: ['emails', { kind, state }],
    fetch: async (cursor) => {
      const query = {
        limit: 50,
        ...(kind && { kind }),
        ...(state && { state }),
        ...(cursor !== undefined && { cursor }),
      }
      const page = await read(api.GET('/v1/emails', { params: { query } }))
      return { rows: page.emails, next: page.next }
    },
  })
  return (
    <Page
      title={t.nav.emails}
      actions={
        <>
          <Choice
            label={t.common.kind}
            value={kind ?? ''}
            onChange={(value) => change({ kind: value })}
            options={MAIL_KINDS.map((value) => ({ value, label: t.words.emailKinds[value] }))}
          />
          <Choice
            label={t.common.state}
            value={state ?? ''}
            onChange={(value) => change({ state: value })}
            options={MAIL_STATES.map((value) => ({ value, label: t.words.emailStates[value] }))}
          />
          {isFiltered && (
            <Button variant="default" onClick={() => change({ kind: null, state: null })}>
              {t.common.clear}
            </Button>
          )}
        </>
      }
    >
      {state === 'unknown' && <p className="note">{texts.unknownHint}</p>}
      <Paged
        query={emails}
        empty={
          <Message
            icon={<IconMail />}
            title={isFiltered ? texts.empty : texts.none}
            text={isFiltered ? t.pages.students.emptyText : texts.noneText}
          />
        }
      >
        {(rows) => (
          <DataTable
            label={t.nav.emails}
            rows={rows}
            keyOf={({ id }) => String(id)}
            hrefOf={({ programId, studentId }) => `/applications/${programId}-${studentId}`}
            choice={columns}
            columns={[
              { id: 'kind', title: t.common.kind, cell: ({ kind: of }) => t.words.emailKinds[of] },
              {
                id: 'recipient',
                title: texts.recipient,
                cell: ({ recipient }) => <bdi dir="ltr">{recipient ?? '–'}</bdi>,
              },
              {
                id: 'state',
                title: t.common.state,
                cell: (row) => <WordChip of="emailStates" word={row.state} />,
              },
              {
                id: 'program',
                title: t.common.program,
                wide: true,
                cell: ({ programId }) => <bdi>{programName(programId)}</bdi>,
              },
              {
                id: 'attempts',
                title: texts.attempts,
                numeric: true,
                wide: true,
                cell: ({ attempts }) => format.number(attempts),
              },
              {
                id: 'created',
                title: texts.created,
                wide: true,
                cell: ({ createdAt }) => <Instant at={createdAt} />,
              },
            ]}
          />
        )}
      </Paged>
    </Page>
  )
}
