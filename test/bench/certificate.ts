/**
 * `npm run bench:certificate` measures how long a certificate takes to render, with different facts
 * each time, and whether the same facts give the same bytes.
 */
import { typstRenderer } from '../../src/certificates/renderer.js'
import { exampleFacts } from '../certificates/example.js'

const WARM_UP = 30
const RENDERS = 300

const renderer = typstRenderer()
const times: number[] = []
for (let serial = 1; serial <= WARM_UP + RENDERS; serial++) {
  const facts = exampleFacts(serial)
  const startedAt = performance.now()
  await renderer.render(facts)
  if (serial > WARM_UP) times.push(performance.now() - startedAt)
}
times.sort((a, b) => a - b)
const percentile = (share: number) => times[Math.ceil(times.length * share) - 1] ?? NaN

// A renderer of its own: equal bytes must not come from a cache.
const [once, again] = await Promise.all(
  [renderer, typstRenderer()].map((each) => each.render(exampleFacts(4711))),
)
const differing = once && again?.equals(once) ? 0 : 1

const round = (milliseconds: number) => Math.round(milliseconds * 100) / 100
const results = [
  { name: 'render p95', value: round(percentile(0.95)), unit: 'ms', limit: 10 },
  { name: 'render p50', value: round(percentile(0.5)), unit: 'ms', limit: null },
  { name: 'two renders of one certificate that differ', value: differing, unit: 'certificates', limit: 0 },
]
for (const { name, value, unit, limit } of results)
  console.log(`${name}: ${String(value)} ${unit}${limit === null ? '' : ` (limit ${String(limit)})`}`)
if (process.argv.includes('--json')) console.log(JSON.stringify({ bench: 'certificate', results }))
process.exitCode = results.some(({ value, limit }) => limit !== null && !(value <= limit)) ? 1 : 0
