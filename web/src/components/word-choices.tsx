import { Checkbox } from '@mantine/core'
import { useMessages } from '../i18n/language.js'
import type { Vocabulary } from './words.js'

interface Props {
  readonly label: string
  readonly description: string
  readonly of: Vocabulary
  readonly chosen: readonly string[]
  readonly onChange: (chosen: string[]) => void
}

/**
 * Choices among the words of a vocabulary, in its order. What is chosen but not known stays
 * visible, as it is.
 */
export function WordChoices({ label, description, of, chosen, onChange }: Props) {
  const known = Object.entries<string>(useMessages().words[of])
  const unknown = chosen.filter((word) => !known.some(([one]) => one === word))
  const all = [...known, ...unknown.map((word) => [word, word] as const)]
  return (
    <Checkbox.Group
      label={label}
      description={description}
      value={[...chosen]}
      onChange={(words) => onChange(all.map(([word]) => word).filter((word) => words.includes(word)))}
    >
      <div className="word-choices">
        {all.map(([word, text]) => (
          <Checkbox key={word} value={word} label={<bdi>{text}</bdi>} />
        ))}
      </div>
    </Checkbox.Group>
  )
}
