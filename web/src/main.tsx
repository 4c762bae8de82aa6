import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './app.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.js'
import { initialLanguage, LanguageProvider, loadMessages } from './i18n/language.js'

const root = document.getElementById('root')
if (!root) throw new Error('The page has no element with the id root.')

const language = initialLanguage()
const messages = await loadMessages(language)
createRoot(root).render(
  <StrictMode>
    <LanguageProvider initial={{ language, messages }}>
      <App />
    </LanguageProvider>
  </StrictMode>,
)
