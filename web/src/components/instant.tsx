import { useFormat } from '../i18n/format.js'

interface Props {
  readonly at: string
  /** `relative`: 3 hours ago, with the exact time on hover. */
  readonly style?: 'relative' | 'exact' | 'day'
}

/** A moment, in the reader’s language and time zone. */
export function Instant({ at, style = 'relative' }: Props) {
  const format = useFormat()
  const text =
    style === 'relative' ? format.relative(at) : style === 'day' ? format.day(at) : format.instant(at)
  return (
    <time dateTime={at} title={format.instant(at)}>
      {text}
    </time>
  )
}
