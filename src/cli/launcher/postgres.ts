import { runPostgres } from '../../../sandbox/postgres-server.js'
import { readVariables } from '../../variables.js'
import { runAsService } from '../service-process.js'
import { POSTGRES_VARIABLES } from './launcher-variables.js'

export interface PostgresOptions {
  readonly directory: string
  readonly port: number
  readonly volatile?: boolean
}

/** `postgres`: the embedded PostgreSQL; its password is in POSTGRES_PASSWORD. */
export async function postgres({ directory, port, volatile }: PostgresOptions): Promise<void> {
  const { POSTGRES_PASSWORD: password } = readVariables(POSTGRES_VARIABLES, process.env)
  const server = await runPostgres({ directory, port, password, durable: !volatile })
  const fail = runAsService({ stop: () => server.stop() })
  await server.ended
  fail('PostgreSQL has stopped.')
}
