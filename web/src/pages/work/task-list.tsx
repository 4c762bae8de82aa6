import { useEffect, useRef } from 'react'
import { Link } from 'wouter'
import { Chip } from '../../components/chip.js'
import { Instant } from '../../components/instant.js'
import { StudentName } from '../../components/student-name.js'
import { useWords } from '../../components/words.js'
import { useTitle } from '../../i18n/title.js'
import { useMessages } from '../../i18n/language.js'
import { keyOfReview, type Review } from './review.js'

interface Props {
  readonly reviews: readonly Review[]
  readonly chosen: Review | null
}

/** The open tasks, oldest first. */
export function TaskList({ reviews, chosen }: Props) {
  const t = useMessages()
  const say = useWords()
  const inLanguage = useTitle()
  const current = useRef<HTMLAnchorElement>(null)
  useEffect(() => {
    current.current?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    <nav className="card work-list" aria-label={t.pages.work.list} tabIndex={0}>
      <ul className="plain-list">
        {reviews.map((review) => {
          const isChosen = chosen !== null && keyOfReview(review) === keyOfReview(chosen)
          return (
            <li key={keyOfReview(review)}>
              <Link
                href={`/work/${keyOfReview(review)}`}
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
