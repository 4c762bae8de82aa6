import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Schemas } from '../../api/client.js'
import { Instant } from '../../components/instant.js'
import { SaidText } from '../../components/said.js'
import { useWords } from '../../components/words.js'
import { useMessages } from '../../i18n/language.js'

/** As many as fit on a screen. */
const SHOWN = 12

interface Props {
  readonly steps: readonly Schemas['Step'][]
}

/** What has happened, newest first. */
export function Timeline({ steps }: Props) {
  const t = useMessages()
  const say = useWords()
  const [showsAll, setShowsAll] = useState(false)
  const newest = [...steps].reverse()
  const shown = showsAll ? newest : newest.slice(0, SHOWN)
  return (
    <>
      <ol className="timeline">
        {shown.map((step, index) => (
          <li key={`${step.at}-${newest.length - index}`}>
            <div>
              <SaidText english={step.message} arabic={step.messageArabic} />
            </div>
            <div className="small">
              {say('flows', step.flow)} · {say('stages', step.stage)} · <Instant at={step.at} />
            </div>
          </li>
        ))}
      </ol>
      {newest.length > shown.length && (
        <Button variant="default" onClick={() => setShowsAll(true)}>
          {t.common.showMore}
        </Button>
      )}
    </>
  )
}
