import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, read, type Schemas } from '../../api/client.js'
import { DataTable } from '../../components/data-table.js'
import { Instant } from '../../components/instant.js'
import { Loaded } from '../../components/loaded.js'
import { Page, Section } from '../../components/page.js'
import { useWords } from '../../components/words.js'
import { useFormat } from '../../i18n/format.js'
import { useMessages } from '../../i18n/language.js'
import { Reconciliations } from './reconciliations.js'
import { Systems } from './systems.js'

type Sync = Schemas['Sync']

/** How often the page reads the figures again. Milliseconds. */
const EVERY = 5_000

/** How current our knowledge of Odoo is, and what to do when it is not. */
export default function SyncPage() {
  const t = useMessages()
  const sync = useQuery({
    queryKey: ['sync'],
    queryFn: () => read(api.GET('/v1/sync')),
    refetchInterval: EVERY,
  })
  return (
    <Page title={t.nav.sync}>
      <Loaded query={sync} rows={10}>
        {(data) => (
          <>
            <Systems systems={data.systems} />
            <div className="columns">
              <Lag models={data.models} />
              <Waiting sync={data} />
            </div>
            <Reconciliations status={data.reconciliation} />
            <Failures failures={data.failures} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Lag({ models }: { readonly models: Sync['models'] }) {
  const t = useMessages()
  const texts = t.pages.sync
  const say = useWords()
  const format = useFormat()
  return (
    <Section title={texts.lag}>
      <DataTable
        label={texts.lag}
        rows={models}
        keyOf={({ model }) => model}
        columns={[
          { id: 'model', title: texts.model, cell: ({ model }) => say('models', model) },
          {
            id: 'lag',
            title: texts.lagColumn,
            numeric: true,
            cell: ({ lagSeconds }) =>
              lagSeconds === null ? texts.notYet : lagSeconds === 0 ? texts.now : format.seconds(lagSeconds),
          },
          {
            id: 'as-of',
            title: texts.asOf,
            wide: true,
            cell: ({ asOf }) => (asOf ? <Instant at={asOf} style="exact" /> : texts.notYet),
          },
        ]}
      />
    </Section>
  )
}

function Waiting({ sync: { queue, hints, backlog } }: { readonly sync: Sync }) {
  const t = useMessages()
  const texts = t.pages.sync
  const format = useFormat()
  return (
    <div className="stack">
      <Section title={texts.queue}>
        {queue.length === 0 ? (
          <Nothing text={texts.queueEmpty} />
        ) : (
          <DataTable
            label={texts.queue}
            rows={queue}
            keyOf={({ source }) => source}
            columns={[
              { id: 'source', title: t.common.kind, cell: ({ source }) => t.words.sources[source] },
              {
                id: 'students',
                title: texts.waiting,
                numeric: true,
                cell: ({ students }) => format.number(students),
              },
              {
                id: 'claimed',
                title: texts.claimed,
                numeric: true,
                wide: true,
                cell: ({ claimed }) => format.number(claimed),
              },
              { id: 'oldest', title: texts.oldest, cell: ({ oldest }) => <Instant at={oldest} /> },
            ]}
          />
        )}
      </Section>
      <Section title={texts.webhooks}>
        <Text size="sm">
          {texts.open(hints.open)}
          {hints.oldest && (
            <>
              {' · '}
              {texts.oldest} <Instant at={hints.oldest} />
            </>
          )}
        </Text>
        {hints.overdue.length > 0 && (
          <DataTable
            label={texts.overdue}
            rows={hints.overdue}
            keyOf={({ model, recordId }) => `${model}-${recordId}`}
            columns={[
              {
                id: 'model',
                title: texts.overdue,
                cell: ({ model, recordId }) => <bdi dir="ltr">{`${model} ${recordId}`}</bdi>,
              },
              { id: 'since', title: t.common.since, cell: ({ since }) => <Instant at={since} /> },
            ]}
          />
        )}
      </Section>
      <Section title={texts.backlog}>
        {backlog === null ? (
          <Nothing text={texts.backlogUnknown} />
        ) : backlog.length === 0 ? (
          <Nothing text={texts.backlogNone} />
        ) : (
          <DataTable
            label={texts.backlog}
            rows={backlog}
            keyOf={({ queue: name }) => name}
            columns={[
              { id: 'queue', title: texts.taskQueue, cell: ({ queue }) => t.words.taskQueues[queue] },
              { id: 'tasks', title: texts.waiting, numeric: true, cell: ({ tasks }) => format.number(tasks) },
              {
                id: 'oldest',
                title: texts.oldest,
                numeric: true,
                cell: ({ oldestSeconds }) => format.seconds(oldestSeconds),
              },
            ]}
          />
        )}
      </Section>
    </div>
  )
}

function Failures({ failures }: { readonly failures: Sync['failures'] }) {
  const t = useMessages()
  const say = useWords()
  const texts = t.pages.sync
  return (
    <Section title={texts.failures}>
      {failures.length === 0 ? (
        <Nothing text={texts.noFailures} />
      ) : (
        <DataTable
          label={texts.failures}
          rows={failures}
          keyOf={({ part }) => part}
          columns={[
            { id: 'part', title: t.common.kind, cell: ({ part }) => say('sweepParts', part) },
            { id: 'type', title: t.pages.policy.why, cell: ({ type }) => say('failures', type) },
            { id: 'at', title: t.common.since, cell: ({ at }) => <Instant at={at} /> },
          ]}
        />
      )}
    </Section>
  )
}

const Nothing = ({ text }: { readonly text: string }) => (
  <Text size="sm" c="dimmed">
    {text}
  </Text>
)
