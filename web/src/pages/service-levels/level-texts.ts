import { number } from '../../../../src/domain/sentences/arabic-text.js'
import type { Schemas } from '../../api/client.js'
import { useFormat } from '../../i18n/format.js'
import { useMessages } from '../../i18n/language.js'

type Level = Schemas['ServiceLevel']

const SECONDS_OF_A_DAY = 86_400

/** Digits that tell a share from a target such as 99.95 %, and digits of one without a target. */
const [TO_COMPARE, TO_READ] = [3, 1]

const tenths = (value: number) => Math.round(value * 10) / 10

/** How measures are written: shares in percent, durations in seconds or days. */
export function useLevelTexts() {
  const texts = useMessages().pages.serviceLevels
  const format = useFormat()
  const stars = (value: number) => texts.stars(format.number(tenths(value)))
  const written = ({ unit, target }: Level, value: number) => {
    if (unit === 'share') return format.share(value, target === null ? TO_READ : TO_COMPARE)
    if (unit === 'stars') return stars(value)
    return unit === 'days' ? format.seconds(value * SECONDS_OF_A_DAY) : texts.seconds(format.number(value))
  }
  return {
    stars,
    valueOf: (level: Level) => (level.value === null ? texts.notMeasured : written(level, level.value)),
    baselineOf: (level: Level) => (level.baseline === null ? '–' : written(level, level.baseline)),
    targetOf: (level: Level) => {
      if (level.target === null) return '–'
      const text = written(level, level.target)
      const isCeiling = level.level === 'response_time' || level.level === 'error_rate'
      return isCeiling ? texts.atMost(text) : texts.atLeast(text)
    },
    countOf: ({ level, count }: Level) => texts.bases[level](count),
    changeOf: ({ unit, value, baseline }: Level) => {
      if (value === null || baseline === null) return '–'
      const amount = tenths((value - baseline) * (unit === 'share' ? 100 : 1))
      const sign = amount > 0 ? '+' : amount < 0 ? '−' : '±'
      const signed = number(`${sign}${format.number(Math.abs(amount))}`)
      if (unit === 'stars') return signed
      return unit === 'share' ? texts.points(amount, signed) : texts.days(amount, signed)
    },
  }
}
