// Writes the types of the API, which the staff app uses, from its OpenAPI document.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { apiTypes } from './web-types/api-types.js'

writeFileSync(fileURLToPath(new URL('../web/src/api/schema.d.ts', import.meta.url)), await apiTypes())
