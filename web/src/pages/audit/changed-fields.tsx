import { useMessages } from '../../i18n/language.js'

type Values = Readonly<Record<string, unknown>> | null

interface Props {
  readonly before: Values
  readonly after: Values
}

/** What a change has changed: the fields whose values differ, folded. */
export function ChangedFields({ before, after }: Props) {
  const { plural } = useMessages()
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].filter(
    (name) => textOf(before?.[name]) !== textOf(after?.[name]),
  )
  if (names.length === 0) return '–'
  return (
    <details>
      <summary>{plural.fields(names.length)}</summary>
      <dl className="facts" dir="ltr">
        {names.map((name) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {before !== null && <del>{textOf(before[name])}</del>} {textOf(after?.[name])}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

const textOf = (value: unknown): string =>
  value === undefined || value === null ? '–' : typeof value === 'string' ? value : JSON.stringify(value)
