// A process that sends one welcome email, for a test that kills it on the way.
// Arguments: <databaseUrl> <smtpUrl> <version>
import { composeMail } from '../../src/mail/compose.js'
import { headersOf, messageIdOf } from '../../src/mail/identity.js'
import { claimAttempt, finishAttempt } from '../../src/mail/ledger.js'
import { smtpTransport } from '../../src/mail/transport.js'
import { openStore } from '../../src/store/store.js'
import { EXAMPLES, exampleContent } from './examples.js'

const [databaseUrl = '', smtpUrl = '', version = ''] = process.argv.slice(2)
const [body] = EXAMPLES
if (body?.kind !== 'welcome') throw new Error('no example')
const key = { kind: body.kind, programId: 7, studentId: 1, run: 1, version }
const messageId = messageIdOf(key, 'training.example')
const recipient = 'amal@student.example'

const store = openStore(databaseUrl)
const entry = await claimAttempt(store, { key, messageId, language: 'ar', recipient })
if (entry.kind !== 'claimed') throw new Error(`not claimed: ${entry.kind}`)
const delivery = await smtpTransport(smtpUrl).deliver({
  messageId,
  from: 'training@training.example',
  to: [recipient],
  date: new Date(),
  ...composeMail(exampleContent('ar', body)),
  headers: headersOf(key, null),
  attachments: [],
})
await finishAttempt(store, entry.claim, delivery)
