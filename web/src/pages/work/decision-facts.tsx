import { Title } from '@mantine/core'
import { Facts } from '../../components/facts.js'
import { useWords } from '../../components/words.js'
import { useMessages } from '../../i18n/language.js'
import type { Review } from './review.js'

/** The facts that the last assessment of the student used. */
export function DecisionFacts({ basis }: { readonly basis: Review['basis'] }) {
  const t = useMessages()
  const say = useWords()
  const text = useFactText()
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
          <bdi key={name}>{text(name, value)}</bdi>,
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

/** Returns a function that says a fact in the reader’s language. */
function useFactText(): (name: string, value: unknown) => string {
  const t = useMessages()
  const say = useWords()
  return (name, value) => {
    if (typeof value === 'boolean') return value ? t.common.yes : t.common.no
    if (typeof value === 'number') return String(value)
    if (typeof value === 'string') return name === 'englishLevel' ? say('englishLevels', value) : value
    const documents = Array.isArray(value) ? value.filter(isDocument) : []
    return (
      documents
        .map(({ type, state }) => `${say('documentTypes', type)}: ${say('documentStates', state)}`)
        .join(' · ') || '–'
    )
  }
}
