import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { Router } from 'wouter'
import { ApiProblem } from './api/problem.js'
import { Pages } from './pages.js'
import { SessionGate } from './session/session-gate.js'
import { cssVariables, theme } from './theme.js'

/** Also read by `public/preferences.js`, before the app starts. */
const colorScheme = localStorageColorSchemeManager({ key: 'training-color-scheme' })

/** Only what may be over in a moment is tried again. */
const mayPass = (failures: number, error: Error) =>
  failures < 2 && !(error instanceof ApiProblem && error.status >= 400 && error.status < 500)

export function App() {
  const [queries] = useState(
    () => new QueryClient({ defaultOptions: { queries: { retry: mayPass, staleTime: 5_000 } } }),
  )
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={colorScheme}
      defaultColorScheme="auto"
    >
      <Notifications position="bottom-right" />
      <QueryClientProvider client={queries}>
        <Router base="/app">
          <SessionGate>
            <Pages />
          </SessionGate>
        </Router>
      </QueryClientProvider>
    </MantineProvider>
  )
}
