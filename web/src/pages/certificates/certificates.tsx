import { TextInput } from '@mantine/core'
import { IconCertificate, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { api, read, type Schemas } from '../../api/client.js'
import { DataTable } from '../../components/data-table.js'
import { Filters } from '../../components/filters.js'
import { Instant } from '../../components/instant.js'
import { ListExport } from '../../components/list-export.js'
import { Message } from '../../components/message.js'
import { OutsideLink } from '../../components/outside-link.js'
import { Page } from '../../components/page.js'
import { Paged, usePages } from '../../components/paged.js'
import { ProgramChoice } from '../../components/program-choice.js'
import { useAddress } from '../../components/use-address.js'
import { useHiddenColumns } from '../../components/use-hidden-columns.js'
import { WordChip } from '../../components/words.js'
import { useLanguage } from '../../i18n/language.js'
import { useTitle } from '../../i18n/title.js'

/** Issued certificates, newest first. */
export default function Certificates() {
  const { messages: t, language } = useLanguage()
  const texts = t.pages.certificates
  const inLanguage = useTitle()
  const { valueOf, change } = useAddress()
  const columns = useHiddenColumns('certificates')
  const program = valueOf('program')
  const number = valueOf('number')
  const [typed, setTyped] = useState(number)
  const nameOf = ({ latin, arabic }: Schemas['CertificateRow']['holder']) =>
    (language === 'ar' ? (arabic ?? latin) : (latin ?? arabic)) ?? '–'
  const isFiltered = program !== '' || number !== ''
  const filter = { ...(program && { program: Number(program) }), ...(number && { number }) }
  const certificates = usePages<Schemas['CertificateRow']>({
    key: ['certificates', { program, number }],
    fetch: async (cursor) => {
      const query = {
        limit: 50,
        ...filter,
        ...(cursor !== undefined && { cursor }),
      }
      const page = await read(api.GET('/v1/certificates', { params: { query } }))
      return { rows: page.certificates, next: page.next }
    },
  })
  return (
    <Page
      title={t.nav.certificates}
      actions={<ListExport label={t.nav.certificates} path="/v1/certificates" query={filter} />}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          change({ number: typed.trim().toUpperCase() })
        }}
      >
        <Filters names={['program', 'number']} onClear={() => setTyped('')}>
          <TextInput
            type="search"
            size="xs"
            className="search"
            aria-label={texts.search}
            placeholder={texts.search}
            leftSection={<IconSearch size={15} aria-hidden />}
            value={typed}
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
            dir="ltr"
          />
          <ProgramChoice value={program} onChange={(value) => change({ program: value })} />
        </Filters>
      </form>
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
              { id: 'holder', title: t.common.student, cell: ({ holder }) => <bdi>{nameOf(holder)}</bdi> },
              {
                id: 'program',
                title: t.common.program,
                wide: true,
                cell: (row) => <bdi>{inLanguage(row.programName)}</bdi>,
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
