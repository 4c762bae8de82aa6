import { Button, Divider } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMessages } from '../i18n/language.js'
import { fetchProvider } from './session.js'

/** The name of the failure in the address (`src/api/services/provider-sign-in.ts`). */
const PARAMETER = 'provider'

/** A button that leads to the OpenID provider, where one is configured. */
export function ProviderButton() {
  const t = useMessages()
  const { data: provider } = useQuery({
    queryKey: ['sign-in'],
    queryFn: fetchProvider,
    staleTime: Infinity,
    // Without an answer, the form for the password is still there.
    throwOnError: false,
  })
  if (!provider) return null
  return (
    <>
      <Divider label={t.signIn.or} />
      <Button
        component="a"
        variant="default"
        size="sm"
        href={`${provider.address}?${new URLSearchParams({ to: wantedPage() }).toString()}`}
      >
        {t.signIn.atProvider(provider.name)}
      </Button>
    </>
  )
}

/** Why the provider did not sign in; null: it was not tried. */
export function useProviderFailure(): string | null {
  const t = useMessages()
  const failure = new URLSearchParams(window.location.search).get(PARAMETER)
  if (failure === null) return null
  const sentences: Readonly<Record<string, string>> = t.signIn.providerFailures
  return Object.hasOwn(sentences, failure) ? (sentences[failure] ?? null) : t.signIn.providerFailures.refused
}

/** Removes the failure from the address, so that it is not shown after the next sign-out. */
export function forgetProviderFailure(): void {
  const address = new URL(window.location.href)
  if (!address.searchParams.has(PARAMETER)) return
  address.searchParams.delete(PARAMETER)
  window.history.replaceState(null, '', address)
}

function wantedPage(): string {
  const { pathname, search } = window.location
  const parameters = new URLSearchParams(search)
  parameters.delete(PARAMETER)
  return parameters.size === 0 ? pathname : `${pathname}?${parameters.toString()}`
}
