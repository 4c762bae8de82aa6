import type { ReactNode } from 'react'

/** What a state means for the reader: fine, working, needs attention, wrong, or over. */
export type Tone = 'good' | 'busy' | 'attention' | 'bad' | 'quiet'

interface Props {
  readonly tone?: Tone
  readonly children: ReactNode
  readonly title?: string
}

/** A state in a word. Its color repeats what the word says. */
export const Chip = ({ tone = 'quiet', children, title }: Props) => (
  <span className="chip" data-tone={tone} title={title}>
    {children}
  </span>
)
