import { Webhook } from 'standardwebhooks'

/** The headers of Standard Webhooks, as they came. */
type SignatureHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

/** Tells whether a body was signed, within the last five minutes, with one of our secrets. */
export type SignatureCheck = (body: string, headers: SignatureHeaders) => boolean

/** For several secrets at once, so that they can be replaced one by one. Throws on a secret that is none. */
export function signatureCheck(secrets: readonly string[]): SignatureCheck {
  const keys = secrets.map((secret) => new Webhook(secret))
  return (body, headers) => {
    const signed = Object.fromEntries(
      ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [
        name,
        String(headers[name] ?? ''),
      ]),
    )
    return keys.some((key) => verifies(key, body, signed))
  }
}

function verifies(key: Webhook, body: string, headers: Record<string, string>): boolean {
  try {
    key.verify(body, headers, { jsonParse: false })
    return true
  } catch {
    // The library has no other way to say no.
    return false
  }
}
