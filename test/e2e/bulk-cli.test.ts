import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import type { BulkKindName } from '../../src/contracts/bulk-operation.js'
import { DEFAULT_DOCUMENT } from '../../src/domain/policy.js'
import { ProgressTracker } from '../../src/odoo/schema/index.js'
import { makeCourse, makeProgram, makeStudent, type MadeCourse } from '../support/odoo-records.js'
import { SETTINGS } from '../support/product-fixture.js'
import { MAIN } from '../support/service-process.js'
import { waitFor } from '../support/wait-for.js'
import { bulkClient } from './bulk-client.js'
import { openSandboxEnvironment, type Detail, type SandboxEnvironment } from './environment.js'

type Argument = string | number

/** A kind, and what its command line says and does. */
interface Kind {
  readonly kind: BulkKindName
  /** Of the preview, beside the program and the student. */
  readonly options?: () => readonly Argument[]
  /** What the preview says about the student. */
  readonly foresees: string
  /** What the application shows once it is done. */
  readonly done: (detail: Detail) => boolean
  /** What its undo says about the student. */
  readonly undone: RegExp
}

describe('Bulk operations on the command line', function () {
  this.timeout(300_000)

  let environment: SandboxEnvironment
  let programId: number
  let course: MadeCourse
  before(async () => {
    environment = await openSandboxEnvironment('empty')
    programId = await makeProgram(environment)
    course = await makeCourse(environment, programId)
    await makeCourse(environment, programId, { integration: { autoEnrollEligible: false } })
    await put(`/v1/programs/${programId}/intake`, { mode: 'off', reason: 'in waves' })
  })
  after(() => environment.close())

  const put = async (address: string, body: object) => {
    const change = { method: 'PUT', headers: { 'if-match': '"0"' } } as const
    const { status, json } = await environment.call(address, body, change)
    assert.equal(status, 200, JSON.stringify(json))
  }
  /** Not synchronous: the workers run in this process. */
  function bulk(...args: readonly Argument[]) {
    const { odoo, databaseUrl, temporal } = environment.config
    const env = {
      ...{ PATH: process.env['PATH'], USER: 'olga', ...SETTINGS },
      ...{ DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: temporal.address },
      ...{ ODOO_URL: odoo.url, ODOO_DB: odoo.db, ODOO_LOGIN: odoo.login, ODOO_API_KEY: odoo.apiKey },
    }
    const command = ['--import', 'tsx', MAIN, 'bulk', ...args.map(String)]
    return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const child = execFile(process.execPath, command, { env }, (_error, stdout, stderr) => {
        resolve({ code: child.exitCode ?? -1, stdout: stdout.trim(), stderr: stderr.trim() })
      })
    })
  }
  const succeeds = async (...args: readonly Argument[]) => {
    const { code, stdout, stderr } = await bulk(...args)
    assert.equal(code, 0, stderr)
    return stdout
  }
  const fails = async (message: RegExp, ...args: readonly Argument[]) => {
    const { code, stderr } = await bulk(...args)
    assert.equal(code, 1, stderr)
    assert.match(stderr, message)
  }
  /** Previews an operation. Returns its number, the hash, and what was shown. */
  async function preview(kind: BulkKindName, students: readonly number[], ...options: readonly Argument[]) {
    const whom = ['--program', programId, '--students', students.join()]
    const shown = await succeeds('preview', kind, ...whom, ...options, '--reason', 'the first wave')
    const [, id = '', hash = ''] = /bulk confirm (\d+) --hash ([\w-]+)/.exec(shown) ?? []
    return { id, hash, shown }
  }
  const confirm = ({ id, hash }: { readonly id: string; readonly hash: string }) =>
    succeeds('confirm', id, '--hash', hash)

  const newStudent = (values: Parameters<typeof makeStudent>[1] = {}) =>
    makeStudent(environment, { preferredCourseIntegration: course.courseIntegrationId, ...values })
  const reaches = (studentId: number, what: string, holds: (detail: Detail) => boolean) =>
    environment.reaches({ programId, studentId }, what, holds)
  const isIn =
    (flow: string, stage: string) =>
    ({ flows }: Detail) =>
      flows.some((one) => one.flow === flow && one.stage === stage)
  const says =
    (message: string) =>
    ({ steps }: Detail) =>
      steps.some((step) => step.message.startsWith(message))
  const emails = (kind: string, count: number) => (detail: Detail) =>
    detail.emails.filter((email) => email.kind === kind).length === count

  it('are previewed by name, confirmed with the hash, followed to their end, and undone', async () => {
    const wave = [await newStudent(), await newStudent()]
    const trackers = async () =>
      (await environment.direct.searchRead(ProgressTracker, [['student', 'in', wave]], [])).length
    const { id, hash, shown } = await preview('enroll', wave)
    assert.match(shown, new RegExp(`^Bulk operation ${id}, enroll: previewed. the first wave`))
    for (const studentId of wave) assert.match(shown, new RegExp(`Learner .*\\(${studentId}\\)`))
    await fails(/The hash is not that of this preview/, 'confirm', id, '--hash', 'another')
    assert.equal(await trackers(), 0)

    const report = JSON.parse(await succeeds('confirm', id, '--hash', hash, '--json')) as {
      state: string
      outcomes: object
      confirmedBy: string
    }
    assert.equal(report.state, 'completed')
    assert.deepEqual(report.outcomes, { done: 2 })
    assert.equal(report.confirmedBy, 'olga (command line)')
    for (const studentId of wave) await reaches(studentId, 'is in training', isIn('progress', 'not_started'))
    assert.equal(await trackers(), 2)
    await fails(/“pause” is not possible: the operation is completed/, 'pause', id)

    // Twice is once.
    assert.match(await confirm({ id, hash }), /enroll: completed/)
    assert.match(await succeeds('undo', id), /enroll: undone/)
    assert.equal(await trackers(), 0)
    await fails(/The operation is undone already/, 'undo', id)
    await fails(/was confirmed before, and does not run any more/, 'confirm', id, '--hash', hash)
    assert.match(await succeeds('status'), new RegExp(`^Bulk operation ${id}, enroll: undone`))
  })

  describe('that give a command to each application', () => {
    const CANNOT = /cannot be undone|is not undone|stays/i
    const KINDS: readonly Kind[] = [
      {
        kind: 'pause',
        foresees: 'pause;',
        done: isIn('progress', 'paused'),
        undone: /undone$/,
      },
      {
        kind: 'resume',
        foresees: 'resumption;',
        done: isIn('progress', 'not_started'),
        undone: /undone$/,
      },
      {
        kind: 'extend',
        options: () => ['--days', 14],
        foresees: 'deadline;',
        done: says('Deadline moved'),
        undone: /undone$/,
      },
      { kind: 'resync', foresees: 'reading;', done: says('Read again from Odoo'), undone: CANNOT },
      {
        kind: 'decide_reviews',
        options: () => ['--task', 'eligibility', '--decision', 'reject'],
        foresees: 'decision;',
        done: isIn('enrollment', 'rejected'),
        undone: CANNOT,
      },
      {
        kind: 'enroll_by_agent',
        foresees: 'membership;',
        done: isIn('enrollment', 'training_started'),
        undone: CANNOT,
      },
      {
        kind: 'override',
        options: () => ['--course', course.courseIntegrationId],
        foresees: 'completion;',
        done: emails('completion', 1),
        undone: CANNOT,
      },
      {
        kind: 'resend_email',
        options: () => ['--email', 'welcome'],
        foresees: 'email;',
        done: emails('welcome', 2),
        undone: /An email cannot be taken back/,
      },
      {
        kind: 'move_to_policy',
        options: () => ['--policy-version', 1, '--dry-run', dryRun],
        foresees: 'policy;',
        done: says('Moved from policy version 0 to policy version 1'),
        undone: /undone$/,
      },
      { kind: 'withdraw', foresees: 'application;', done: isIn('enrollment', 'withdrawn'), undone: CANNOT },
    ]
    let dryRun = 0
    const studentOf = new Map<BulkKindName, number>()
    before(async () => {
      for (const { kind } of KINDS)
        studentOf.set(kind, await newStudent(kind === 'decide_reviews' ? { hasCertificate: false } : {}))
      const api = bulkClient(environment)
      const studentIds = [...studentOf.values()]
      await api.run(await api.preview({ kind: 'enroll', filter: { programId, studentIds } }))
      for (const [kind, studentId] of studentOf)
        await (kind === 'decide_reviews'
          ? reaches(studentId, 'is reviewed', isIn('enrollment', 'review'))
          : reaches(studentId, 'waits for an agent', isIn('enrollment', 'awaiting_agent')))
      await environment.sweep()
      for (const [kind, studentId] of studentOf)
        if (kind !== 'decide_reviews')
          await reaches(
            studentId,
            'was welcomed and read',
            ({ progress, emails: sent }) =>
              progress.length > 0 &&
              sent.some((email) => email.kind === 'welcome' && email.state === 'accepted'),
          )
      const resumed = { programId, studentIds: [studentOf.get('resume') ?? 0] }
      await api.run(await api.preview({ kind: 'pause', filter: resumed }))
      dryRun = await newPolicy()
    })
    /** Saves a first policy. Returns the number of its dry run. */
    async function newPolicy(): Promise<number> {
      const address = `/v1/programs/${programId}`
      const policy = { ...DEFAULT_DOCUMENT, training: { ...DEFAULT_DOCUMENT.training, milestones: [45] } }
      const { json } = await environment.call(`${address}/dry-runs`, { policy })
      const { id, links } = json as { id: number; links: { self: string } }
      await waitFor('the dry run', async () => {
        const answer = await environment.call(links.self)
        return (answer.json as { state: string }).state === 'completed'
      })
      await put(`${address}/policy`, policy)
      return id
    }

    for (const { kind, options = () => [], foresees, done, undone } of KINDS)
      it(`${kind}: preview, confirm, undo, status`, async () => {
        const studentId = studentOf.get(kind) ?? 0
        const operation = await preview(kind, [studentId], ...options())
        const line = (shown: string) =>
          shown.split('\n').find((one) => one.includes(`(${studentId}), `)) ?? ''
        assert.match(line(operation.shown), new RegExp(`Learner .*, pending: .*${foresees}`))
        const confirmed = await confirm(operation)
        assert.match(confirmed, new RegExp(`^Bulk operation ${operation.id}, ${kind}: completed`))
        assert.match(confirmed, /^Students: done: 1$/m)
        await reaches(studentId, `shows the ${kind}`, done)
        assert.match(await succeeds('undo', operation.id), new RegExp(`${kind}: undone`))
        assert.match(line(await succeeds('status', operation.id)), undone)
      })
  })

  describe('that cannot be', () => {
    let student: number
    before(async () => {
      student = await newStudent()
      await confirm(await preview('enroll', [student]))
      await reaches(student, 'is in training', isIn('progress', 'not_started'))
    })

    for (const [kind, options, message] of [
      ['pause', ['--days', 3], /^--days: does not exist for “pause”\. See “bulk preview --help”\.$/],
      ['enroll', ['--stage', 'review'], /^--stage: does not exist for “enroll”/],
      ['extend', [], /^--deadline: either a deadline or a number of days is required/],
      ['extend', ['--deadline', '2020-01-01'], /^--deadline: must be in the future/],
      ['decide_reviews', ['--task', 'eligibility'], /^--decision: is required for “decide_reviews”/],
      ['resend_email', [], /^--email: is required/],
      ['override', [], /^--course: is required/],
      [
        'move_to_policy',
        ['--policy-version', 7, '--dry-run', 1],
        /^--policy-version: the program has no policy/,
      ],
      ['pause', ['--agent', 999_999], /^The filter matches nobody\.$/],
      ['pause', ['--batch', 999_999], /^The filter matches nobody\.$/],
    ] as const)
      it(`are refused: ${kind} ${options.join(' ')}`, () =>
        fails(
          message,
          ...['preview', kind, '--program', programId, '--students', student],
          ...[...options, '--reason', 'the first wave'],
        ))

    it('are refused where there is no such operation, or where it never ran', async () => {
      await fails(/^Bulk operation 9999 does not exist\.$/, 'confirm', 9999, '--hash', 'any')
      const { id } = await preview('pause', [student])
      await fails(/^There is nothing to undo: it never ran\.$/, 'undo', id)
      assert.match(await succeeds('cancel', id), /pause: cancelled/)
    })

    it('leave out whom another one has changed since', async () => {
      const [first, second] = [await preview('pause', [student]), await preview('pause', [student])]
      assert.match(await confirm(first), /^Students: done: 1$/m)
      await reaches(student, 'is paused', isIn('progress', 'paused'))
      assert.match(await confirm(second), /^Students: changed: 1$/m)
      assert.match(
        await succeeds('status', second.id),
        /changed: Changed since the preview\. .*paused already/,
      )
      const { shown } = await preview('pause', [student])
      assert.match(shown, /excluded: .*paused already/)
    })
  })
})
