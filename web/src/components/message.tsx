import { Stack, Text, ThemeIcon } from '@mantine/core'
import type { ReactNode } from 'react'
import { PageTitle, useIsWithinPage } from './page.js'

interface Props {
  readonly icon: ReactNode
  readonly title: string
  readonly text?: string
  readonly role?: 'alert'
  readonly children?: ReactNode
}

/** A message in the place of content, or of a whole page: empty, failed, not allowed. */
export function Message({ icon, title, text, role, children }: Props) {
  const isWithinPage = useIsWithinPage()
  return (
    <Stack align="center" gap="xs" py="xl" px="md" ta="center" role={role}>
      <ThemeIcon variant="default" size={44} radius="xl" aria-hidden>
        {icon}
      </ThemeIcon>
      {isWithinPage ? <Text fw={600}>{title}</Text> : <PageTitle title={title} />}
      {text && (
        <Text size="sm" c="dimmed" maw={440}>
          {text}
        </Text>
      )}
      {children}
    </Stack>
  )
}
