/** A response over HTTP. */
export interface HttpResponse {
  readonly status: number
  readonly type: string
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

export const JSON_TYPE = 'application/json; charset=utf-8'
export const HTML_TYPE = 'text/html; charset=utf-8'

export const httpResponse = (
  status: number,
  type: string,
  body: string,
  headers: HttpResponse['headers'] = {},
): HttpResponse => ({
  status,
  type,
  body,
  headers,
})

export const jsonResponse = (
  document: unknown,
  status = 200,
  headers: HttpResponse['headers'] = {},
): HttpResponse => httpResponse(status, JSON_TYPE, pythonJson(document), headers)

/** Python writes numbers that JSON does not have by their names. */
const pythonJson = (document: unknown): string =>
  JSON.stringify(document, (_, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? `\u0000${value}\u0000` : value,
  ).replace(/"\\u0000(-?\w+)\\u0000"/g, '$1')
