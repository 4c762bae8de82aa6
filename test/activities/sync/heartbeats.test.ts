import assert from 'node:assert/strict'
import { MockActivityEnvironment } from '@temporalio/testing'
import { withHeartbeats } from '../../../activities/sync/heartbeats.js'

describe('Heartbeats', () => {
  /** Work that lasts until the third beat; answers how often it has beaten so far. */
  const threeBeats = async (environment: MockActivityEnvironment): Promise<() => number> => {
    let beats = 0
    let third = () => {}
    const slow = new Promise<void>((resolve) => (third = resolve))
    environment.on('heartbeat', () => {
      beats += 1
      if (beats === 3) third()
    })
    await environment.run(() => withHeartbeats(() => slow, 1))
    return () => beats
  }

  it('are sent while a single call takes long, and end with it', async () => {
    const beats = await threeBeats(new MockActivityEnvironment())
    const atTheEnd = beats()
    // Beats of another clock: one that had not ended would beat among them.
    await threeBeats(new MockActivityEnvironment())
    assert.ok(atTheEnd >= 3)
    assert.equal(beats(), atTheEnd)
  })

  it('end when the work fails, and its error reaches the caller', async () => {
    const environment = new MockActivityEnvironment()
    await assert.rejects(
      environment.run(() => withHeartbeats(() => Promise.reject(new Error('refused')), 1)),
      /refused/,
    )
  })
})
