import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'

/**
 * Makes a call as a rule of Odoo does, on a connection of its own. Throws when the response is not
 * 202.
 */
export async function call(address: URL, recordId: number): Promise<void> {
  const body = JSON.stringify({
    _action: 'Send Webhook Notification(#250)',
    _id: recordId + 1,
    _model: 'slide.channel.partner',
  })
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  const sent = request(address, { method: 'POST', headers, agent: new Agent({ keepAlive: false }) })
  sent.end(body)
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  response.resume()
  await once(response, 'end')
  if (response.statusCode !== 202) throw new Error(`The API returned ${response.statusCode}`)
}
