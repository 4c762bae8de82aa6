import type { ProductCalls } from './product-calls.js'
import { recordedKinds, recordings, type RecordedTransport } from './recording.js'
import { replay, type Replayed } from './replay.js'
import { serverUnderTest, versionOf } from './server-under-test.js'
import type { SandboxVersion } from '../../sandbox/odoo/version.js'

/** Which recordings to replay; default all, against a real server those of its version. */
export interface Selection {
  readonly version?: SandboxVersion
  readonly transport?: RecordedTransport
  readonly scenario?: string
  /** Where the recordings are: a folder of folders by version and transport. Default: ours. */
  readonly folder?: string
}

/** An exchange that the server answers otherwise than Odoo did. */
interface Difference {
  readonly scenario: string
  readonly what: string
  readonly how: string
}

/** How one version fared over one transport, in exchanges. */
export interface Standing {
  readonly version: SandboxVersion
  readonly transport: RecordedTransport
  readonly exchanges: number
  /** Calls that the product makes, and the protocol itself. */
  readonly within: number
  /** Of those: answered alike. */
  readonly agreed: number
  readonly outside: number
  /** Of the outside: answered alike all the same. */
  readonly alike: number
  /** Of all exchanges: answered alike. */
  readonly share: number
  /** Exchanges outside that are refused, or follow from a refused one, by scenario. */
  readonly notCovered: Readonly<Record<string, readonly string[]>>
  /** Must be none: differences within, and answers outside that are neither Odoo's nor a refusal. */
  readonly differences: readonly Difference[]
}

/** Replays the recordings against the sandbox, or against the real server that ODOO_URL names. */
export async function* contract(
  calls: ProductCalls,
  env: NodeJS.ProcessEnv,
  selection: Selection = {},
): AsyncGenerator<Standing, void, void> {
  const real = env.ODOO_URL ? await versionOf(env.ODOO_URL) : null
  for (const { version, transport } of recordedKinds(selection.folder)) {
    if (version !== (real ?? selection.version ?? version)) continue
    if (transport !== (selection.transport ?? transport)) continue
    const server = await serverUnderTest(version, env)
    try {
      const parts: Part[] = []
      for (const recording of recordings(version, transport, selection.folder)) {
        if (recording.scenario !== (selection.scenario ?? recording.scenario)) continue
        parts.push(judged(recording.scenario, await replay(server, recording), calls))
      }
      yield { version, transport, ...summed(parts) }
    } finally {
      await server.close()
    }
  }
}

type Part = Omit<Standing, 'version' | 'transport' | 'share'>

function judged(scenario: string, replayed: readonly Replayed[], calls: ProductCalls): Part {
  const within = replayed.filter(({ call }) => calls.includes(call))
  const outside = replayed.filter(({ call }) => !calls.includes(call))
  const isAlike = ({ outcome }: Replayed) => outcome === 'agreed'
  // What comes after a refused call may be otherwise for want of it.
  const refused = replayed.findIndex(({ outcome }) => outcome === 'refused')
  const isWrong = (one: Replayed) =>
    one.outcome === 'different' && (refused < 0 || replayed.indexOf(one) < refused)
  const wrong = [...within.filter((one) => !isAlike(one)), ...outside.filter(isWrong)]
  const notCovered = outside.filter((one) => !isAlike(one) && !isWrong(one)).map(({ what }) => what)
  return {
    exchanges: replayed.length,
    within: within.length,
    agreed: within.filter(isAlike).length,
    outside: outside.length,
    alike: outside.filter(isAlike).length,
    notCovered: notCovered.length > 0 ? { [scenario]: notCovered } : {},
    differences: wrong.map(({ what, how }) => ({ scenario, what, how })),
  }
}

function summed(parts: readonly Part[]): Omit<Standing, 'version' | 'transport'> {
  const sum = (figure: 'exchanges' | 'within' | 'agreed' | 'outside' | 'alike') =>
    parts.reduce((total, part) => total + part[figure], 0)
  const [exchanges, agreed, alike] = [sum('exchanges'), sum('agreed'), sum('alike')]
  return {
    exchanges,
    within: sum('within'),
    agreed,
    outside: sum('outside'),
    alike,
    share: exchanges === 0 ? 0 : (agreed + alike) / exchanges,
    notCovered: Object.assign({}, ...parts.map((part) => part.notCovered)) as Standing['notCovered'],
    differences: parts.flatMap(({ differences }) => differences),
  }
}
