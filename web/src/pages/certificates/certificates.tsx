import { Button, Group, TextInput } from '@mantine/core'
import { IconCertificate } from '@tabler/icons-react'
import { useState } from 'react'
import { api, read, type Schemas } from '../../api/client.js'
import { usePrograms, useProgramName } from '../../api/programs.js'
import { Choice } from '../../components/choice.js'
import { DataTable } from '../../components/data-table.js'
import { Instant } from '../../components/instant.js'
import { Message } from '../../components/message.js'
import { OutsideLink } from '../../components/outside-link.js'
import { Page } from '../../components/page.js'
import { Paged, usePages } from '../../components/paged.js'
import { StudentName } from '../../components/student-name.js'
import { useAddress } from '../../components/use-address.js'
import { useHiddenColumns } from '../../components/use-hidden-columns.js'
import { WordChip } from '../../components/words.js'
import { useMessages } from '../../i18n/language.js'

/** Issued certificates, newest first. */
export default function Certificates() {
  const t = useMessages()
  const texts = t.pages.certificates
  const { valueOf, change } = useAddress()
  const columns = useHiddenColumns('certificates')
  const programs = usePrograms()
  const programName = useProgramName()
  const program = valueOf('program')
  const number = valueOf('number')
  const [typed, setTyped] = useState(number)
  const isFiltered = program !== '' || number !== ''
  const certificates = usePages<Schemas['CertificateRow']>({
    key: ['certificates', { program, number }],
    fetch: async (cursor) => {
      const query = {
        limit: 50,
        ...(program && { program: Number(program) }),
        ...(number && { number }),
        ...(cursor !== undefined && { cursor }),
      }
      const page = await read(api.GET('/v1/certificates', { params: { query } }))
      return { rows: page.certificates, next: page.next }
    },
  })
  return (
    <Page
      title={t.nav.certificates}
      actions={
        <form
          onSubmit={(event) => {
            event.preventDefault()
            change({ number: typed.trim().toUpperCase() })
          }}
        >
          <Group gap="xs">
            <Choice
              label={t.common.program}
              value={program}
              onChange={(value) => change({ program: value })}
              options={(programs.data?.programs ?? []).map(({ id }) => ({
                value: String(id),
                label: programName(id),
              }))}
            />
            <TextInput
              type="search"
              size="xs"
              aria-label={texts.search}
              placeholder={texts.search}
              value={typed}
              onChange={({ currentTarget }) => setTyped(currentTarget.value)}
              dir="ltr"
            />
            {isFiltered && (
              <Button
                variant="default"
                onClick={() => {
                  setTyped('')
                  change({ program: null, number: null })
                }}
              >
                {t.common.clear}
              </Button>
            )}
          </Group>
        </form>
      }
    >
      <Paged
        query={certificates}
        empty={
          <Message
            icon={<IconCertificate />}
            title={isFiltered ? texts.empty : texts.none}
            text={isFiltered ? texts.emptyText : texts.noneText}
          />
        }
      >
        {(rows) => (
          <DataTable
            label={t.nav.certificates}
            rows={rows}
            keyOf={(row) => row.number}
            hrefOf={(row) => `/certificates/${row.number}`}
            choice={columns}
            columns={[
              { id: 'number', title: texts.number, cell: (row) => <bdi dir="ltr">{row.number}</bdi> },
              { id: 'student', title: t.common.student, cell: (row) => <StudentName of={row} /> },
              {
                id: 'program',
                title: t.common.program,
                wide: true,
                cell: (row) => <bdi>{row.programName}</bdi>,
              },
              {
                id: 'state',
                title: t.common.state,
                cell: (row) => <WordChip of="certificateStates" word={row.state} />,
              },
              {
                id: 'issued',
                title: texts.issued,
                wide: true,
                cell: (row) => <Instant at={row.issuedAt} style="day" />,
              },
              {
                id: 'valid',
                title: texts.validUntil,
                wide: true,
                cell: (row) => (row.validUntil ? <Instant at={row.validUntil} style="day" /> : texts.noEnd),
              },
              {
                id: 'pdf',
                title: texts.pdf,
                wide: true,
                cell: (row) => <OutsideLink href={row.links.pdf} text={texts.pdf} />,
              },
            ]}
          />
        )}
      </Paged>
    </Page>
  )
}
