// Prints what a browser loads before it can show the staff app, compressed with gzip, and fails
// above the limit. Pages and charts that are loaded later do not count.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const LIMIT_KB = 300

const built = fileURLToPath(new URL('../web/dist', import.meta.url))
const manifest = JSON.parse(readFileSync(join(built, '.vite/manifest.json'), 'utf8'))

const files = new Set(['index.html', 'preferences.js'])
const addChunk = (name) => {
  const { file, css = [], imports = [] } = manifest[name]
  if (files.has(file)) return
  for (const loaded of [file, ...css]) files.add(loaded)
  imports.forEach(addChunk)
}
addChunk('index.html')

let total = 0
for (const file of files) {
  const size = gzipSync(readFileSync(join(built, file)), { level: 9 }).length
  total += size
  console.log(`${(size / 1000).toFixed(1).padStart(7)} kB  ${file}`)
}
const kilobytes = total / 1000
console.log(`${kilobytes.toFixed(1).padStart(7)} kB  first load (limit: ${LIMIT_KB} kB)`)
if (kilobytes > LIMIT_KB) process.exitCode = 1
