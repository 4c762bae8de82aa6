import { parseArgs } from 'node:util'
import { startInbox } from '../../../sandbox/inbox.js'
import { runAsService } from '../service-process.js'

/** `inbox [--host H] [--smtp-port P] [--web-port W] [--directory D]`: the embedded mail server with its page, as a part. */
export async function inbox(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      host: { type: 'string', default: '127.0.0.1' },
      'smtp-port': { type: 'string', default: '1025' },
      'web-port': { type: 'string', default: '1080' },
      directory: { type: 'string', default: './data/mails' },
    },
  })
  const running = await startInbox({
    host: values.host,
    smtpPort: Number(values['smtp-port']),
    webPort: Number(values['web-port']),
    directory: values.directory,
  })
  console.log(`Mails to ${running.smtpUrl} are shown at ${running.webUrl}`)
  runAsService({ stop: () => running.close() })
}
