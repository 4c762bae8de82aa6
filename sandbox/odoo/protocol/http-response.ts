/** A response over HTTP. */
export interface Page {
  readonly status: number
  readonly type: string
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

export const JSON_TYPE = 'application/json; charset=utf-8'
export const HTML_TYPE = 'text/html; charset=utf-8'

export const page = (status: number, type: string, body: string, headers: Page['headers'] = {}): Page => ({
  status,
  type,
  body,
  headers,
})

export const json = (document: unknown, status = 200, headers: Page['headers'] = {}): Page =>
  page(status, JSON_TYPE, JSON.stringify(document), headers)
