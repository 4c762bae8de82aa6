import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const BUILD = fileURLToPath(new URL('../../../scripts/build-web.mjs', import.meta.url))

/**
 * Builds the staff app if its sources have changed. Everything else works without it, so a failed
 * build stops nothing: the API’s page says how to build it.
 */
export function buildWebApp(log: (line: string) => void): Promise<void> {
  const startedAt = Date.now()
  return new Promise((resolve) => {
    const build = spawn(process.execPath, [BUILD], { stdio: ['ignore', 'ignore', 'inherit'] })
    const end = (succeeded: boolean) => {
      const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
      log(
        succeeded
          ? `Staff app is built (${seconds} s)`
          : 'Staff app could not be built; the rest goes on. To try again: npm run web:build',
      )
      resolve()
    }
    build.once('error', () => end(false))
    build.once('exit', (code) => end(code === 0))
  })
}
