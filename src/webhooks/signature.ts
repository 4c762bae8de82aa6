import { Webhook } from 'standardwebhooks'

/** The request's headers, among them those of Standard Webhooks. */
type SignatureHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

/** Returns whether one of our secrets signed the body within the last five minutes. */
export type SignatureCheck = (body: string, headers: SignatureHeaders) => boolean

/**
 * Makes a check for several secrets, so that they can be replaced one by one. Throws when a secret
 * is malformed.
 */
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
    // The library throws on an invalid signature.
    return false
  }
}
