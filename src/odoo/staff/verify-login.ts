import { FailureType } from '../../contracts/failures.js'
import { OdooError } from '../client/errors.js'
import { HttpClient } from '../client/http-client.js'
import { Json2 } from '../client/json2.js'
import { JsonRpc } from '../client/jsonrpc.js'

/** Milliseconds. A person waits at the sign-in page. */
const TIMEOUT = 10_000

/** Connections at most: people sign in one by one, and a rush of guesses must not reach Odoo. */
const SOCKETS = 2

/** Asks Odoo whether a login and its password or API key are right. */
export interface LoginCheck {
  /**
   * Returns the user's id; null: Odoo does not accept them. Throws `OdooError` when Odoo cannot be
   * asked. The password is neither kept nor logged.
   */
  verify(login: string, password: string): Promise<number | null>
}

/**
 * Asks `common.authenticate`, which accepts passwords and API keys (16 to 19 and later). Where only
 * JSON-2 can be reached, API keys alone work, as bearer.
 */
export function loginCheck({ url, db }: { readonly url: string; readonly db: string }): LoginCheck {
  const http = new HttpClient(url, { sockets: SOCKETS, readTimeoutMs: TIMEOUT })
  return {
    async verify(login, password) {
      const credentials = { url, db, login, apiKey: password }
      try {
        return await accepted(() => new JsonRpc(credentials, http).login())
      } catch (error) {
        if (!isUnknownPath(error)) throw error
        return accepted(() => new Json2(credentials, http).login())
      }
    },
  }
}

async function accepted(login: () => Promise<number>): Promise<number | null> {
  try {
    return await login()
  } catch (error) {
    if (error instanceof OdooError && error.type === FailureType.OdooLoginRejected) return null
    throw error
  }
}

/** A later Odoo, or a proxy that lets only JSON-2 through. */
const isUnknownPath = (error: unknown) =>
  error instanceof OdooError && /^HTTP (403|404|405)$/.test(error.exceptionName)
