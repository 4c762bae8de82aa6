import { useQuery } from '@tanstack/react-query'
import { useTitle } from '../i18n/title.js'
import { useMessages } from '../i18n/language.js'
import { useMay } from '../session/session.js'
import { api, read } from './client.js'

/** All programs, with names. Programs rarely change. */
export function usePrograms() {
  const enabled = useMay('read_students')
  return useQuery({
    queryKey: ['programs'],
    queryFn: () => read(api.GET('/v1/programs')),
    staleTime: 60_000,
    enabled,
  })
}

/** Returns a function that names a program. */
export function useProgramName(): (id: number) => string {
  const t = useMessages()
  const inLanguage = useTitle()
  const names = new Map(usePrograms().data?.programs.map(({ id, name }) => [id, name]))
  return (id) => inLanguage(names.get(id) ?? t.common.programNumber(id))
}
