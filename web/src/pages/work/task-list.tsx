import { Checkbox } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { Link } from 'wouter'
import { Chip } from '../../components/chip.js'
import { Instant } from '../../components/instant.js'
import { StudentName, useStudentName } from '../../components/student-name.js'
import { useWords } from '../../components/words.js'
import { useTitle } from '../../i18n/title.js'
import { useMessages } from '../../i18n/language.js'
import { keyOfReview, type Review } from './review.js'

interface Props {
  readonly reviews: readonly Review[]
  readonly chosen: Review | null
  readonly hrefOf: (review: Review) => string
  readonly selected: ReadonlySet<string>
  /** null: the reader decides nothing. */
  readonly onSelect: ((key: string) => void) | null
}

/** The open tasks, oldest first. Several can be selected, to be decided together. */
export function TaskList({ reviews, chosen, hrefOf, selected, onSelect }: Props) {
  const t = useMessages()
  const say = useWords()
  const inLanguage = useTitle()
  const nameOf = useStudentName()
  const current = useRef<HTMLAnchorElement>(null)
  useEffect(() => {
    current.current?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    <nav className="card work-list" aria-label={t.pages.work.list} tabIndex={0}>
      <ul className="plain-list">
        {reviews.map((review) => {
          const key = keyOfReview(review)
          const isChosen = chosen !== null && key === keyOfReview(chosen)
          return (
            <li key={key} className="work-row">
              {onSelect && review.task && review.decisions.length > 0 ? (
                <Checkbox
                  size="xs"
                  aria-label={t.pages.work.select(nameOf(review))}
                  checked={selected.has(key)}
                  onChange={() => onSelect(key)}
                />
              ) : (
                <span />
              )}
              <Link
                href={hrefOf(review)}
                className="work-item"
                ref={isChosen ? current : null}
                aria-current={isChosen ? 'true' : undefined}
              >
                <span className="line">
                  <strong>
                    <StudentName of={review} />
                  </strong>
                  <span className="small">
                    <Instant at={review.since} />
                  </span>
                </span>
                <span className="line">
                  <span className="small">
                    <bdi>{inLanguage(review.programName)}</bdi>
                  </span>
                  <Chip tone={review.task?.escalated ? 'bad' : 'attention'}>
                    {say('tasks', review.task?.kind ?? 'email')}
                  </Chip>
                </span>
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
