import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { apiTypes } from '../../scripts/web-types/api-types.js'

describe('staff app: types of the API', () => {
  it('are those of the OpenAPI document (after a change: npm run web:types)', async () => {
    const stored = readFileSync(new URL('../../web/src/api/schema.d.ts', import.meta.url), 'utf8')
    const wanted = await apiTypes()
    assert.ok(stored === wanted, 'web/src/api/schema.d.ts is out of date: run npm run web:types')
  })
})
