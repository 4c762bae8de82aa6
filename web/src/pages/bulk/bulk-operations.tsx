import { Button } from '@mantine/core'
import { IconStack2 } from '@tabler/icons-react'
import { useState } from 'react'
import { api, read, type Schemas } from '../../api/client.js'
import { useProgramName } from '../../api/programs.js'
import { DataTable } from '../../components/data-table.js'
import { OPENS_DIALOG } from '../../components/dialog.js'
import { Instant } from '../../components/instant.js'
import { ListExport } from '../../components/list-export.js'
import { Message } from '../../components/message.js'
import { Page } from '../../components/page.js'
import { Paged, usePages } from '../../components/paged.js'
import { useWords, WordChip } from '../../components/words.js'
import { useFormat } from '../../i18n/format.js'
import { useMessages } from '../../i18n/language.js'
import { NewBulkOperation } from './new-bulk-operation.js'

/** Changes for many students: what was done, and a new one. */
export default function BulkOperations() {
  const t = useMessages()
  const texts = t.pages.bulk
  const format = useFormat()
  const say = useWords()
  const programName = useProgramName()
  const [isOpen, setOpen] = useState(false)
  const operations = usePages<Schemas['BulkOperation']>({
    key: ['bulk-operations'],
    every: 10_000,
    fetch: async (cursor) => {
      const query = cursor === undefined ? {} : { cursor }
      const page = await read(api.GET('/v1/bulk-operations', { params: { query } }))
      return { rows: page.operations, next: page.next }
    },
  })
  return (
    <Page
      title={t.nav.bulk}
      actions={
        <>
          <ListExport label={t.nav.bulk} path="/v1/bulk-operations" query={{}} />
          <Button onClick={() => setOpen(true)} {...OPENS_DIALOG}>
            {texts.new}
          </Button>
        </>
      }
    >
      <NewBulkOperation isOpen={isOpen} onClose={() => setOpen(false)} />
      <Paged
        query={operations}
        empty={<Message icon={<IconStack2 />} title={texts.empty} text={texts.emptyText} />}
      >
        {(rows) => (
          <DataTable
            label={t.nav.bulk}
            rows={rows}
            keyOf={({ id }) => String(id)}
            hrefOf={({ id }) => `/bulk/${id}`}
            columns={[
              {
                id: 'kind',
                title: t.common.kind,
                cell: ({ kind, id }) => `${say('bulkKinds', kind)} ${id}`,
              },
              {
                id: 'program',
                title: t.common.program,
                cell: ({ filter }) => <bdi>{programName(filter.programId)}</bdi>,
              },
              {
                id: 'state',
                title: t.common.state,
                cell: ({ state }) => <WordChip of="bulkStates" word={state} />,
              },
              {
                id: 'progress',
                title: texts.outcomes,
                numeric: true,
                cell: ({ progress }) => format.number(progress.total),
              },
              {
                id: 'reason',
                title: t.common.reason,
                wide: true,
                cell: ({ reason }) => <bdi>{reason}</bdi>,
              },
              {
                id: 'created',
                title: t.common.since,
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
