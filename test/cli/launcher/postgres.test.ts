import assert from 'node:assert/strict'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import getPort from 'get-port'
import { postgresPid, throughClosedFolders } from '../../../sandbox/postgres.js'
import { startPart, stopPart } from '../../support/service-process.js'

describe('postgres command', () => {
  it('ends at once when its server is killed, so that both are restarted', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'postgres-command-'))
    await chmod(folder, 0o755)
    const directory = join(folder, 'cluster')
    const part = await startPart(
      ['postgres', '--directory', directory, '--port', String(await getPort()), '--volatile'],
      { POSTGRES_PASSWORD: 'secret' },
      throughClosedFolders(directory),
    )
    try {
      const pid = postgresPid(directory)
      assert.ok(pid)
      process.kill(pid, 'SIGKILL')
      await Promise.race([once(part, 'exit'), once(AbortSignal.timeout(20_000), 'abort')])
      assert.equal(part.exitCode, 1)
    } finally {
      if (part.exitCode === null) part.kill('SIGKILL')
      await stopPart(part)
      await rm(folder, { recursive: true, force: true })
    }
  })
})
