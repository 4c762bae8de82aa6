import { VARIABLES } from '../config.js'
import { IncompatibleDatabase } from '../store/incompatible-database.js'
import { ConfigError, type Variable } from '../variables.js'
import { endWithLauncher } from './service-process.js'
import { LAUNCHER_VARIABLES, SETUP_VARIABLES } from './settings.js'

/** A sub-command: runs until its work is done, or for ever. */
type Command = (args: string[]) => Promise<void>

/** Loaded only when asked for: a part that needs no worker should not pay for loading one. */
const COMMANDS: Record<string, { meaning: string; load: () => Promise<Command> }> = {
  start: {
    meaning: 'everything on this machine; what is not configured is brought along',
    load: async () => (await import('./start.js')).start,
  },
  worker: {
    meaning: 'all workers: workflows, and the activities of each outside system',
    load: async () => (await import('./worker.js')).worker,
  },
  api: {
    meaning: 'admin API, home page, public verification of certificates',
    load: async () => (await import('./api.js')).api,
  },
  setup: {
    meaning: 'makes in Odoo what we need: `plan`, `apply`, `rollback`, `export --file <zip>` (`--json`)',
    load: async () => (await import('./setup.js')).setup,
  },
  doctor: {
    meaning: 'looks at Odoo and says in words what is wrong and how to mend it (`--json`)',
    load: async () => (await import('./doctor.js')).doctor,
  },
  migrate: {
    meaning: 'brings the database to the present schema',
    load: async () => (await import('./migrate.js')).migrate,
  },
  rebuild: {
    meaning: 'makes the read model anew from the recorded steps',
    load: async () => (await import('./rebuild.js')).rebuild,
  },
  sandbox: {
    meaning: 'a stand-in for Odoo with learners who learn',
    load: async () => (await import('./sandbox.js')).sandbox,
  },
  inbox: {
    meaning: 'a mail server that delivers nothing and shows everything',
    load: async () => (await import('./inbox.js')).inbox,
  },
  postgres: {
    meaning: 'the embedded PostgreSQL (a part of `start`)',
    load: async () => (await import('./postgres.js')).postgres,
  },
  temporal: {
    meaning: 'Temporal’s development server (a part of `start`)',
    load: async () => (await import('./temporal.js')).temporal,
  },
}

/** A table of names and meanings, in columns. */
function columns(meanings: readonly (readonly [name: string, meaning: string])[]): string {
  const width = Math.max(...meanings.map(([name]) => name.length))
  return meanings.map(([name, meaning]) => `  ${name.padEnd(width)}  ${meaning}`).join('\n')
}

function help(): string {
  const variables = Object.entries({ ...VARIABLES, ...LAUNCHER_VARIABLES, ...SETUP_VARIABLES })
  return [
    'Usage: npm run cli -- <command>\n',
    columns(Object.entries(COMMANDS).map(([name, { meaning }]) => [name, meaning])),
    '\nVariables (without a default: required, but `start` brings its own):\n',
    columns(variables.map(([name, variable]) => [name, `${variable.meaning}${presetOf(variable)}`])),
  ].join('\n')
}

/** What a variable is when it is not set. */
function presetOf({ default: preset }: Partial<Pick<Variable<unknown>, 'default'>>): string {
  if (preset === undefined) return ''
  if (typeof preset === 'function') return ' (default: from the others)'
  return preset === '' ? ' (default: none)' : ` (default: ${preset})`
}

const [name = 'help', ...args] = process.argv.slice(2)
const command = COMMANDS[name]
if (!command) {
  console.log(help())
  process.exit(name === 'help' ? 0 : 1)
}
endWithLauncher()
try {
  const run = await command.load()
  await run(args)
} catch (error) {
  if (error instanceof ConfigError) {
    for (const problem of error.problems) console.error(problem)
  } else if (error instanceof IncompatibleDatabase) {
    console.error(error.message)
  } else {
    console.error(error)
  }
  process.exit(1)
}
