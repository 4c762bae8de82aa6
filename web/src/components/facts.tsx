import type { ReactNode } from 'react'

interface Props {
  readonly facts: readonly (readonly [name: string, value: ReactNode])[]
}

/** Names and values, one pair per line. */
export const Facts = ({ facts }: Props) => (
  <dl className="facts">
    {facts.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
)
