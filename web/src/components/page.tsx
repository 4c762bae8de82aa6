import { Box, Group, Stack, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { createContext, type ReactNode, use } from 'react'
import { useMessages } from '../i18n/language.js'

interface Props {
  readonly title: string
  /** Beside the title. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

const WithinPage = createContext(false)

/** Whether there is a page with a title around the component. */
export const useIsWithinPage = (): boolean => use(WithinPage)

/** The title of what fills the window, also in its tab. */
export function PageTitle({ title }: Pick<Props, 'title'>) {
  const t = useMessages()
  useDocumentTitle(`${title} · ${t.app.name}`)
  return <Title order={1}>{title}</Title>
}

/** A page: its title, what can be done, and its content. */
export function Page({ title, actions, children }: Props) {
  return (
    <WithinPage value>
      <Stack gap="md">
        <Group justify="space-between" gap="sm" mih={34}>
          <PageTitle title={title} />
          {actions && <Group gap="xs">{actions}</Group>}
        </Group>
        {children}
      </Stack>
    </WithinPage>
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
      {aside && <Box flex="none">{aside}</Box>}
    </Group>
    {children}
  </section>
)
