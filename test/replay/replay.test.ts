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

/**
 * Replays every committed history with this bundle. Returns the failures, by name of the history.
 */
async function replayAll(bundle: ReplayWorkerOptions['workflowBundle']): Promise<Map<string, Error>> {
  const failures = new Map<string, Error>()
  const histories = await readHistories()
  // Workflow ids repeat from test to test, so the replay uses the names.
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
    assert.notEqual(changed, source, 'nothing was changed')
    await writeFile(join(copy, file), changed)
    return await bundleWorkflows(join(copy, 'workflows/index.ts'))
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}

describe('replay', function () {
  this.timeout(120_000)
  // A replay needs no server. But the SDK can be set up only once in a process, and the support for
  // servers does it.
  before(() => temporalServer())

  it('runs every recorded history unchanged in the present code', async () => {
    const failures = await replayAll(await workflowBundle())
    assert.deepEqual(
      [...failures].map(([name, { message }]) => `${name}: ${message}`),
      [],
    )
  })

  it('has histories of all workflows, and of an outage, every kind of task, commands and clocks', async () => {
    const histories = await readHistories()
    const types = new Set(histories.map(({ name }) => name.split('.').at(-1)))
    assert.deepEqual([...types].sort(), [
      'bulk-operation',
      'certificate',
      'content',
      'enrollment',
      'outbox',
      'progress',
      'sweep',
      'webhooks',
    ])
    const text = histories.map(({ name }) => name).join(' ')
    for (const words of [
      'keeps-the-review-open',
      'contact',
      'waits-for-the-agent',
      'outage',
      'rejected-address',
      'withdraw',
      'pause',
      'issues-anyway',
      'reminds-only-after',
      'finds-changed-students',
    ])
      assert.ok(text.includes(words), `no history of: ${words}`)
  })

  it('finds a changed order in one flow: statuses before the certificate email', async () => {
    const statuses = '    await steps.updateStudentStatus()\n'
    const email = '    // D → F'
    const swapped = await bundleWith('workflows/certificate.ts', (source) => {
      assert.ok(source.includes(statuses) && source.includes(email))
      return source.replace(statuses, '').replace(email, statuses + email)
    })
    const failures = await replayAll(swapped)
    assert.ok(failures.size > 0)
    for (const [name, error] of failures) {
      assert.match(name, /\.certificate$/)
      assert.ok(error instanceof DeterminismViolationError, String(error))
    }
  })
})
