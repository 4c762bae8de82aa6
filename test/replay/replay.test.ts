import assert from 'node:assert/strict'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker, type ReplayWorkerOptions } from '@temporalio/worker'
import { DeterminismViolationError } from '@temporalio/workflow'
import { bundleWorkflows } from '../../src/temporal/bundle.js'
import { temporalServer, workflowBundle } from '../support/temporal.js'
import { readHistories } from './histories.js'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Replays every committed history with this bundle; answers with what went wrong, by workflow id. */
async function replayAll(bundle: ReplayWorkerOptions['workflowBundle']): Promise<Map<string, Error>> {
  const failures = new Map<string, Error>()
  const histories = await readHistories()
  // Ids repeat from test to test; in a replay the name tells more.
  const named = histories.map(({ name, history }) => ({ workflowId: name, history }))
  const options = { ...(bundle === undefined ? {} : { workflowBundle: bundle }) }
  for await (const { workflowId, error } of Worker.runReplayHistories(options, named)) {
    if (error) failures.set(workflowId, error)
  }
  return failures
}

/** The bundle of a copy of our workflows in which one place is changed. */
async function bundleWith(file: string, change: (source: string) => string) {
  const copy = await mkdtemp(join(tmpdir(), 'changed-workflows-'))
  try {
    for (const part of ['workflows', 'src/contracts', 'src/domain', 'package.json', 'tsconfig.json']) {
      await cp(join(ROOT, part), join(copy, part), { recursive: true })
    }
    await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'), 'dir')
    const source = await readFile(join(copy, file), 'utf8')
    const changed = change(source)
    assert.notEqual(changed, source, 'the place to change is there')
    await writeFile(join(copy, file), changed)
    return await bundleWorkflows(join(copy, 'workflows/index.ts'))
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}

describe('replay', function () {
  this.timeout(120_000)
  // A replay needs no server; but the SDK can be set up only once in a process, and the server's support does it.
  before(() => temporalServer())

  it('every recorded path of every workflow runs the same in the present code', async () => {
    const failures = await replayAll(await workflowBundle())
    assert.deepEqual(
      [...failures].map(([name, { message }]) => `${name}: ${message}`),
      [],
    )
  })

  it('the recorded paths take all workflows, an outage, every kind of task, commands and clocks', async () => {
    const histories = await readHistories()
    const types = new Set(histories.map(({ name }) => name.split('.').at(-1)))
    assert.deepEqual([...types].sort(), ['certificate', 'enrollment', 'progress'])
    const text = histories.map(({ name }) => name).join(' ')
    for (const word of [
      'review',
      'identity',
      'agent',
      'outage',
      'refuse',
      'withdraw',
      'pause',
      'issued-anyway',
      'reminders-come-after-a-look',
    ])
      assert.ok(text.includes(word), `no history of: ${word}`)
  })

  it('a change of order in one flow is found: mail before tracker', async () => {
    const swapped = await bundleWith('workflows/enrollment.ts', (source) =>
      source.replace(
        /^( *await office\.createTrackers.*\n)( *await office\.welcome.*\n)/m,
        (_, trackers: string, welcome: string) => welcome + trackers,
      ),
    )
    const failures = await replayAll(swapped)
    assert.ok(failures.size > 0)
    for (const [name, error] of failures) {
      assert.match(name, /\.enrollment$/)
      assert.ok(error instanceof DeterminismViolationError, String(error))
    }
  })
})
