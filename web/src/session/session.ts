import { createContext, use } from 'react'
import { api, read, type Schemas, setCsrfToken } from '../api/client.js'

/** Who is signed in, and what they may do. */
export type Me = Schemas['Me']
export type Permission = Me['permissions'][number]

/** The query that says who is signed in. */
export const ME = ['me'] as const

export async function fetchMe(): Promise<Me> {
  const me = await read(api.GET('/v1/me'))
  setCsrfToken(me.csrfToken)
  return me
}

/** How people can sign in at an OpenID provider; null: none is configured. */
export const fetchProvider = async (): Promise<Schemas['SignInOptions']['provider']> =>
  (await read(api.GET('/v1/sign-in'))).provider

type Credentials = { readonly login: string; readonly password: string } | { readonly apiKey: string }

export async function signIn(credentials: Credentials): Promise<Me> {
  const me = await read(api.POST('/v1/session', { body: credentials }))
  setCsrfToken(me.csrfToken)
  return me
}

export async function signOut(): Promise<void> {
  await api.DELETE('/v1/session')
  setCsrfToken(null)
}

export const SessionContext = createContext<Me | null>(null)

export function useMe(): Me {
  const me = use(SessionContext)
  if (!me) throw new Error('Outside of the SessionGate.')
  return me
}

export const useMay = (permission: Permission): boolean => useMe().permissions.includes(permission)
