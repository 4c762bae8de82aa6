import { Title } from '@mantine/core'
import { Facts } from '../../components/facts.js'
import { useWords } from '../../components/words.js'
import { useMessages } from '../../i18n/language.js'
import type { Review } from './review.js'

/** The facts that the last assessment of the student used. */
export function DecisionFacts({ basis }: { readonly basis: Review['basis'] }) {
  const t = useMessages()
  const say = useWords()
  const inputs = Object.entries(basis.verdict?.inputs ?? {})
  if (inputs.length === 0) return null
  return (
    <>
      <Title order={3} mt="sm" mb={4}>
        {t.pages.work.facts}
      </Title>
      <Facts
        facts={inputs.map(([name, value]) => [
          say('inputs', name),
          <bdi key={name}>{text(value, t.common)}</bdi>,
        ])}
      />
    </>
  )
}

interface Document {
  readonly type: string
  readonly state: string
}

const isDocument = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && 'type' in value && 'state' in value

function text(value: unknown, words: { readonly yes: string; readonly no: string }): string {
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (Array.isArray(value))
    return (
      value
        .filter(isDocument)
        .map(({ type, state }) => `${type}: ${state}`)
        .join(', ') || '–'
    )
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '–'
}
