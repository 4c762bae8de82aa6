import assert from 'node:assert/strict'
import { Membership, MODELS, SlideProgress, Student, SurveyAttempt } from '../../../src/odoo/schema/index.js'
import type { Model } from '../../../src/odoo/schema/model.js'
import { Automation, ServerAction } from '../../../src/odoo/schema/administration.js'
import { webhookRuleBatches } from '../../../src/odoo/setup/webhook-rules.js'
import type { Reference } from '../../../src/odoo/setup/resource.js'
import type { ServerState } from '../../../src/odoo/setup/server-state.js'
import { textOf } from './arch.js'
import { serverStateOf, VERSIONS } from './server-states.js'

const changes = { webhookAddress: 'https://hooks.example.org/hooks/odoo/a-secret' }

const recordsOf = (serverState: ServerState, kind: Model) =>
  webhookRuleBatches(serverState)
    .flatMap(({ resources }) => resources)
    .filter(({ model }) => model === kind)

describe('webhook rules', () => {
  for (const version of VERSIONS)
    for (const suite of [false, true])
      it(`Odoo ${version}, ${suite ? 'the suite' : 'eLearning only'}: have one rule per tracked model, triggered by fields of that model`, async () => {
        const serverState = await serverStateOf(version, { suite, changes })
        const rules = recordsOf(serverState, Automation)
        assert.ok(rules.length >= 10)
        for (const { values, title } of rules) {
          const model = MODELS.find((one: Model) => serverState.resolve(one).name === title)
          assert.ok(model, title)
          const known = Object.values(serverState.resolve(model).fields).map(({ name }) => name)
          const triggers = values['triggerFields'] as readonly { readonly field: readonly [string, string] }[]
          assert.ok(triggers.length > 0)
          for (const { field } of triggers) {
            assert.equal(field[0], title)
            assert.ok(known.includes(field[1]), field.join('.'))
          }
          for (const [, name = ''] of textOf(values['filterDomain']).matchAll(/\('(\w+)', /g))
            assert.ok(known.includes(name), name)
        }
        assert.equal(new Set(rules.map(({ title }) => title)).size, rules.length)
      })

  it('are not triggered by the completion of a membership, which one published content changes for everybody', async () => {
    const serverState = await serverStateOf(18, { changes })
    const { name, fields } = serverState.resolve(Membership)
    const rule = recordsOf(serverState, Automation).find(({ title }) => title === name)
    const triggers = JSON.stringify(rule?.values['triggerFields'])
    assert.ok(triggers.includes(fields['memberStatus']?.name ?? 'missing'))
    for (const numbers of ['completion', 'completedSlidesCount'])
      assert.ok(!triggers.includes(`"${fields[numbers]?.name ?? numbers}"`))
  })

  it('are triggered by a completed lesson, not by opening it', async () => {
    const serverState = await serverStateOf(18, { changes })
    const { name, fields } = serverState.resolve(SlideProgress)
    const rule = recordsOf(serverState, Automation).find(({ title }) => title === name)
    assert.equal(rule?.values['filterDomain'], `[('${fields['completed']?.name ?? 'missing'}', '=', True)]`)
  })

  it('call the address with a body that only names the record, and hide the address in the plan', async () => {
    const serverState = await serverStateOf(19, { changes })
    const webhooks = recordsOf(serverState, ServerAction)
    const rules = recordsOf(serverState, Automation)
    assert.deepEqual(
      webhooks.map(({ values }) => (values['automation'] as Reference & { ours: string }).ours),
      rules.map(({ id }) => id),
    )
    for (const { values, secret, description, title } of webhooks) {
      assert.equal(values['webhookUrl'], changes.webhookAddress)
      assert.deepEqual(values['webhookFields'], [])
      assert.deepEqual(secret, ['webhookUrl'])
      assert.ok(!`${title} ${description}`.includes('a-secret'))
    }
  })

  it('use adopted names, and skip models that the server does not have', async () => {
    const bare = await serverStateOf(18, { survey: false, changes })
    const titles = (serverState: ServerState) => recordsOf(serverState, Automation).map(({ title }) => title)
    assert.ok(!titles(bare).includes(SurveyAttempt.name))
    assert.ok(titles(await serverStateOf(18, { changes })).includes(SurveyAttempt.name))
    assert.ok(titles(await serverStateOf(18, { suite: true, changes })).includes(Student.name))
  })

  it('are not made without Odoo’s app for them or without an address', async () => {
    const modules = new Set(['website_slides'])
    assert.deepEqual(webhookRuleBatches(await serverStateOf(18, { changes: { ...changes, modules } })), [])
    assert.deepEqual(webhookRuleBatches(await serverStateOf(18)), [])
  })
})
