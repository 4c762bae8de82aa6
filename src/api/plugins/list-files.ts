import type { RouteOptions } from 'fastify'
import fp from 'fastify-plugin'
import Type, { type TObject } from 'typebox'
import { LIST_ROWS } from '../../domain/reports.js'
import type { Heading } from '../../reports/heading.js'
import { makeFile } from '../../reports/make-file.js'
import { namedCells } from '../../reports/named-cells.js'
import type { FileReader } from '../../reports/report.js'
import { textsIn } from '../../reports/texts.js'
import type { ApiDeps } from '../deps.js'
import { Problem } from '../problems/problem.js'
import { sendFile } from '../send-file.js'
import { knownTimeZoneFor } from '../services/center-zone.js'
import { ProgramNames } from '../services/program-names.js'
import { readerIn, type Table } from '../tables/table.js'
import { localTime } from '../../domain/calendar.js'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** As what the list of the route can be saved as a file. */
    tables?: readonly Table[]
  }
}

const FORMATS = ['json', 'csv', 'xlsx'] as const

/** What the caller asks for, besides what the route itself understands. */
interface FileQuery extends Readonly<Record<string, unknown>> {
  readonly format?: (typeof FORMATS)[number]
  readonly language?: 'ar' | 'en'
  readonly table?: string
}

/**
 * Saves lists as files. A route that declares `tables` also takes `format`: its own handler then
 * gives page after page, so a file has exactly the rows that the caller may see, with the same
 * filters.
 */
export const listFiles = fp((app, deps: ApiDeps, done) => {
  const { store, clock, config } = deps
  const timeZoneNow = knownTimeZoneFor(deps)
  const programs = new ProgramNames(deps.odoo)

  app.addHook('onRoute', (route) => {
    const tables = route.config?.tables
    if (tables === undefined || route.method !== 'GET') return
    describe(route, tables)
    const { handler } = route
    const pageSize = pageSizeOf(route)
    route.handler = async function (request, reply) {
      const { format = 'json', language, table: name, ...query } = request.query as FileQuery
      request.query = query
      const page = () => handler.call(this, request, reply) as Promise<{ readonly next?: string | null }>
      if (format === 'json') return page()
      const [first] = tables
      const table = tables.find((one) => one.name === name) ?? first
      if (table === undefined) throw new Error('A list without a table')
      const filter: FileReader = {
        asOf: clock(),
        language: language ?? request.identity?.language ?? 'en',
        timeZone: await timeZoneNow(),
      }
      const filters = Object.fromEntries(
        Object.entries(query).filter(([parameter]) => parameter !== 'cursor' && parameter !== 'limit'),
      )
      const file = {
        ...table,
        format,
        filter,
        heading: () => Promise.resolve(headingOf(table, filter, filters)),
      }
      const made = await makeFile(file, async (add) => {
        for (let cursor: unknown, count = 0; ;) {
          request.query = { ...filters, ...(pageSize && { limit: pageSize }), ...(cursor ? { cursor } : {}) }
          const found = await page()
          const cells = table.cells(found, readerIn(filter.language))
          count += cells.length
          if (count > LIST_ROWS) throw tooMany()
          add(await namedCells(cells, table.columns, { store, programNames, language: filter.language }))
          cursor = found.next
          if (!cursor) return
        }
      })
      return sendFile(reply, made)
    }
  })

  const programNames = (ids: readonly number[]) => programs.load(ids, clock())

  function headingOf({ name }: Table, { language, timeZone, asOf }: FileReader, filters: object): Heading {
    const texts = textsIn(language)
    const found = Object.entries(filters).map(([filter, value]) => `${filter} = ${String(value)}`)
    return {
      organization: language === 'ar' ? config.organization.nameArabic : config.organization.name,
      title: texts.lists[name],
      about: texts.listAbout,
      facts: [
        [texts.asOf, localTime(timeZone, asOf)],
        [texts.timeZone, timeZone],
        ...(found.length > 0 ? [[texts.filters, found.join(', ')] as const] : []),
      ],
      notes: [],
    }
  }
  done()
})

/** Adds the parameters to what the route says about itself. */
function describe(route: RouteOptions, tables: readonly Table[]): void {
  const { querystring, description, ...schema } = route.schema ?? {}
  const names = tables.map(({ name }) => name)
  route.schema = {
    ...schema,
    description: [
      description,
      `With \`format\`, the whole list as a file: at most ${LIST_ROWS} rows, text that no spreadsheet runs.`,
    ]
      .filter(Boolean)
      .join(' '),
    querystring: Type.Object(
      {
        ...(querystring as TObject).properties,
        format: Type.Optional(Type.Enum([...FORMATS], { default: 'json' })),
        language: Type.Optional(
          Type.Enum(['en', 'ar'], { description: 'Of a file. Default: that of the caller' }),
        ),
        ...(names.length > 1 && {
          table: Type.Optional(
            Type.Enum(names, { description: `Which list. Default: \`${names[0] ?? ''}\`` }),
          ),
        }),
      },
      { additionalProperties: false },
    ),
  }
}

/** The longest page that the route gives; undefined: it has no pages. */
function pageSizeOf({ schema }: RouteOptions): number | undefined {
  const { limit } = (schema?.querystring as TObject).properties as { limit?: { maximum?: number } }
  return limit?.maximum
}

const tooMany = () =>
  new Problem(
    'invalid-content',
    `The list has more than ${LIST_ROWS} rows. Filter it, or make a report of progress, certificates or decisions, which may be longer.`,
  )
