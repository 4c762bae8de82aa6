// A process of its own that sends one welcome mail, to be killed on the way: `sending-process.ts <databaseUrl> <smtpUrl> <version>`.
import { composeMail } from '../../src/mail/compose.js'
import { headersOf, messageIdOf } from '../../src/mail/identity.js'
import { claim, settle } from '../../src/mail/ledger.js'
import { smtpTransport } from '../../src/mail/transport.js'
import { openStore } from '../../src/store/store.js'
import { CONTENTS, letterOf } from './letters.js'

const [databaseUrl = '', smtpUrl = '', version = ''] = process.argv.slice(2)
const [content] = CONTENTS
if (!content) throw new Error('no letter')
const key = { kind: content.kind, programId: 7, studentId: 1, version }
const messageId = messageIdOf(key, 'training.example')
const recipient = 'amal@student.example'

const store = openStore(databaseUrl)
const entry = await claim(store, { key, messageId, language: 'ar', recipient })
if (entry.kind !== 'claimed') throw new Error(`not claimed: ${entry.kind}`)
const delivery = await smtpTransport(smtpUrl).deliver({
  messageId,
  from: 'training@training.example',
  to: [recipient],
  date: new Date(),
  ...composeMail(letterOf('ar', content)),
  headers: headersOf(key),
  attachments: [],
})
await settle(store, entry.claim, delivery)
