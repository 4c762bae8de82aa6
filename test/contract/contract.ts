import type { SandboxVersion } from '../../sandbox/odoo/version.js'
import { recordedKinds, recordings, type RecordedTransport } from './recording.js'
import { replay } from './replay.js'
import { serverUnderTest, versionOf } from './server-under-test.js'

/** Which recordings to replay. Default: all; against a real server, those of its version. */
export interface Selection {
  readonly version?: SandboxVersion
  readonly transport?: RecordedTransport
  readonly scenario?: string
  /** Folder with one folder per version, and in each one per transport. Default: ours. */
  readonly folder?: string
}

/** An exchange to which the server responds differently than Odoo did. */
interface Difference {
  readonly scenario: string
  readonly what: string
  readonly how: string
}

/** The result of one version over one transport. */
export interface Result {
  readonly version: SandboxVersion
  readonly transport: RecordedTransport
  /** Number of exchanges replayed. */
  readonly exchanges: number
  /** Must be empty. */
  readonly differences: readonly Difference[]
}

/**
 * Replays the recordings against the sandbox, or against the real server that ODOO_URL names.
 * Every recorded exchange counts, whether the product makes that call or not.
 */
export async function* contract(
  env: NodeJS.ProcessEnv,
  selection: Selection = {},
): AsyncGenerator<Result, void, void> {
  const real = env.ODOO_URL ? await versionOf(env.ODOO_URL) : null
  for (const { version, transport } of recordedKinds(selection.folder)) {
    if (version !== (real ?? selection.version ?? version)) continue
    if (transport !== (selection.transport ?? transport)) continue
    const server = await serverUnderTest(version, env)
    try {
      let exchanges = 0
      const differences: Difference[] = []
      for (const recording of recordings(version, transport, selection.folder)) {
        const { scenario } = recording
        if (scenario !== (selection.scenario ?? scenario)) continue
        const replayed = await replay(server, recording)
        exchanges += replayed.length
        for (const { what, difference } of replayed)
          if (difference !== null) differences.push({ scenario, what, how: difference })
      }
      yield { version, transport, exchanges, differences }
    } finally {
      await server.close()
    }
  }
}
