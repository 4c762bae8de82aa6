import { Modal, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useMessages } from '../i18n/language.js'

/**
 * For what opens a dialog: screen readers say so, and the tests of accessibility open every dialog
 * that says it.
 */
export const OPENS_DIALOG = { 'aria-haspopup': 'dialog' } as const

interface Props {
  readonly isOpen: boolean
  readonly title: string
  readonly onClose: () => void
  /** Default: a click beside it and Escape close it, too. */
  readonly closesEasily?: boolean
  readonly size?: 'md' | 'lg'
  readonly children: ReactNode
}

/** A modal dialog. Its content starts afresh each time it opens. */
export function Dialog({ isOpen, title, onClose, closesEasily = true, size = 'md', children }: Props) {
  const t = useMessages()
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={<Text fw={600}>{title}</Text>}
      closeButtonProps={{ 'aria-label': t.common.close }}
      closeOnClickOutside={closesEasily}
      closeOnEscape={closesEasily}
      size={size}
    >
      {isOpen && children}
    </Modal>
  )
}
