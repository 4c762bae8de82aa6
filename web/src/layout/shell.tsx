import { ActionIcon, AppShell, Burger, Group, NavLink, ScrollArea, Text } from '@mantine/core'
import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { IconExternalLink, IconLogout, IconMoon, IconSun } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { api, read } from '../api/client.js'
import { useLiveUpdates } from '../api/live.js'
import { useMessages } from '../i18n/language.js'
import { ME, signOut, useMe } from '../session/session.js'
import { LanguageSwitch } from './language-switch.js'
import { DESTINATIONS } from './navigation.js'
import { Notices } from './notices.js'
import { SearchBox } from './search-box.js'

/** How often alarms and outages are read again. Milliseconds. */
const EVERY = 30_000

const ELSEWHERE = ['odoo', 'temporal', 'inbox', 'api'] as const

/** What surrounds every page: navigation, language, colors, and who is signed in. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const t = useMessages()
  const me = useMe()
  const [isOpen, menu] = useDisclosure(false)
  const [location] = useLocation()
  const isPhone = useMediaQuery('(max-width: 48em)')
  const search = me.permissions.includes('read_students') && <SearchBox />
  const isLive = useLiveUpdates(me.permissions.includes('read_students'))
  const { data: status } = useQuery({
    queryKey: ['status'],
    queryFn: () => read(api.GET('/v1/status')),
    refetchInterval: EVERY,
  })
  return (
    <AppShell
      header={{ height: 48 }}
      navbar={{ width: 216, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding="md"
    >
      <a href="#content" className="skip-link">
        {t.app.skip}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="xs" wrap="nowrap">
            <Burger opened={isOpen} onClick={menu.toggle} hiddenFrom="sm" size="sm" aria-label={t.app.menu} />
            <Text fw={700} size="md" component={Link} href="/" className="brand">
              {t.app.name}
            </Text>
          </Group>
          {!isPhone && search}
          <Group gap={4} wrap="nowrap">
            {!isLive && (
              <Text size="xs" c="dimmed" role="status" visibleFrom="sm">
                {t.app.notLive}
              </Text>
            )}
            <LanguageSwitch />
            <ColorSwitch />
            <Text size="sm" c="dimmed" visibleFrom="xs" truncate maw={180} px={6} dir="auto">
              {me.name}
            </Text>
            <SignOut />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={t.app.menu}>
        {isPhone && <AppShell.Section pb="xs">{search}</AppShell.Section>}
        <AppShell.Section grow component={ScrollArea} type="auto">
          {DESTINATIONS.filter(
            ({ permission }) => permission === null || me.permissions.includes(permission),
          ).map(({ path, text, icon: Icon }) => (
            <NavLink
              key={path}
              component={Link}
              href={path}
              label={t.nav[text]}
              leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
              active={isBelow(location, path)}
              aria-current={isBelow(location, path) ? 'page' : undefined}
              onClick={menu.close}
              className="nav"
            />
          ))}
          {status && (
            <>
              <Text size="xs" c="dimmed" mt="md" mb={2} px={12}>
                {t.nav.elsewhere}
              </Text>
              {ELSEWHERE.map((name) => {
                const href = status.links[name]
                return (
                  href !== null && (
                    <NavLink
                      key={name}
                      href={href}
                      target="_blank"
                      rel="noreferrer"
                      label={t.nav[name]}
                      leftSection={<IconExternalLink size={18} stroke={1.6} aria-hidden />}
                      className="nav"
                    />
                  )
                )
              })}
            </>
          )}
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <div className="content">
          {status && <Notices status={status} />}
          {children}
        </div>
      </AppShell.Main>
    </AppShell>
  )
}

/** An application belongs to the students. */
const isBelow = (location: string, path: string) =>
  location === path ||
  location.startsWith(`${path}/`) ||
  (path === '/students' && location.startsWith('/applications/'))

function ColorSwitch() {
  const t = useMessages()
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('light')
  const other = scheme === 'dark' ? 'light' : 'dark'
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      className="quiet"
      size="lg"
      aria-label={t.app[other]}
      onClick={() => setColorScheme(other)}
    >
      {other === 'light' ? <IconSun size={18} stroke={1.6} /> : <IconMoon size={18} stroke={1.6} />}
    </ActionIcon>
  )
}

function SignOut() {
  const t = useMessages()
  const queries = useQueryClient()
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      className="quiet"
      size="lg"
      aria-label={t.app.signOut}
      onClick={() => {
        void signOut().finally(() => {
          queries.clear()
          void queries.resetQueries({ queryKey: ME })
        })
      }}
    >
      <IconLogout size={18} stroke={1.6} />
    </ActionIcon>
  )
}
