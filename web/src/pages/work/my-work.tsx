import { Button, SegmentedControl } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconChevronLeft, IconChevronRight, IconMoodSmile } from '@tabler/icons-react'
import { useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import { TASK_KINDS } from '../../../../src/contracts/tasks.js'
import { api, read } from '../../api/client.js'
import { Choice } from '../../components/choice.js'
import { Filters } from '../../components/filters.js'
import { ListExport } from '../../components/list-export.js'
import { Message } from '../../components/message.js'
import { oneOf } from '../../components/one-of.js'
import { Page } from '../../components/page.js'
import { Paged, usePages } from '../../components/paged.js'
import { ProgramChoice } from '../../components/program-choice.js'
import { useAddress } from '../../components/use-address.js'
import { useWords } from '../../components/words.js'
import { useLanguage } from '../../i18n/language.js'
import { useMay, useMe } from '../../session/session.js'
import { DecideMany } from './decide-many.js'
import { KeyboardHelp } from './keyboard-help.js'
import { keyOfReview, type Review } from './review.js'
import { TaskDetail } from './task-detail.js'
import { TaskList } from './task-list.js'
import { useLinkedReview } from './use-linked-review.js'

/** Tasks that rest come back without an event. Milliseconds. */
const EVERY = 60_000

const VIEWS = ['mine', 'everyone', 'resting'] as const

/** What waits for a person: the list, and the chosen task with everything needed to decide it. */
export default function MyWork({ chosen }: { readonly chosen: string | null }) {
  const { messages: t, language } = useLanguage()
  const texts = t.pages.work
  const say = useWords()
  const me = useMe()
  const mayDecide = useMay('decide')
  const [, navigate] = useLocation()
  const search = useSearch()
  const hrefOf = (path: string) => (search === '' ? path : `${path}?${search}`)
  const go = (path: string) => navigate(hrefOf(path))
  const { valueOf, change } = useAddress()
  const [program, kind] = [valueOf('program'), oneOf(TASK_KINDS, valueOf('kind'))]
  const isFiltered = program !== '' || kind !== undefined
  const usual = me.roles.includes('manager') || me.odooUserId === null ? 'everyone' : 'mine'
  const view = oneOf(VIEWS, valueOf('view')) ?? usual
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())

  const filter = {
    snoozed: view === 'resting' ? ('only' as const) : ('hidden' as const),
    ...(view === 'mine' && { mine: true }),
    ...(program && { programId: Number(program) }),
    ...(kind && { taskKind: kind }),
  }
  const tasks = usePages<Review>({
    key: ['reviews', { view, program, kind }],
    every: EVERY,
    fetch: async (cursor) => {
      const query = {
        limit: 50,
        ...filter,
        ...(cursor !== undefined && { cursor }),
      }
      const { reviews, next } = await read(api.GET('/v1/reviews', { params: { query } }))
      return { rows: reviews, next }
    },
  })
  const rows = tasks.data?.pages.flatMap((page) => page.rows) ?? []
  const position = rows.findIndex((review) => keyOfReview(review) === chosen || review.ref === chosen)
  const linked = useLinkedReview(chosen, tasks.data !== undefined && position < 0)
  const review = rows[position] ?? linked.review
  const open = (index: number) => {
    const next = rows[index]
    if (next) go(`/work/${keyOfReview(next)}`)
  }
  const step = (distance: number) => open(position < 0 ? 0 : position + distance)
  const toggle = (key: string) =>
    setSelected((keys) =>
      keys.has(key) ? new Set([...keys].filter((one) => one !== key)) : new Set([...keys, key]),
    )
  useHotkeys([
    ['j', () => step(1)],
    ['ArrowDown', () => step(1)],
    ['k', () => step(-1)],
    ['ArrowUp', () => step(-1)],
    ['x', () => review && review.task && toggle(keyOfReview(review))],
  ])
  const [Previous, Next] =
    language === 'ar' ? [IconChevronRight, IconChevronLeft] : [IconChevronLeft, IconChevronRight]
  const together = rows.filter((row) => selected.has(keyOfReview(row)))

  return (
    <Page
      title={t.nav.work}
      actions={
        <>
          <KeyboardHelp />
          <ListExport label={t.nav.work} path="/v1/reviews" query={filter} />
          {rows.length > 0 && (
            <Button.Group>
              <Button
                variant="default"
                onClick={() => step(-1)}
                disabled={position <= 0}
                leftSection={<Previous size={14} aria-hidden />}
              >
                {texts.previous}
              </Button>
              <Button
                variant="default"
                onClick={() => step(1)}
                disabled={position === rows.length - 1}
                rightSection={<Next size={14} aria-hidden />}
              >
                {texts.next}
              </Button>
            </Button.Group>
          )}
        </>
      }
    >
      <Filters names={['program', 'kind']} isRecordChosen={review !== undefined}>
        {me.odooUserId !== null && (
          <SegmentedControl
            size="xs"
            aria-label={texts.view}
            value={view}
            onChange={(value) => change({ view: value === usual ? null : value })}
            data={VIEWS.map((value) => ({ value, label: texts[value] }))}
          />
        )}
        <ProgramChoice value={program} onChange={(value) => change({ program: value })} />
        <Choice
          label={t.common.kind}
          value={kind ?? ''}
          onChange={(value) => change({ kind: value })}
          options={TASK_KINDS.map((value) => ({ value, label: say('tasks', value) }))}
        />
      </Filters>
      {mayDecide && together.length > 0 && (
        <DecideMany reviews={together} onClear={() => setSelected(new Set())} />
      )}
      <Paged
        query={tasks}
        empty={
          review ? (
            <TaskDetail key={keyOfReview(review)} review={review} onDecided={() => go('/work')} />
          ) : (
            <Message
              icon={<IconMoodSmile />}
              {...(isFiltered
                ? { title: texts.noneMatches, text: t.pages.students.emptyText }
                : view === 'resting'
                  ? { title: texts.noneRests, text: texts.noneRestsText }
                  : { title: texts.empty, text: texts.emptyText })}
            />
          )
        }
      >
        {() => (
          <div className="work" {...((review ?? linked.isClosed) && { 'data-chosen': '' })}>
            <TaskList
              reviews={rows}
              chosen={review ?? null}
              hrefOf={(one) => hrefOf(`/work/${keyOfReview(one)}`)}
              selected={selected}
              onSelect={mayDecide ? toggle : null}
            />
            <div className="work-detail">
              {review ? (
                <TaskDetail
                  key={keyOfReview(review)}
                  review={review}
                  onDecided={() => {
                    const next = rows[position + 1] ?? rows[position - 1]
                    go(next ? `/work/${keyOfReview(next)}` : '/work')
                  }}
                />
              ) : (
                <Message
                  icon={<IconMoodSmile />}
                  title={linked.isClosed ? texts.closed : texts.choose}
                  text={linked.isClosed ? texts.closedText : texts.keys}
                />
              )}
            </div>
          </div>
        )}
      </Paged>
    </Page>
  )
}
