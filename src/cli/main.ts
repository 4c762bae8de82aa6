import { CommanderError } from 'commander'
import { reportFailure } from './failure.js'
import { createProgram } from './program.js'
import { endWithLauncher } from './service-process.js'

/** The command line was wrong. Other failures end with 1. */
const USAGE_ERROR = 2

process.on('uncaughtException', (error) => {
  reportFailure(error)
  process.exit(1)
})
endWithLauncher()
const args = process.argv.slice(2)
try {
  const program = await createProgram()
  await program.parseAsync(args.length === 0 ? ['help'] : args, { from: 'user' })
} catch (error) {
  // Commander has written its message or the requested help already.
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : USAGE_ERROR)
  reportFailure(error)
  process.exit(1)
}
