import Type, { type Static } from 'typebox'
import { actorNames } from '../../store/actor-names.js'
import { listReportReaders, readerNames, unknownReaders } from '../../store/report-readers.js'
import {
  changeReportSchedule,
  createReportSchedule,
  deleteReportSchedule,
  lastReportDeliveries,
  listReportSchedules,
  type ReportSchedule,
  sendReportNow,
} from '../../store/report-schedules.js'
import type { ApiDeps } from '../deps.js'
import { notFound, Problem } from '../problems/problem.js'
import { problems } from '../schemas/common.js'
import {
  ReportReaderList,
  ReportScheduleBody,
  ReportScheduleList,
  ReportScheduleParams,
  ReportScheduleView,
} from '../schemas/report-schedule.js'
import type { Server } from '../server.js'
import { timeZoneFor } from '../services/center-zone.js'

const access = { access: 'caller', permission: 'schedule_reports' } as const
const tags = ['reports']

/** Reports that are emailed to staff on a schedule. The worker sends them. */
export function reportScheduleRoutes(app: Server, deps: ApiDeps): void {
  const { store, clock } = deps
  const timeZone = timeZoneFor(deps)
  const now = async () => ({ instant: clock(), timeZone: await timeZone() })
  const path = '/v1/report-schedules'

  app.get(
    '/v1/report-readers',
    {
      config: access,
      schema: {
        tags,
        summary: 'Staff to whom a report can be sent, by name',
        description: 'Who has signed in with an Odoo account, and agents of students.',
        response: { 200: ReportReaderList, ...problems },
      },
    },
    async () => ({
      readers: (await listReportReaders(store)).map(({ userId, name }) => ({ id: userId, name })),
    }),
  )

  app.get(
    path,
    {
      config: access,
      schema: {
        tags,
        summary: 'Scheduled reports, when each is sent next, and how the last one fared',
        response: { 200: ReportScheduleList, ...problems },
      },
    },
    async () => ({ schedules: await viewsOf(await listReportSchedules(store)) }),
  )

  app.post(
    path,
    {
      config: access,
      schema: {
        tags,
        summary: 'Schedule a report',
        description:
          'Each recipient gets what their role may see when it is sent: an agent gets a report about their own students. ' +
          'It is as of the moment at which it is due. Of moments that are missed, the last one is made up for.',
        body: ReportScheduleBody,
        response: { 201: ReportScheduleView, ...problems },
      },
    },
    async ({ body, actor }, reply) => {
      await requireReaders(body.recipients)
      const schedule = await createReportSchedule(store, body, { actor, now: await now() })
      return reply.code(201).send(await viewOf(schedule))
    },
  )

  app.put(
    `${path}/:id`,
    {
      config: access,
      schema: {
        tags,
        summary: 'Change a scheduled report',
        params: ReportScheduleParams,
        body: ReportScheduleBody,
        response: { 200: ReportScheduleView, ...problems },
      },
    },
    async ({ params: { id }, body, actor }) => {
      await requireReaders(body.recipients)
      const schedule = await changeReportSchedule(store, id, body, { actor, now: await now() })
      if (!schedule) throw missing(id)
      return viewOf(schedule)
    },
  )

  app.delete(
    `${path}/:id`,
    {
      config: access,
      schema: {
        tags,
        summary: 'Delete a scheduled report, and what of it was not sent yet',
        params: ReportScheduleParams,
        response: { 204: Type.Null(), ...problems },
      },
    },
    async ({ params: { id }, actor }, reply) => {
      if (!(await deleteReportSchedule(store, id, actor))) throw missing(id)
      return reply.code(204).send(null)
    },
  )

  app.post(
    `${path}/:id/send`,
    {
      config: access,
      schema: {
        tags,
        summary: 'Send a scheduled report now, to all of its recipients',
        description: 'As of now, within a minute. When it is due next stays as it is.',
        params: ReportScheduleParams,
        response: { 202: ReportScheduleView, ...problems },
      },
    },
    async ({ params: { id }, actor }, reply) => {
      const schedule = await sendReportNow(store, id, { actor, now: clock() })
      if (!schedule) throw missing(id)
      return reply.code(202).send(await viewOf(schedule))
    },
  )

  async function requireReaders(userIds: readonly number[]): Promise<void> {
    const unknown = await unknownReaders(store, userIds)
    if (unknown.length === 0) return
    throw new Problem('invalid-content', 'A recipient is no member of staff whom we know.', {
      errors: unknown.map((userId) => ({
        pointer: `/recipients/${userIds.indexOf(userId)}`,
        detail: 'must be in GET /v1/report-readers',
      })),
    })
  }

  async function viewOf(schedule: ReportSchedule): Promise<Static<typeof ReportScheduleView>> {
    const [view] = await viewsOf([schedule])
    if (!view) throw new Error('The schedule has no description.')
    return view
  }

  async function viewsOf(schedules: readonly ReportSchedule[]): Promise<Static<typeof ReportScheduleView>[]> {
    const deliveries = await lastReportDeliveries(store)
    const [nameOf, actorOf] = await Promise.all([
      readerNames(store, [
        ...schedules.flatMap(({ settings }) => settings.recipients),
        ...deliveries.map(({ userId }) => userId),
      ]),
      actorNames(
        store,
        schedules.map(({ createdBy }) => createdBy),
      ),
    ])
    const reader = (id: number) => ({ id, name: nameOf(id) })
    return schedules.map(({ id, settings, nextDueAt, createdBy }) => {
      const ofSchedule = deliveries.filter(({ scheduleId }) => scheduleId === id)
      const [first] = ofSchedule
      return {
        ...settings,
        id,
        recipients: settings.recipients.map(reader),
        nextAt: nextDueAt.toISOString(),
        createdBy: actorOf(createdBy),
        last: first
          ? {
              asOf: first.dueAt.toISOString(),
              deliveries: ofSchedule.map(({ userId, state }) => ({ recipient: reader(userId), state })),
            }
          : null,
      }
    })
  }
}

const missing = (id: number) => notFound(`Scheduled report ${id}`)
