import { ApiProblem, type ProblemBody } from './problem.js'

/** Parameters of an address; those that are undefined are left out. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>

/** Saves a file that the API makes, under the name that it gives. Throws an ApiProblem. */
export async function download(path: string, query: Query): Promise<void> {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) parameters.set(name, String(value))
  const response = await fetch(`${path}?${parameters.toString()}`).catch(() => {
    throw new ApiProblem(0, null)
  })
  if (!response.ok)
    throw new ApiProblem(response.status, (await response.json().catch(() => null)) as ProblemBody | null)
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1]
  save(await response.blob(), name ?? 'file')
}

/** Saves a file as a browser saves a download. */
export function save(content: Blob, name: string): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
