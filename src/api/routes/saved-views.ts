import Type from 'typebox'
import { deleteView, listSavedViews, MOST_VIEWS, saveView } from '../../store/saved-views.js'
import type { ApiDeps } from '../deps.js'
import { notFound, Problem } from '../problems/problem.js'
import { problems } from '../schemas/common.js'
import { View, ViewBody, ViewList, ViewParams } from '../schemas/saved-view.js'
import type { Server } from '../server.js'

const access = { access: 'caller', permission: 'read_students' } as const
const tags = ['students']

/** Named views of the list of students. Everybody has their own. */
export function savedViewRoutes(app: Server, { store }: ApiDeps): void {
  app.get(
    '/v1/views',
    {
      config: access,
      schema: { tags, summary: 'The caller’s saved views', response: { 200: ViewList, ...problems } },
    },
    async ({ actor }) => ({
      views: (await listSavedViews(store, actor)).map(({ hiddenColumns, ...view }) => ({
        ...view,
        hiddenColumns: [...hiddenColumns],
      })),
    }),
  )

  app.put(
    '/v1/views/:name',
    {
      config: access,
      schema: {
        tags,
        summary: 'Save a view, or replace the one of this name',
        description: `Nobody else sees it. 409: the caller has ${MOST_VIEWS} views already.`,
        params: ViewParams,
        body: ViewBody,
        response: { 200: View, ...problems },
      },
    },
    async ({ params: { name }, body, actor }) => {
      const view = { ...body, name }
      if (await saveView(store, actor, view)) return view
      throw new Problem('wrong-state', `You have ${MOST_VIEWS} views already. Delete one first.`)
    },
  )

  app.delete(
    '/v1/views/:name',
    {
      config: access,
      schema: {
        tags,
        summary: 'Delete a view of the caller',
        params: ViewParams,
        response: { 204: Type.Null(), ...problems },
      },
    },
    async ({ params: { name }, actor }, reply) => {
      if (!(await deleteView(store, actor, name))) throw notFound(`View “${name}”`)
      return reply.code(204).send(null)
    },
  )
}
