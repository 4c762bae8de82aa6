import assert from 'node:assert/strict'
import getPort from 'get-port'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { startInbox } from '../../../sandbox/inbox.js'

describe('inbox', () => {
  let directory: string
  before(async () => (directory = await mkdtemp(join(tmpdir(), 'inbox-'))))
  after(() => rm(directory, { recursive: true, force: true }))

  it('shows an email that it received before a restart', async () => {
    const [smtpPort, webPort] = [await getPort(), await getPort()]
    const settings = { host: '127.0.0.1', smtpPort, webPort, directory }
    const first = await startInbox(settings)
    const transport = createTransport(first.smtpUrl)
    await transport.sendMail({ from: 'a@training.example', to: 'b@training.example', subject: 'Welcome' })
    transport.close()
    await first.close()

    const second = await startInbox(settings)
    try {
      const response = await fetch(`${second.webUrl}/api/email`)
      const emails = (await response.json()) as { emails?: unknown[] } | unknown[]
      assert.match(JSON.stringify(emails), /"subject":"Welcome"/)
    } finally {
      await second.close()
    }
  })
})
