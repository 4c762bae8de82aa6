import { Center, Loader } from '@mantine/core'
import { hashKey, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { ApiProblem } from '../api/problem.js'
import { Failure } from '../components/failure.js'
import { hasChosenLanguage, useLanguage } from '../i18n/language.js'
import { fetchMe, ME, SessionContext } from './session.js'
import { SignInPage } from './sign-in-page.js'

/** Shows the app to who is signed in, and the sign-in page to everyone else. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const queries = useQueryClient()
  const { language, messages, speak } = useLanguage()
  const me = useQuery({ queryKey: ME, queryFn: fetchMe, staleTime: 60_000 })

  // A session may end while the app is open: the first answer that says so shows the sign-in page.
  useEffect(
    () =>
      queries.getQueryCache().subscribe(({ query }) => {
        const error: unknown = query.state.error
        if (query.queryHash !== hashKey(ME) && error instanceof ApiProblem && error.status === 401)
          void queries.resetQueries({ queryKey: ME })
      }),
    [queries],
  )
  const preferred = me.data?.language
  useEffect(() => {
    if (preferred && preferred !== language && !hasChosenLanguage()) speak(preferred)
  }, [preferred, language, speak])

  if (me.data) return <SessionContext value={me.data}>{children}</SessionContext>
  if (me.error instanceof ApiProblem && me.error.status === 401) return <SignInPage />
  return (
    <Center mih="100dvh" component="main">
      {me.error ? (
        <Failure error={me.error} onRetry={() => void me.refetch()} />
      ) : (
        <Loader aria-label={messages.common.loading} />
      )}
    </Center>
  )
}
