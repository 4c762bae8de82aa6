import assert from 'node:assert/strict'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connectOdoo } from '../../../src/odoo/client/client.js'
import { runChecks } from '../../../src/odoo/doctor/run-checks.js'
import type { Finding } from '../../../src/odoo/doctor/finding.js'
import { exitCode, report, summary } from '../../../src/odoo/doctor/report.js'
import { staffGroups } from '../../../src/odoo/staff/staff-groups.js'
import { fail, scriptedServer } from '../client/scripted-server.js'

const SECRET = 'c0ffee'.repeat(6) + 'beef'

const runDoctor = (url: string): Promise<Finding[]> =>
  runChecks({
    url,
    db: 'training',
    emailsWhenNeutralized: false,
    demoVariables: [],
    signInProvider: null,
    staffGroups: staffGroups(''),
    timeZone: 'UTC',
    credential: 'key',
    odoo: connectOdoo({ url, db: 'training', login: 'bot', apiKey: SECRET }, { readTimeoutMs: 2_000 }),
    admin: null,
    webhooks: {
      url: 'http://127.0.0.1:8080',
      isWebhook: () => false,
      secretIn: () => null,
      isReachable: () => Promise.resolve(true),
      secretStatus: () => Promise.resolve(null),
    },
    todos: { isEnabled: false, user: null },
    countUnknownRecords: () => Promise.resolve(null),
    now: () => new Date(),
  })

describe('doctor without a connection to Odoo', () => {
  let server: Server | null = null
  afterEach(async () => {
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)))
    server = null
  })

  async function serve(listener: RequestListener): Promise<string> {
    const listening = createServer(listener)
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
    server = listening
    return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`
  }

  async function reportsOnly(url: string, text: RegExp): Promise<void> {
    const findings = await runDoctor(url)
    assert.deepEqual(
      findings.map(({ check, severity }) => [check, severity]),
      [['connection', 'problem']],
    )
    assert.match(report(findings), text)
    assert.equal(exitCode(findings), 1)
    assert.ok(!report(findings).includes(SECRET))
  }

  it('reports a web page instead of JSON', async () => {
    const url = await serve((_, reply) => {
      reply.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome</html>')
    })
    await reportsOnly(url, /responds with a web page instead of Odoo’s JSON/)
  })

  it('reports the target of a redirect without its query', async () => {
    const url = await serve((_, reply) => {
      reply.writeHead(301, { location: 'https://odoo.example.org/web/login?token=1' }).end()
    })
    await reportsOnly(url, /redirects to https:\/\/odoo\.example\.org\/web\/login \(HTTP 301\)/)
  })

  it('reports a proxy without an Odoo behind it', async () => {
    const url = await serve((_, reply) => {
      reply.writeHead(502, { 'content-type': 'text/html' }).end('Bad Gateway')
    })
    await reportsOnly(url, /proxy in front of Odoo responds, but Odoo does not \(HTTP 502\)/)
  })

  it('reports a port on which nothing listens', async () => {
    const url = await serve(() => undefined)
    await new Promise((resolve) => server?.close(resolve))
    server = null
    await reportsOnly(url, /refuses the connection \(ECONNREFUSED\)/)
  })

  it('reports https to a server that speaks http', async () => {
    const url = await serve((_, reply) => reply.end())
    await reportsOnly(url.replace('http:', 'https:'), /does not speak TLS/)
  })

  it('reports versions that are too old or too new', async () => {
    for (const [version, text] of [
      ['16.0', /This is Odoo 16\.0\. Supported versions are 17, 18 and 19\..*Upgrade Odoo/s],
      ['20.0', /This is Odoo 20\.0.*newer release of the orchestrator/s],
    ] as const) {
      const odoo = await scriptedServer((_, reply) => fail(reply, 'builtins.Exception', ''), { version })
      try {
        const findings = await runDoctor(odoo.url)
        assert.deepEqual(
          findings.map(({ check, severity }) => [check, severity]),
          [['version', 'problem']],
        )
        assert.match(report(findings), text)
      } finally {
        await odoo.close()
      }
    }
  })
})

describe('the doctor’s report', () => {
  const finding = (severity: Finding['severity']): Finding => ({
    check: 'rights',
    severity,
    what: `A ${severity}.`,
    why: 'Because.',
    fix: severity === 'note' ? '' : 'Fix it.',
  })

  it('starts with the worst findings and ends with a summary', () => {
    assert.equal(
      report([finding('note'), finding('problem'), finding('warning'), finding('note')]),
      [
        'PROBLEM (rights)  A problem.\n  why: Because.\n  fix: Fix it.',
        'Warning (rights)  A warning.\n  why: Because.\n  fix: Fix it.',
        'Note (rights)  A note.\n  why: Because.',
        'Note (rights)  A note.\n  why: Because.',
        'Problems found: 1 problem, 1 warning, 2 notes.',
      ].join('\n\n'),
    )
  })

  it('does not fail for warnings and notes', () => {
    assert.equal(exitCode([finding('warning'), finding('note')]), 0)
    assert.equal(summary([finding('warning')]), 'Works, with warnings: 0 problems, 1 warning, 0 notes.')
    assert.equal(summary([]), 'All is well: 0 problems, 0 warnings, 0 notes.')
  })
})
