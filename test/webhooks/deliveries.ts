import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A call that a real Odoo made to a webhook. */
export interface Delivery {
  /** `17`, `18`, `19`: the version of Odoo. */
  readonly version: string
  readonly scenario: string
  /** As sent, without the receiver's address. */
  readonly headers: Readonly<Record<string, string>>
  readonly bodyText: string
}

interface Recorded {
  readonly delivery?: boolean
  /** Null: nothing was sent. */
  readonly request: { readonly headers: [string, string][]; readonly bodyText: string } | null
}

const RECORDINGS = fileURLToPath(new URL('../contract/recordings/', import.meta.url))

/** Headers that the client in the test adds itself. */
const CONNECTION = ['host', 'connection', 'content-length']

/** Returns all recorded deliveries in their original order. */
export const recordedDeliveries = (): Delivery[] =>
  readdirSync(RECORDINGS).flatMap((version) =>
    readdirSync(`${RECORDINGS}${version}`)
      .filter((folder) => folder.startsWith('webhook'))
      .flatMap((folder) =>
        readdirSync(`${RECORDINGS}${version}/${folder}`).flatMap((file) =>
          deliveriesOf(version, folder, file),
        ),
      ),
  )

function deliveriesOf(version: string, folder: string, file: string): Delivery[] {
  const recorded = JSON.parse(readFileSync(`${RECORDINGS}${version}/${folder}/${file}`, 'utf8')) as Recorded[]
  return recorded.flatMap(({ delivery, request }) => {
    if (!delivery || !request) return []
    const headers = request.headers
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .filter(([name]) => !CONNECTION.includes(name))
    const scenario = `${folder}/${file.replace('.json', '')}`
    return { version, scenario, headers: Object.fromEntries(headers), bodyText: request.bodyText }
  })
}
