import { SegmentedControl, Stack, Text, useMantineColorScheme } from '@mantine/core'
import { Chip } from '../../components/chip.js'
import { Facts } from '../../components/facts.js'
import { Page, Section } from '../../components/page.js'
import { useWords } from '../../components/words.js'
import { LANGUAGES, useLanguage } from '../../i18n/language.js'
import { useMay, useMe } from '../../session/session.js'
import { ApiKeys } from './api-keys.js'

const SCHEMES = ['auto', 'light', 'dark'] as const

const LANGUAGE_NAMES = { en: 'English', ar: 'العربية' }

/** Language and colors of this browser, what the reader may do, and API keys. */
export default function Settings() {
  const { language, messages: t, speak } = useLanguage()
  const texts = t.pages.settings
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const say = useWords()
  const me = useMe()
  const managesKeys = useMay('manage_keys')
  return (
    <Page title={t.nav.settings}>
      <div className="columns">
        <Section title={texts.appearance}>
          <Stack gap="md" align="flex-start">
            <SegmentedControl
              aria-label={texts.language}
              value={language}
              onChange={(value) => speak(value === 'ar' ? 'ar' : 'en')}
              data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
            />
            <SegmentedControl
              aria-label={texts.colors}
              value={colorScheme}
              onChange={(value) => setColorScheme(SCHEMES.find((scheme) => scheme === value) ?? 'auto')}
              data={SCHEMES.map((value) => ({ value, label: texts[value] }))}
            />
          </Stack>
        </Section>
        <Section title={texts.account}>
          <Facts
            facts={[
              [t.app.account, <bdi key="name">{me.name}</bdi>],
              [texts.roles, me.roles.map((role) => say('roles', role)).join(' · ') || texts.keys],
              [
                texts.permissions,
                <span key="permissions" className="chips">
                  {me.permissions.map((permission) => (
                    <Chip key={permission}>{say('permissions', permission)}</Chip>
                  ))}
                </span>,
              ],
            ]}
          />
          <Text size="xs" c="dimmed" mt="sm">
            {texts.rolesHint}
          </Text>
        </Section>
      </div>
      {managesKeys && <ApiKeys />}
    </Page>
  )
}
