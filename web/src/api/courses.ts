import { useQuery } from '@tanstack/react-query'
import { useTitle } from '../i18n/title.js'
import { useMessages } from '../i18n/language.js'
import { api, read } from './client.js'

/** A program and its courses, as Odoo has them. */
export const useProgram = (id: number) =>
  useQuery({
    queryKey: ['program', id],
    queryFn: () => read(api.GET('/v1/programs/{id}', { params: { path: { id } } })),
    staleTime: 60_000,
  })

/** Returns a function that names a course of a program. */
export function useCourseName(programId: number): (courseIntegrationId: number) => string {
  const t = useMessages()
  const inLanguage = useTitle()
  const names = new Map(useProgram(programId).data?.courses.map(({ id, name }) => [id, name]))
  return (id) => inLanguage(names.get(id) ?? t.common.courseNumber(id))
}
