import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useMessages } from '../i18n/language.js'
import { useAddress } from './use-address.js'

interface Props {
  /** Parameters of the address. */
  readonly names: readonly string[]
  readonly children: ReactNode
  /** They have been cleared. */
  readonly onClear?: () => void
  /** Phones show the chosen record instead. */
  readonly isRecordChosen?: boolean
}

/** What a page can be filtered by, and a button that clears all of it. */
export function Filters({ names, children, onClear, isRecordChosen = false }: Props) {
  const t = useMessages()
  const { valueOf, change } = useAddress()
  return (
    <div className="filters" {...(isRecordChosen && { 'data-chosen': '' })}>
      {children}
      {names.some((name) => valueOf(name) !== '') && (
        <Button
          variant="default"
          onClick={() => {
            change(Object.fromEntries(names.map((name) => [name, null])))
            onClear?.()
          }}
        >
          {t.common.clear}
        </Button>
      )}
    </div>
  )
}
