import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { readConfig, VARIABLES } from '../src/config.js'
import { ConfigError } from '../src/variables.js'

const REQUIRED = {
  ODOO_URL: 'https://odoo.example/',
  ODOO_DB: 'training',
  ODOO_LOGIN: 'bot',
  ODOO_API_KEY: 'secret-key',
  TEMPORAL_ADDRESS: 'temporal:7233',
  DATABASE_URL: 'postgres://user:secret-password@db/training',
  SMTP_URL: 'smtp://mail.example:25',
  MAIL_FROM: 'Training <training@kft.example>',
  REVIEW_MAIL: 'review@kft.example',
  ESCALATION_MAIL: 'head@kft.example',
  ORGANIZATION_NAME: 'Kuwait Foundation',
  ORGANIZATION_CODE: 'KFT',
}

const problemsOf = (env: NodeJS.ProcessEnv): readonly string[] => {
  try {
    readConfig(env)
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return error.problems
  }
  return []
}

describe('configuration', () => {
  it('names every missing variable on a line of its own', () => {
    const named = problemsOf({}).map((line) => line.split(' ')[0])
    for (const name of Object.keys(REQUIRED)) assert.ok(named.includes(name), name)
    assert.ok(problemsOf({}).every((line) => !line.includes('\n')))
  })

  it('leads people to the address of Odoo, unless it is an internal one and another is given', () => {
    assert.equal(readConfig(REQUIRED).odoo.webUrl, 'https://odoo.example')
    const internal = { ...REQUIRED, ODOO_URL: 'http://odoo:8069', ODOO_WEB_URL: 'https://odoo.example/' }
    const { url, webUrl } = readConfig(internal).odoo
    assert.deepEqual([url, webUrl], ['http://odoo:8069', 'https://odoo.example'])
  })

  it('takes an OpenID provider with https, or on this machine, and only with a client', () => {
    const OIDC_CLIENT_ID = 'training'
    const oidc = (env: NodeJS.ProcessEnv) =>
      readConfig({ ...REQUIRED, PUBLIC_URL: 'https://t.example/', ...env }).oidc
    assert.equal(oidc({}), null)
    assert.deepEqual(oidc({ OIDC_ISSUER: 'https://login.example/staff/', OIDC_CLIENT_ID }), {
      issuer: 'https://login.example/staff/',
      clientId: 'training',
      clientSecret: null,
      name: 'login.example',
      redirectUri: 'https://t.example/login/oidc/callback',
    })
    for (const OIDC_ISSUER of ['http://127.0.0.1:9000', 'http://localhost', 'http://[::1]:9000'])
      assert.equal(oidc({ OIDC_ISSUER, OIDC_CLIENT_ID })?.issuer, OIDC_ISSUER)
    for (const OIDC_ISSUER of ['http://login.example', 'http://localhost.example', 'login.example'])
      assert.match(problemsOf({ ...REQUIRED, OIDC_ISSUER, OIDC_CLIENT_ID })[0] ?? '', /^OIDC_ISSUER must be/)
    const alone = problemsOf({ ...REQUIRED, OIDC_ISSUER: 'https://login.example' })
    assert.match(alone.join(), /^OIDC_CLIENT_ID is missing/)
  })

  it('needs only the required variables', () => {
    const config = readConfig(REQUIRED)
    assert.equal(config.odoo.url, 'https://odoo.example')
    assert.equal(config.mail.domain, 'kft.example')
    assert.equal(config.organization.nameArabic, 'Kuwait Foundation')
    assert.equal(config.publicUrl, 'http://127.0.0.1:8080')
    assert.equal(config.temporal.tls, false)
    assert.equal(config.worker.healthPort, null)
    assert.equal(config.dataDir, resolve('data'))
  })

  it('lists wrong and missing variables together and shows no secret', () => {
    const problems = problemsOf({
      ...REQUIRED,
      ODOO_URL: undefined,
      API_PORT: '80800',
      DATABASE_URL: 'mysql://user:secret-password@db/training',
      ORGANIZATION_CODE: 'k f t',
    })
    assert.deepEqual(
      problems.map((line) => line.split(' ')[0]),
      ['ODOO_URL', 'DATABASE_URL', 'ORGANIZATION_CODE', 'API_PORT'],
    )
    assert.doesNotMatch(problems.join(), /secret/)
  })

  it('rejects a name of the organization that certificates cannot print', () => {
    const problem = (name: string) => problemsOf({ ...REQUIRED, ORGANIZATION_NAME: name })
    assert.match(problem('田中').join(), /^ORGANIZATION_NAME must be .*U\+4E2D, U\+7530 \(Han\)/)
    assert.match(problem('🎓').join(), /^ORGANIZATION_NAME must be a name with letters/)
    assert.equal(readConfig({ ...REQUIRED, ORGANIZATION_NAME: 'სკოლა 🎓' }).organization.name, 'სკოლა 🎓')
  })

  for (const [name, value] of [
    ['SMTP_URL', 'smtp://u:s3cret#b@mail.example:587'],
    ['SMTP_URL', 'smtps://u:s3cret/b@mail.example'],
    ['SMTP_URL', 'smtp://u:s3cret?b@mail.example'],
    ['SMTP_URL', 'smtp://u@training.example:s3cret@mail.example'],
    ['SMTP_URL', 'smtp://u:100%s3cret@mail.example'],
    ['SMTP_URL', 'smtp://u:[s3cret]@mail.example'],
    ['DATABASE_URL', 'postgres://u:s3cret#b@db/training'],
    ['DATABASE_URL', 'postgres://u:1/s3cret@db/training'],
    ['DATABASE_URL', 'postgresql://u:s3cret@b@db:5432/training?sslmode=require'],
    ['DATABASE_URL', 'postgres://u:s3cret b@db/training'],
    ['DATABASE_URL', 'postgres://u:s3cret\\b@db/training'],
  ] as const)
    it(`asks to percent-encode the password in ${name} ${value}`, () => {
      const [problem = '', ...more] = problemsOf({ ...REQUIRED, [name]: value })
      assert.deepEqual(more, [])
      assert.match(problem, new RegExp(`^${name} .*percent-encode the password`))
      assert.doesNotMatch(problem, /s3cret/)
    })

  it('accepts encoded passwords, logins without one, and addresses without a login', () => {
    for (const SMTP_URL of [
      'smtp://u:a%23b%40c@mail.example:587',
      'smtp://u%40training.example:p!$&;=+,~@mail.example',
      'smtp://mail.example',
      'smtp://[::1]:25',
      'smtps://u@mail.example/?pool=true&name=a@b',
    ])
      assert.equal(readConfig({ ...REQUIRED, SMTP_URL }).smtpUrl, SMTP_URL)
    for (const DATABASE_URL of [
      'postgres://u:a%2Fb@db/training',
      'postgres://db:5432/training?user=a@b',
      'postgres://u:p@db/training?options=-c%20x',
    ])
      assert.equal(readConfig({ ...REQUIRED, DATABASE_URL }).databaseUrl, DATABASE_URL)
  })

  it('accepts the name of a time zone only', () => {
    for (const TIME_ZONE of ['Asia/Riyadh', 'America/Argentina/Ushuaia', 'Asia/Kolkata', 'UTC'])
      assert.equal(readConfig({ ...REQUIRED, TIME_ZONE }).organization.timeZone, TIME_ZONE)
    assert.equal(readConfig(REQUIRED).organization.timeZone, null)
    for (const TIME_ZONE of ['Riyadh', '+03:00', 'GMT+3', 'Asia/Atlantis'])
      assert.deepEqual(problemsOf({ ...REQUIRED, TIME_ZONE }), [
        `TIME_ZONE must be the name of a time zone in the IANA database, such as Asia/Riyadh or Europe/Berlin, not "${TIME_ZONE}"`,
      ])
  })

  it('treats an empty variable as not set', () => {
    assert.equal(readConfig({ ...REQUIRED, API_PORT: ' ' }).api.port, 8080)
    assert.equal(problemsOf({ ...REQUIRED, ODOO_DB: '' }).length, 1)
  })

  it('accepts several signing secrets and rejects malformed ones', () => {
    const secretOf = (bytes: number) => `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`
    const secretsOf = (text: string) =>
      readConfig({ ...REQUIRED, HOOKS_SIGNING_SECRETS: text }).hooks.signingSecrets
    assert.deepEqual(secretsOf(''), [])
    assert.deepEqual(secretsOf(`${secretOf(24)}, ${secretOf(64)},`), [secretOf(24), secretOf(64)])
    for (const wrong of [
      secretOf(23),
      secretOf(65),
      secretOf(32).slice(6),
      `${secretOf(32)}${secretOf(32)}`,
    ]) {
      const [problem = ''] = problemsOf({ ...REQUIRED, HOOKS_SIGNING_SECRETS: `${secretOf(32)},${wrong}` })
      assert.match(problem, /^HOOKS_SIGNING_SECRETS must be whsec_/)
      assert.ok(!problem.includes(wrong.slice(6, 20)))
    }
  })

  it('uses the public address for webhooks unless HOOKS_URL is set', () => {
    const urlOf = (env: object) => readConfig({ ...REQUIRED, ...env }).hooks.url
    assert.equal(urlOf({ API_PORT: '8090' }), 'http://127.0.0.1:8090')
    assert.equal(urlOf({ PUBLIC_URL: 'https://training.example/' }), 'https://training.example')
    assert.equal(urlOf({ PUBLIC_URL: 'https://a.example', HOOKS_URL: 'http://api:8080' }), 'http://api:8080')
  })

  it('explains every variable', () => {
    for (const [name, { meaning }] of Object.entries(VARIABLES)) assert.ok(meaning.length > 3, name)
  })
})
