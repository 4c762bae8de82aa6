import { Button } from '@mantine/core'
import { useLanguage } from '../i18n/language.js'

/** Offers the other language, in that language. */
export function LanguageSwitch() {
  const { language, messages, speak } = useLanguage()
  const other = language === 'ar' ? 'en' : 'ar'
  return (
    <Button
      variant="subtle"
      color="gray"
      className="quiet"
      onClick={() => speak(other)}
      aria-label={messages.app.switchLanguage}
    >
      <span lang={other}>{messages.app.language}</span>
    </Button>
  )
}
