/** Milliseconds for the page and all redirects to it. */
const TIMEOUT = 10_000
const MAX_REDIRECTS = 10

/**
 * Returns the HTML of Odoo's public login page. A server with several databases redirects to the
 * same address, and selects the database in the session of a cookie: without the cookie it
 * redirects for ever. Throws if there is no page to read.
 */
export async function readLoginPage(url: string, db: string): Promise<string> {
  const signal = AbortSignal.timeout(TIMEOUT)
  const { origin } = new URL(url)
  const cookies = new Map<string, string>()
  let address = new URL(`${url}/web/login?db=${encodeURIComponent(db)}`)
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const response = await fetch(address, {
      redirect: 'manual',
      signal,
      headers: address.origin === origin && cookies.size > 0 ? { cookie: cookieHeader(cookies) } : {},
    })
    const location = response.headers.get('location')
    if (response.status < 300 || response.status > 399 || location === null) return response.text()
    await response.body?.cancel()
    if (address.origin === origin) keepCookies(cookies, response.headers.getSetCookie())
    address = new URL(location, address)
  }
  throw new Error(`The login page redirects more than ${MAX_REDIRECTS} times.`)
}

const cookieHeader = (cookies: ReadonlyMap<string, string>) =>
  [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')

function keepCookies(cookies: Map<string, string>, headers: readonly string[]): void {
  for (const header of headers) {
    const [, name, value] = /^([^=;]+)=([^;]*)/.exec(header) ?? []
    if (name !== undefined && value !== undefined) cookies.set(name.trim(), value.trim())
  }
}
