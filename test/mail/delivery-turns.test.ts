import assert from 'node:assert/strict'
import { setImmediate as turn } from 'node:timers/promises'
import { DeliveryTurns } from '../../src/mail/delivery-turns.js'

describe('turns at the mail server', () => {
  it('go to four emails at a time, in the order in which they came', async () => {
    const turns = new DeliveryTurns()
    const begun: number[] = []
    const ends: (() => void)[] = []
    const deliveries = Array.from({ length: 6 }, (_, index) =>
      turns.take(
        () =>
          new Promise<void>((resolve) => {
            begun.push(index)
            ends.push(resolve)
          }),
      ),
    )
    await turn()
    assert.deepEqual(begun, [0, 1, 2, 3])
    ends[1]?.()
    await deliveries[1]
    await turn()
    assert.deepEqual(begun, [0, 1, 2, 3, 4])
    for (const end of ends) end()
    await turn()
    for (const end of ends) end()
    await Promise.all(deliveries)
    assert.deepEqual(begun, [0, 1, 2, 3, 4, 5])
  })

  it('are passed on after a delivery that fails', async () => {
    const turns = new DeliveryTurns()
    const failing = Array.from({ length: 4 }, () => turns.take(() => Promise.reject(new Error('refused'))))
    const next = turns.take(() => Promise.resolve('delivered'))
    for (const one of failing) await assert.rejects(one, /refused/)
    assert.equal(await next, 'delivered')
  })

  it('let more emails be prepared at a fast mail server than at a slow one', async () => {
    let now = 0
    const turns = new DeliveryTurns(() => now)
    const afterDeliveriesOf = async (milliseconds: number) => {
      for (let count = 0; count < 20; count += 1)
        await turns.take(() => Promise.resolve((now += milliseconds)))
      return turns.emailsAtOnce
    }
    assert.equal(turns.emailsAtOnce, 44)
    assert.equal(await afterDeliveriesOf(50), 100)
    const atSlow = await afterDeliveriesOf(2_000)
    assert.ok(atSlow >= 4 && atSlow <= 16, `${atSlow}`)
  })
})
