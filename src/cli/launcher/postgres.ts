import { parseArgs } from 'node:util'
import { runPostgres } from '../../../sandbox/postgres-server.js'
import { runAsService } from '../service-process.js'

/** `postgres --directory D --port P [--volatile]`, password in POSTGRES_PASSWORD: the embedded PostgreSQL, as a part. */
export async function postgres(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      directory: { type: 'string' },
      port: { type: 'string' },
      volatile: { type: 'boolean', default: false },
    },
  })
  const password = process.env['POSTGRES_PASSWORD']
  if (!values.directory || !values.port || !password) {
    throw new Error('postgres needs --directory, --port and POSTGRES_PASSWORD')
  }
  const server = await runPostgres({
    directory: values.directory,
    port: Number(values.port),
    password,
    durable: !values.volatile,
  })
  const fail = runAsService({ stop: () => server.stop() })
  await server.ended
  fail('PostgreSQL has ended.')
}
