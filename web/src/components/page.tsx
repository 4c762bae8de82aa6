import { Group, Stack, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { useMessages } from '../i18n/language.js'

interface Props {
  readonly title: string
  /** Beside the title. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A page: its title, what can be done, and its content. */
export function Page({ title, actions, children }: Props) {
  const t = useMessages()
  useDocumentTitle(`${title} · ${t.app.name}`)
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="sm" mih={34}>
        <Title order={1}>{title}</Title>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  )
}

interface SectionProps {
  readonly title: string
  readonly aside?: ReactNode
  readonly children: ReactNode
}

/** A titled part of a page. */
export const Section = ({ title, aside, children }: SectionProps) => (
  <section className="card">
    <Group justify="space-between" gap="sm" mb="xs" wrap="nowrap">
      <Title order={2}>{title}</Title>
      {aside}
    </Group>
    {children}
  </section>
)
