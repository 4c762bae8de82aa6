import { Group, NumberInput, Progress, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Fragment, useState } from 'react'
import { api, read, type Schemas } from '../../api/client.js'
import { useProgramName } from '../../api/programs.js'
import { ConfirmButton } from '../../components/confirm.js'
import { DataTable } from '../../components/data-table.js'
import { Facts } from '../../components/facts.js'
import { Instant } from '../../components/instant.js'
import { ListExport } from '../../components/list-export.js'
import { Loaded } from '../../components/loaded.js'
import { Page, Section } from '../../components/page.js'
import { Paged, usePages } from '../../components/paged.js'
import { SaidText } from '../../components/said.js'
import { StudentName } from '../../components/student-name.js'
import { useWords, WordChip } from '../../components/words.js'
import { useFormat } from '../../i18n/format.js'
import { useMessages } from '../../i18n/language.js'

type Operation = Schemas['BulkOperation']

/** States that go on by themselves. */
const MOVING: readonly Operation['state'][] = ['previewing', 'running', 'undoing']

/** How often an operation in progress is read again. Milliseconds. */
const POLL = 1_500

/** One bulk operation: its preview by name, its progress, and what can be done about it. */
export default function BulkOperation({ id }: { readonly id: number }) {
  const operation = useQuery({
    queryKey: ['bulk-operation', id],
    queryFn: () => read(api.GET('/v1/bulk-operations/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data && MOVING.includes(state.data.state) ? POLL : 15_000),
  })
  return <Loaded query={operation}>{(data) => <Content operation={data} />}</Loaded>
}

function Content({ operation }: { readonly operation: Operation }) {
  const t = useMessages()
  const texts = t.pages.bulk
  const format = useFormat()
  const say = useWords()
  const programName = useProgramName()
  const { id, kind, state, progress, effects, warnings, outcomes, failureType, check } = operation
  const percent = progress.total === 0 ? 0 : (progress.finished / progress.total) * 100
  const items = usePages<Schemas['BulkItem']>({
    key: ['bulk-items', id, state, progress.finished],
    fetch: async (cursor) => {
      const query = { limit: 50, ...(cursor !== undefined && { cursor }) }
      const params = { path: { id }, query }
      const { items: rows, next } = await read(api.GET('/v1/bulk-operations/{id}/items', { params }))
      return { rows, next }
    },
  })
  return (
    <Page
      title={`${say('bulkKinds', kind)} ${id}`}
      actions={
        <>
          <ListExport label={texts.outcomes} path={`/v1/bulk-operations/${id}/items`} query={{}} />
          <Actions operation={operation} />
        </>
      }
    >
      <Group gap="sm">
        <WordChip of="bulkStates" word={state} />
        <Text size="sm">
          <bdi>{programName(operation.filter.programId)}</bdi>
        </Text>
        <Text size="sm" c="dimmed">
          <bdi>{operation.reason}</bdi> · <bdi>{operation.author}</bdi> · <Instant at={operation.createdAt} />
        </Text>
      </Group>
      {failureType && <p className="note">{texts.failed(say('failures', failureType))}</p>}
      {progress.total > 0 && state !== 'previewed' && (
        <div>
          <Progress value={percent} aria-label={texts.progress(progress.finished, progress.total)} />
          <Text size="xs" c="dimmed" mt={4}>
            {texts.progress(progress.finished, progress.total)}
          </Text>
        </div>
      )}
      <div className="columns">
        <Section title={texts.effects}>
          <Facts
            facts={effects.map(({ effect, count, undoable }) => [
              `${say('bulkEffects', effect)}${undoable ? '' : ` (${texts.notUndoable})`}`,
              format.number(count),
            ])}
          />
        </Section>
        <Section title={texts.outcomes}>
          <Facts
            facts={Object.entries(outcomes).map(([outcome, count]) => [
              say('bulkOutcomes', outcome),
              format.number(count),
            ])}
          />
        </Section>
        {check && (
          <Section title={texts.check} aside={<WordChip of="bulkChecks" word={check.state} />}>
            <Facts
              facts={[
                [texts.checked, format.number(check.students)],
                [texts.stillComing, format.number(check.waiting)],
                ...Object.entries(check.differences).map(
                  ([kind, count]) => [say('differences', kind), format.number(count)] as const,
                ),
              ]}
            />
          </Section>
        )}
        {warnings.length > 0 && (
          <Section title={texts.warnings}>
            <ul className="missing">
              {warnings.map(({ warning, warningArabic, students }) => (
                <li key={warning}>
                  <SaidText english={warning} arabic={warningArabic} /> ({format.number(students)})
                </li>
              ))}
            </ul>
          </Section>
        )}
      </div>
      <Paged query={items} empty={<Text size="sm">{texts.noStudents}</Text>}>
        {(rows) => (
          <DataTable
            label={texts.outcomes}
            rows={rows}
            keyOf={({ ref }) => ref}
            hrefOf={({ ref }) => `/applications/${ref}`}
            columns={[
              { id: 'student', title: t.common.student, cell: (row) => <StudentName of={row} /> },
              {
                id: 'outcome',
                title: t.common.state,
                cell: ({ outcome }) => <WordChip of="bulkOutcomes" word={outcome} />,
              },
              {
                id: 'effects',
                title: texts.effects,
                wide: true,
                cell: (row) =>
                  row.effects
                    .map(({ effect, count }) => `${say('bulkEffects', effect)} ${format.number(count)}`)
                    .join(' · '),
              },
              {
                id: 'notes',
                title: texts.reasons,
                wide: true,
                cell: (row) =>
                  [
                    ...row.reasons.map((reason, index) => [reason, row.reasonsArabic[index]] as const),
                    ...row.warnings.map((warning, index) => [warning, row.warningsArabic[index]] as const),
                  ].map(([english, arabic = null]) => (
                    <Fragment key={english}>
                      <SaidText english={english} arabic={arabic} />{' '}
                    </Fragment>
                  )),
              },
            ]}
          />
        )}
      </Paged>
    </Page>
  )
}

function Actions({ operation }: { readonly operation: Operation }) {
  const t = useMessages()
  const texts = t.pages.bulk
  const { id, state, hash, progress, guard, notUndoable } = operation
  const [accepted, setAccepted] = useState<number | string>('')
  const path = { id }
  const { concerned, known } = guard
  const command = (name: 'pause' | 'resume' | 'cancel' | 'undo') => () =>
    read(api.POST(`/v1/bulk-operations/{id}/${name}`, { params: { path } }))
  return (
    <Group gap="xs">
      {state === 'previewed' && hash !== null && (
        <ConfirmButton
          label={texts.confirm}
          variant="filled"
          title={texts.confirmTitle(progress.total)}
          text={[texts.confirmText, ...(notUndoable > 0 ? [texts.cannotUndo(notUndoable)] : [])].join(' ')}
          action={texts.confirm}
          isReady={concerned === 0 || accepted === '' || Number(accepted) === concerned}
          onConfirm={() =>
            read(
              api.POST('/v1/bulk-operations/{id}/confirm', {
                params: { path },
                body: { hash, ...(accepted !== '' && { accept: Number(accepted) }) },
              }),
            )
          }
        >
          {concerned > 0 && (
            <NumberInput
              label={texts.accept(concerned, known)}
              value={accepted}
              onChange={setAccepted}
              allowDecimal={false}
              min={1}
            />
          )}
        </ConfirmButton>
      )}
      {(state === 'running' || state === 'undoing') && (
        <ConfirmButton
          label={texts.pause}
          title={texts.pause}
          text={texts.pauseText}
          action={texts.pause}
          onConfirm={command('pause')}
        />
      )}
      {(state === 'paused' || state === 'undo_paused') && (
        <ConfirmButton
          label={texts.resume}
          variant="filled"
          title={texts.resume}
          text={texts.resumeText}
          action={texts.resume}
          onConfirm={command('resume')}
        />
      )}
      {(state === 'previewed' || state === 'running' || state === 'paused') && (
        <ConfirmButton
          label={texts.cancel}
          danger
          title={texts.cancel}
          text={texts.cancelText}
          action={texts.cancel}
          onConfirm={command('cancel')}
        />
      )}
      {(state === 'completed' || state === 'cancelled') && progress.finished > 0 && (
        <ConfirmButton
          label={texts.undo}
          danger
          title={texts.undo}
          text={texts.undoText}
          action={texts.undo}
          onConfirm={command('undo')}
        />
      )}
    </Group>
  )
}
