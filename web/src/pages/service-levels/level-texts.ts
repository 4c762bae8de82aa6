import type { Schemas } from '../../api/client.js'
import { useFormat } from '../../i18n/format.js'
import { useMessages } from '../../i18n/language.js'

type Level = Schemas['ServiceLevel']

const SECONDS_OF_A_DAY = 86_400

/** Digits that tell 99.9 % from 99.95 %. */
const DIGITS = 3

/** How measures are written: shares in percent, durations in seconds or days. */
export function useLevelTexts() {
  const texts = useMessages().pages.serviceLevels
  const format = useFormat()
  const written = ({ unit }: Level, value: number) => {
    if (unit === 'share') return format.share(value, DIGITS)
    return unit === 'days' ? format.seconds(value * SECONDS_OF_A_DAY) : texts.seconds(format.number(value))
  }
  return {
    valueOf: (level: Level, value: number | null) =>
      value === null ? texts.notMeasured : written(level, value),
    targetOf: (level: Level) => {
      if (level.target === null) return '–'
      const text = written(level, level.target)
      const isCeiling = level.level === 'response_time' || level.level === 'error_rate'
      return isCeiling ? texts.atMost(text) : texts.atLeast(text)
    },
    countOf: ({ level, count }: Level) => texts.bases[level](format.number(count)),
    changeOf: ({ unit, value, baseline }: Level) => {
      if (value === null || baseline === null) return '–'
      const difference = value - baseline
      const sign = difference > 0 ? '+' : difference < 0 ? '−' : '±'
      const size = Math.abs(difference)
      return unit === 'share'
        ? texts.points(`${sign}${format.number(Math.round(size * 1_000) / 10)}`)
        : texts.days(`${sign}${format.number(Math.round(size * 10) / 10)}`)
    },
  }
}
