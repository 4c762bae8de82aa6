import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react'
import { DirectionProvider } from '@mantine/core'
import type { Messages } from './messages.js'

export const LANGUAGES = ['en', 'ar'] as const
export type Language = (typeof LANGUAGES)[number]

/** Also read by `public/preferences.js`, before the app starts. */
const STORED = 'training-language'

const load: Readonly<Record<Language, () => Promise<Messages>>> = {
  en: async () => (await import('./en/messages.js')).en,
  ar: async () => (await import('./ar/messages.js')).ar,
}

interface Spoken {
  readonly language: Language
  readonly messages: Messages
  readonly speak: (language: Language) => void
}

const Context = createContext<Spoken | null>(null)

/** Returns the language that this browser was set to, or that it prefers. */
export const initialLanguage = (): Language => {
  const wanted = localStorage.getItem(STORED) ?? navigator.language
  return wanted.startsWith('ar') ? 'ar' : 'en'
}

/** Whether a person has chosen a language in this browser. */
export const hasChosenLanguage = (): boolean => localStorage.getItem(STORED) !== null

export const loadMessages = (language: Language): Promise<Messages> => load[language]()

interface Props {
  readonly initial: { readonly language: Language; readonly messages: Messages }
  readonly children: ReactNode
}

/** Texts and direction of the whole app. */
export function LanguageProvider({ initial, children }: Props) {
  const [spoken, setSpoken] = useState(initial)
  useEffect(() => {
    const { documentElement } = document
    documentElement.lang = spoken.language
    documentElement.dir = directionOf(spoken.language)
  }, [spoken.language])
  const value = useMemo<Spoken>(
    () => ({
      ...spoken,
      speak: (language) => {
        localStorage.setItem(STORED, language)
        void loadMessages(language).then((messages) => setSpoken({ language, messages }))
      },
    }),
    [spoken],
  )
  return (
    <Context value={value}>
      <DirectionProvider
        key={spoken.language}
        initialDirection={directionOf(spoken.language)}
        detectDirection={false}
      >
        {children}
      </DirectionProvider>
    </Context>
  )
}

const directionOf = (language: Language) => (language === 'ar' ? 'rtl' : 'ltr')

export function useLanguage(): Spoken {
  const spoken = use(Context)
  if (!spoken) throw new Error('Outside of the LanguageProvider.')
  return spoken
}

/** Returns the texts of the app in the reader’s language. */
export const useMessages = (): Messages => useLanguage().messages
