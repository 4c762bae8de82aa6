import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { Worker } from 'node:worker_threads'
import { type RenderJob, threadedFile } from '../../src/reports/threaded-file.js'

describe('A report that is laid out in a thread', () => {
  it('fails, and keeps nobody waiting, where the thread has failed before its end is asked for', async () => {
    const started = once(process, 'worker') as Promise<[Worker]>
    const file = threadedFile({ format: 'xlsx' } as RenderJob)
    try {
      const [thread] = await started
      const ended = new Promise((resolve) => thread.once('exit', resolve))
      // Not rows: the thread cannot read them.
      file.add(1 as never)
      await ended
      await assert.rejects(file.end(), TypeError)
    } finally {
      await file.discard()
    }
  })
})
