import { type Command, InvalidArgumentError } from 'commander'
import { port as parsePort } from '../../variables.js'
import { examples } from '../help.js'
import type { InboxOptions } from './inbox.js'
import {
  LAUNCHER_VARIABLES,
  POSTGRES_VARIABLES,
  SANDBOX_DATABASE,
  SANDBOX_VARIABLES,
} from './launcher-variables.js'
import type { PostgresOptions } from './postgres.js'
import type { SandboxOptions } from './sandbox.js'
import type { TemporalOptions } from './temporal.js'

export { LAUNCHER_VARIABLES }

/**
 * The commands of a development machine: everything at once, and each embedded server by itself.
 */
export function addLauncherCommands(program: Command): void {
  program
    .command('start')
    .description('Run everything on this machine; starts an embedded server for each system not configured')
    .addHelpText('after', examples({ ...LAUNCHER_VARIABLES }, 'start'))
    .action(async () => (await import('./start.js')).start())
  program
    .command('sandbox')
    .description('Run the sandbox: a stand-in for Odoo with learners who take its courses')
    .option('--port <port>', 'port of the sandbox', port, 8069)
    .option('--temporal-address <address>', 'development server of Temporal whose time /sandbox/time moves')
    .option('--access-file <file>', 'write address and logins to this file')
    .addHelpText('after', examples({ ...SANDBOX_DATABASE, ...SANDBOX_VARIABLES }, 'sandbox --port 8069'))
    .action(async (options: SandboxOptions) => (await import('./sandbox.js')).sandbox(options))
  program
    .command('inbox')
    .description('Run a mail server that delivers nothing and shows every email on a page')
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option('--smtp-port <port>', 'port for SMTP', port, 1025)
    .option('--web-port <port>', 'port of the page', port, 1080)
    .option('--directory <path>', 'where emails are kept', './data/mails')
    .addHelpText('after', examples({}, 'inbox --smtp-port 2025 --web-port 2080'))
    .action(async (options: InboxOptions) => (await import('./inbox.js')).inbox(options))
  program
    .command('postgres')
    .description('Run the embedded PostgreSQL')
    .requiredOption('--directory <path>', 'folder of the cluster; created when missing')
    .requiredOption('--port <port>', 'port to listen on', port)
    .option('--volatile', 'do not wait for the disk; for tests')
    .addHelpText('after', examples(POSTGRES_VARIABLES, 'postgres --directory ./data/postgres --port 5433'))
    .action(async (options: PostgresOptions) => (await import('./postgres.js')).postgres(options))
  program
    .command('temporal')
    .description('Run the development server of Temporal')
    .requiredOption('--cli <path>', 'path of the Temporal CLI')
    .requiredOption('--port <port>', 'port of the frontend', port)
    .option('--ui-port <port>', 'port of the Web UI; without it there is none', port)
    .option('--db-file <file>', 'file that keeps everything; without it, memory')
    .option('--namespace <name>', 'namespace to create', 'default')
    .addHelpText('after', examples({}, 'temporal --cli /usr/bin/temporal --port 7233 --ui-port 8233'))
    .action(async (options: TemporalOptions) => (await import('./temporal.js')).temporal(options))
}

/** An option's value as a port; wrong values end in commander's usage error. */
function port(value: string): number {
  try {
    return parsePort(value)
  } catch (error) {
    throw new InvalidArgumentError(`It must be ${(error as Error).message}.`)
  }
}
