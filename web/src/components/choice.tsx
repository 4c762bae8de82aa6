import { NativeSelect } from '@mantine/core'
import { useMessages } from '../i18n/language.js'

interface Props {
  readonly label: string
  readonly value: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly onChange: (value: string) => void
  /** The choice of nothing in particular. Default: everything. */
  readonly none?: string | null
}

/** A list to choose from, which phones show in their own way. */
export function Choice({ label, value, options, onChange, none }: Props) {
  const t = useMessages()
  return (
    <NativeSelect
      aria-label={label}
      size="xs"
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      data={[
        ...(none === null ? [] : [{ value: '', label: none ?? `${label}: ${t.common.all}` }]),
        ...options,
      ]}
    />
  )
}
