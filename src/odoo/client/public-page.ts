/** Milliseconds for the page and all redirects to it. */
const TIMEOUT = 10_000
const MAX_REDIRECTS = 10

/** A page as a visitor gets it. */
export interface PublicPage {
  readonly status: number
  readonly text: string
}

/** Returns the HTML of Odoo's public login page. Throws if there is no page to read. */
export const readLoginPage = async (url: string, db: string): Promise<string> =>
  (await readPublicPage(`${url}/web/login?db=${encodeURIComponent(db)}`)).text

/**
 * Returns a page that Odoo shows to visitors. A server with several databases redirects to the same
 * address, and selects the database (`db` in the query) in the session of a cookie: without the
 * cookie it redirects for ever. Throws if there is no page to read.
 */
export async function readPublicPage(url: string): Promise<PublicPage> {
  const signal = AbortSignal.timeout(TIMEOUT)
  const { origin } = new URL(url)
  const cookies = new Map<string, string>()
  let address = new URL(url)
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const response = await fetch(address, {
      redirect: 'manual',
      signal,
      headers: address.origin === origin && cookies.size > 0 ? { cookie: cookieHeader(cookies) } : {},
    })
    const { status, headers } = response
    const location = headers.get('location')
    if (status < 300 || status > 399 || location === null) return { status, text: await response.text() }
    await response.body?.cancel()
    if (address.origin === origin) keepCookies(cookies, headers.getSetCookie())
    address = new URL(location, address)
  }
  throw new Error(`The page redirects more than ${MAX_REDIRECTS} times.`)
}

const cookieHeader = (cookies: ReadonlyMap<string, string>) =>
  [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')

function keepCookies(cookies: Map<string, string>, headers: readonly string[]): void {
  for (const header of headers) {
    const [, name, value] = /^([^=;]+)=([^;]*)/.exec(header) ?? []
    if (name !== undefined && value !== undefined) cookies.set(name.trim(), value.trim())
  }
}
