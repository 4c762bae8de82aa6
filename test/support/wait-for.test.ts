import assert from 'node:assert/strict'
import { waitFor } from './wait-for.js'

describe('waitFor', () => {
  it('returns the first value that the probe finds', async () => {
    const values = [undefined, false, 0, 1] as const
    let calls = 0
    assert.equal(await waitFor('a number', () => values[calls++]), 0)
    assert.equal(calls, 3)
  })

  it('takes an error of the probe as "not yet"', async () => {
    let calls = 0
    const probe = () => {
      if (++calls < 3) throw new Error('not up')
      return Promise.resolve('up')
    }
    assert.equal(await waitFor('the server', probe), 'up')
  })

  it('says in its error what it waited for, what it saw last, and why the probe failed', async () => {
    const cause = new Error('not up')
    const waiting = waitFor('the server is up', () => Promise.reject(cause), {
      limit: 30,
      seen: () => ({ stage: 'starting' }),
    })
    await assert.rejects(waiting, {
      message: 'Waited 0.03 s in vain for this: the server is up. Last seen: {"stage":"starting"}',
      cause,
    })
  })
})
