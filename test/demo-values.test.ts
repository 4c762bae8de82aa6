import assert from 'node:assert/strict'
import { DEMO_VALUES, demoValues, isReservedAddress, type PublicSettings } from '../src/demo-values.js'

const OWN: PublicSettings = {
  publicUrl: 'https://verify.academy.edu.sa',
  mail: {
    from: 'The Academy <training@academy.edu.sa>',
    reviewTo: 'review@academy.edu.sa',
    escalateTo: 'head@academy.edu.sa',
  },
  organization: { name: 'The Academy', nameArabic: 'الأكاديمية', code: 'TA' },
}

describe('demonstration values', () => {
  it('are none of a training center’s own', () => {
    assert.deepEqual(demoValues(OWN), [])
  })

  it('are all that npm start uses', () => {
    const demo: PublicSettings = {
      publicUrl: 'http://127.0.0.1:8080',
      mail: {
        from: DEMO_VALUES.MAIL_FROM,
        reviewTo: DEMO_VALUES.REVIEW_MAIL,
        escalateTo: DEMO_VALUES.ESCALATION_MAIL,
      },
      organization: {
        name: DEMO_VALUES.ORGANIZATION_NAME,
        nameArabic: DEMO_VALUES.ORGANIZATION_NAME_AR,
        code: DEMO_VALUES.ORGANIZATION_CODE,
      },
    }
    assert.deepEqual(new Set(demoValues(demo)), new Set(['PUBLIC_URL', ...Object.keys(DEMO_VALUES)]))
  })

  it('include a single one among others', () => {
    const { mail, organization } = OWN
    const arabic = { ...organization, nameArabic: DEMO_VALUES.ORGANIZATION_NAME_AR }
    assert.deepEqual(demoValues({ ...OWN, organization: arabic }), ['ORGANIZATION_NAME_AR'])
    assert.deepEqual(demoValues({ ...OWN, mail: { ...mail, reviewTo: 'review@example.com' } }), [
      'REVIEW_MAIL',
    ])
  })

  for (const url of [
    'http://localhost:8080',
    'http://[::1]:8080',
    'http://127.1.2.3',
    'https://verify.example.org',
  ])
    it(`include the address ${url}`, () => {
      assert.deepEqual(demoValues({ ...OWN, publicUrl: url }), ['PUBLIC_URL'])
    })

  it('are addresses of reserved domains, whatever their form', () => {
    for (const address of ['a@example.com', 'A <a@mail.EXAMPLE.net>', 'a@centre.test', 'a@training.example'])
      assert.equal(isReservedAddress(address), true, address)
    for (const address of ['a@myexample.com', 'A <a@example.com.sa>', 'a@test.sa', 'a@contest'])
      assert.equal(isReservedAddress(address), false, address)
  })
})
