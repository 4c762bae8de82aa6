import { useLocalStorage } from '@mantine/hooks'

/** Which columns of a table the reader does not want to see. */
export interface ColumnChoice {
  /** Ids of columns. */
  readonly hidden: readonly string[]
  readonly onChange: (hidden: readonly string[]) => void
}

/** The choice for one table, which this browser remembers. */
export function useHiddenColumns(table: string): ColumnChoice {
  const [hidden, onChange] = useLocalStorage<readonly string[]>({
    key: `training-hidden-columns-${table}`,
    defaultValue: [],
    getInitialValueInEffect: false,
    deserialize: read,
  })
  return { hidden, onChange }
}

/** Whatever else may be stored under this name hides nothing. */
function read(text: string | undefined): readonly string[] {
  try {
    const stored: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : []
  } catch {
    return []
  }
}
