import assert from 'node:assert/strict'
import { OutboxTrigger } from '../../src/temporal/outbox-trigger.js'
import { waitFor } from '../support/wait-for.js'
import { openSandboxEnvironment, type SandboxEnvironment } from './environment.js'

interface Schedule {
  readonly id: number
  readonly last: { readonly deliveries: readonly { readonly state: string }[] } | null
}

describe('A scheduled report, end to end', function () {
  this.timeout(180_000)

  let environment: SandboxEnvironment
  let trigger: OutboxTrigger
  before(async () => {
    environment = await openSandboxEnvironment('demo')
    await environment.sweep()
    const { client, store, config } = environment
    trigger = new OutboxTrigger(client, store, config.todos.choice, (error) => {
      throw error
    })
  })
  after(async () => {
    trigger.stop()
    await environment.close()
  })

  async function get<T>(path: string): Promise<T> {
    return (await environment.call(path)).json as T
  }

  it('is noticed by the worker, made and emailed, and the list shows how it fared', async () => {
    const { readers } = await get<{ readers: { id: number; name: string }[] }>('/v1/report-readers')
    const [reader] = readers
    assert.ok(reader, 'agents of students can be readers')
    const { status, json } = await environment.call('/v1/report-schedules', {
      ...{ report: 'progress', format: 'csv', period: 'everything', programId: null, language: 'en' },
      ...{ cadence: { every: 'day', hour: 7 }, recipients: [reader.id] },
    })
    assert.equal(status, 201)
    const { id } = json as Schedule
    assert.equal((await environment.call(`/v1/report-schedules/${id}/send`, {})).status, 202)
    trigger.start()

    const mail = await waitFor('the email', () =>
      Promise.resolve(environment.mail.received.find(({ parsed }) => parsed.attachments.length > 0)),
    )
    const [attachment] = mail.parsed.attachments
    assert.match(attachment?.filename ?? '', /\.csv$/)
    await waitFor('the delivery on the list', async () => {
      const { schedules } = await get<{ schedules: Schedule[] }>('/v1/report-schedules')
      return schedules.find((one) => one.id === id)?.last?.deliveries[0]?.state === 'accepted'
    })
  })
})
