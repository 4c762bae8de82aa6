import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type ApiFixture, openApi } from './api-fixture.js'

describe('API: the files of the staff app', () => {
  let world: ApiFixture
  let folder: string

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'web-app-'))
    mkdirSync(join(folder, 'assets'))
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>App</title>')
    writeFileSync(join(folder, 'preferences.js'), 'void 0')
    writeFileSync(join(folder, 'assets/main-1234.js'), 'void 1')
    writeFileSync(join(folder, 'assets/main-1234.js.gz'), gzipSync('void 1'))
    world = await openApi()
  })
  after(async () => {
    await world.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const visit = (url: string, headers: Record<string, string> = {}, webApp = folder) =>
    world.another({ webApp }).app.inject({ url, headers })

  it('serves the same page at every address below /app, without signing in', async () => {
    for (const url of ['/app', '/app/', '/app/work', '/app/applications/7-4711?from=email']) {
      const { statusCode, headers, body } = await visit(url)
      assert.equal(statusCode, 200, url)
      assert.match(body, /<title>App<\/title>/)
      assert.equal(headers['cache-control'], 'no-cache')
    }
  })

  it('allows no inline script, no other source and no frame', async () => {
    const { headers } = await visit('/app')
    const policy = String(headers['content-security-policy'])
    assert.match(policy, /default-src 'none'/)
    assert.match(policy, /script-src 'self';/)
    assert.match(policy, /frame-ancestors 'none'/)
  })

  it('lets browsers keep files whose names contain their hash, and sends them compressed', async () => {
    const { statusCode, headers } = await visit('/app/assets/main-1234.js', { 'accept-encoding': 'gzip' })
    assert.equal(statusCode, 200)
    assert.equal(headers['content-encoding'], 'gzip')
    assert.match(String(headers['cache-control']), /max-age=31536000, immutable/)
    assert.equal((await visit('/app/preferences.js')).headers['cache-control'], 'no-cache')
  })

  it('serves nothing outside of the built app', async () => {
    for (const path of ['..%2findex.html', 'other.js'])
      assert.notEqual((await visit(`/app/assets/${path}`)).statusCode, 200, path)
  })

  it('says how to build the app where it has not been built', async () => {
    const { statusCode, body } = await visit('/app/work', {}, join(folder, 'nowhere'))
    assert.equal(statusCode, 503)
    assert.match(body, /npm run web:build/)
  })
})
