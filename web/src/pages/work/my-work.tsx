import { Button, Group } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconChevronLeft, IconChevronRight, IconMoodSmile } from '@tabler/icons-react'
import { useLocation } from 'wouter'
import { api, read } from '../../api/client.js'
import { Message } from '../../components/message.js'
import { Page } from '../../components/page.js'
import { Paged, usePages } from '../../components/paged.js'
import { useLanguage } from '../../i18n/language.js'
import { keyOfReview, type Review } from './review.js'
import { TaskDetail } from './task-detail.js'
import { TaskList } from './task-list.js'

/** What waits for a person: the list, and the chosen task with everything needed to decide it. */
export default function MyWork({ chosen }: { readonly chosen: string | null }) {
  const { messages: t, language } = useLanguage()
  const [, go] = useLocation()
  const tasks = usePages<Review>({
    key: ['reviews'],
    fetch: async (cursor) => {
      const query = { limit: 50, ...(cursor !== undefined && { cursor }) }
      const { reviews, next } = await read(api.GET('/v1/reviews', { params: { query } }))
      return { rows: reviews, next }
    },
  })
  const rows = tasks.data?.pages.flatMap((page) => page.rows) ?? []
  const position = rows.findIndex((review) => keyOfReview(review) === chosen || review.ref === chosen)
  const open = (index: number) => {
    const review = rows[index]
    if (review) go(`/work/${keyOfReview(review)}`)
  }
  const step = (distance: number) => open(position < 0 ? 0 : position + distance)
  useHotkeys([
    ['j', () => step(1)],
    ['ArrowDown', () => step(1)],
    ['k', () => step(-1)],
    ['ArrowUp', () => step(-1)],
  ])
  const review = rows[position]
  const [Previous, Next] =
    language === 'ar' ? [IconChevronRight, IconChevronLeft] : [IconChevronLeft, IconChevronRight]

  return (
    <Page
      title={t.nav.work}
      actions={
        rows.length > 0 && (
          <Group gap={4}>
            <Button
              variant="default"
              onClick={() => step(-1)}
              disabled={position <= 0}
              leftSection={<Previous size={14} aria-hidden />}
            >
              {t.pages.work.previous}
            </Button>
            <Button
              variant="default"
              onClick={() => step(1)}
              disabled={position === rows.length - 1}
              rightSection={<Next size={14} aria-hidden />}
            >
              {t.pages.work.next}
            </Button>
          </Group>
        )
      }
    >
      <Paged
        query={tasks}
        empty={<Message icon={<IconMoodSmile />} title={t.pages.work.empty} text={t.pages.work.emptyText} />}
      >
        {() => (
          <div className="work" {...(review && { 'data-chosen': '' })}>
            <TaskList reviews={rows} chosen={review ?? null} />
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
                <Message icon={<IconMoodSmile />} title={t.pages.work.choose} text={t.pages.work.keys} />
              )}
            </div>
          </div>
        )}
      </Paged>
    </Page>
  )
}
