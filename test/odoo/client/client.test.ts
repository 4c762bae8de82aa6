import assert from 'node:assert/strict'
import { connectOdoo, type Odoo } from '../../../src/odoo/client/client.js'
import { OdooError } from '../../../src/odoo/client/errors.js'
import type { Values } from '../../../src/odoo/schema/model.js'
import {
  Certificate,
  Channel,
  HomeworkAttempt,
  Partner,
  ProgressTracker,
  Student,
} from '../../../src/odoo/schema/index.js'
import {
  respond,
  fail,
  scriptedServer,
  type Received,
  type Script,
  type ScriptedServer,
} from './scripted-server.js'

describe('typed Odoo client', () => {
  let server: ScriptedServer
  afterEach(() => server.close())

  async function connect(script: Script): Promise<Odoo> {
    server = await scriptedServer(script)
    return connectOdoo({ url: server.url, db: 'training', login: 'bot', apiKey: 'key' })
  }
  /** Connects to a server that always sends this result. */
  const respondingWith = (result: unknown) => connect((_, reply) => respond(reply, result))
  const onlyCall = (): Received => {
    assert.equal(server.calls.length, 1)
    return server.calls[0]!
  }
  const failsAs = (type: string, exceptionName: string) => (error: unknown) => {
    assert.ok(error instanceof OdooError)
    assert.deepEqual([error.type, error.exceptionName], [type, exceptionName])
    return true
  }

  describe('reading', () => {
    it('sends technical names and Odoo’s times, and requests plain ids and only the named fields', async () => {
      const odoo = await respondingWith([])
      await odoo.searchRead(
        Student,
        [
          '|',
          ['writeDate', '>=', '2026-11-22T10:00:00.250+02:00'],
          ['partner', '=', null],
          ['state', 'in', ['draft', 'eligible']],
          ['id', '>', 0],
        ],
        ['email', 'partner', 'preferredCourseIntegration', 'writeDate'],
        { order: ['writeDate desc', 'id'], limit: 5, offset: 10, archived: true },
      )
      const { model, method, args, kwargs } = onlyCall()
      assert.deepEqual([model, method], ['gr.student', 'search_read'])
      assert.deepEqual(args, [
        [
          '|',
          ['write_date', '>=', '2026-11-22 08:00:00'],
          ['x_partner_id', '=', false],
          ['state', 'in', ['draft', 'eligible']],
          ['id', '>', 0],
        ],
      ])
      assert.deepEqual(kwargs, {
        fields: ['id', 'email', 'x_partner_id', 'preferred_course_integration_id', 'write_date'],
        order: 'write_date desc, id',
        limit: 5,
        offset: 10,
        load: null,
        context: { active_test: false },
      })
    })

    it('returns typed values and reads false as empty, except for a boolean', async () => {
      const odoo = await respondingWith([
        {
          id: 5,
          phone: false,
          birth_date: false,
          has_certificate: false,
          english_level: false,
          assigned_agent_id: 9,
          x_partner_id: false,
          write_date: '2026-11-22 12:28:55',
          x_elearning_progress: 12.5,
        },
      ])
      const rows = await odoo.searchRead(
        Student,
        [],
        [
          'phone',
          'birthDate',
          'hasCertificate',
          'englishLevel',
          'assignedAgent',
          'partner',
          'writeDate',
          'elearningProgress',
        ],
      )
      assert.deepEqual(rows, [
        {
          id: 5,
          phone: null,
          birthDate: null,
          hasCertificate: false,
          englishLevel: null,
          assignedAgent: 9,
          partner: null,
          writeDate: '2026-11-22T12:28:55Z',
          elearningProgress: 12.5,
        },
      ])
    })

    it('reads a required text without a value as the empty text', async () => {
      const odoo = await respondingWith([{ id: 5, email: false }])
      assert.deepEqual(await odoo.searchRead(Student, [], ['email']), [{ id: 5, email: '' }])
    })

    for (const [what, row] of [
      ['a selection that is a number', { id: 1, state: 3 }],
      ['a display name instead of an id', { id: 1, state: 'draft', assigned_agent_id: [3, 'Somebody'] }],
      ['a missing field', { id: 1, assigned_agent_id: 3 }],
    ] as const) {
      it(`fails with OdooSchema for ${what}`, async () => {
        const odoo = await respondingWith([{ assigned_agent_id: false, ...row }])
        await assert.rejects(odoo.searchRead(Student, [], ['state', 'assignedAgent']), (error: unknown) => {
          assert.ok(error instanceof OdooError)
          assert.equal(error.type, 'OdooSchema')
          assert.doesNotMatch(error.message, /Somebody/)
          return true
        })
      })
    }

    it('reads on after a page of which every row is set aside', async () => {
      const pages = [
        [
          { id: 1, grade: 'NaN' },
          { id: 2, grade: 'NaN' },
        ],
        [{ id: 3, grade: 4 }],
      ]
      const odoo = await connect((_, reply) => respond(reply, pages.shift() ?? []))
      const ids: number[] = []
      const setAside: number[] = []
      const lenient = odoo.with({ setAside: ({ id }) => setAside.push(id) })
      for await (const rows of lenient.pages(HomeworkAttempt, [], ['grade'], { size: 2 }))
        ids.push(...rows.map(({ id }) => id))
      assert.deepEqual([ids, setAside], [[3], [1, 2]])
    })

    it('reads a selection key that it does not know, and null, as unknown', async () => {
      const odoo = await respondingWith([
        { id: 1, state: 'paused', assigned_agent_id: null },
        { id: 2, state: null, assigned_agent_id: false },
      ])
      assert.deepEqual(await odoo.searchRead(Student, [], ['state', 'assignedAgent']), [
        { id: 1, state: null, assignedAgent: null },
        { id: 2, state: null, assignedAgent: null },
      ])
    })

    for (const grade of ['NaN', '12', 'Infinity', true, [1]]) {
      it(`sets a row aside by its id where a number is ${JSON.stringify(grade)}`, async () => {
        const rows = [
          { id: 1, grade: 5, student_id: 4 },
          { id: 2, grade, student_id: 7 },
          { id: 3, grade: null, student_id: 4 },
        ]
        const odoo = await respondingWith(rows)
        await assert.rejects(
          odoo.searchRead(HomeworkAttempt, [], ['grade', 'student']),
          failsAs('OdooSchema', 'UnexpectedValue(grade)'),
        )
        const setAside: unknown[] = []
        const lenient = odoo.with({ setAside: (row) => setAside.push(row) })
        assert.deepEqual(await lenient.searchRead(HomeworkAttempt, [], ['grade', 'student']), [
          { id: 1, grade: 5, student: 4 },
          { id: 3, grade: 0, student: 4 },
        ])
        assert.deepEqual(setAside, [
          {
            model: 'gr.homework.attempt',
            id: 2,
            problem: 'UnexpectedValue(grade)',
            relations: { student: 7 },
          },
        ])
      })
    }

    it('reads ids in the requested order, includes archived records and skips missing ones', async () => {
      const odoo = await respondingWith([
        { id: 2, name: 'b' },
        { id: 9, name: 'c' },
      ])
      const rows = await odoo.read(Partner, [9, 4, 2], ['name'])
      assert.deepEqual(
        rows.map(({ id }) => id),
        [9, 2],
      )
      const { args, kwargs } = onlyCall()
      assert.deepEqual(args, [[['id', 'in', [9, 4, 2]]]])
      assert.deepEqual(kwargs['context'], { active_test: false })
    })

    it('sends no call to read no ids', async () => {
      const odoo = await respondingWith([])
      assert.deepEqual(await odoo.read(Partner, [], ['name']), [])
      assert.equal(server.calls.length, 0)
    })

    it('reads pages ordered by id, each record once, without a call after the last page', async () => {
      const ids = [3, 4, 8, 15, 16, 23, 42]
      const odoo = await connect(({ args, kwargs }, reply) => {
        const [[[name, operator, last]]] = args as [[[string, string, number]]]
        assert.deepEqual([name, operator, kwargs['order']], ['id', '>', 'id'])
        const rest = ids.filter((id) => id > last).slice(0, Number(kwargs['limit']))
        respond(
          reply,
          rest.map((id) => ({ id })),
        )
      })
      const pages: number[][] = []
      for await (const page of odoo.pages(Student, [['state', '=', 'draft']], [], { size: 3 })) {
        pages.push(page.map(({ id }) => id))
      }
      assert.deepEqual(pages, [[3, 4, 8], [15, 16, 23], [42]])
      assert.equal(server.calls.length, 3)
    })

    it('finds the major version in every notation of servers', async () => {
      for (const [text, major] of [
        ['18.0', 18],
        ['19.0+e', 19],
        ['saas~18.4', 18],
      ] as const) {
        server = await scriptedServer(() => undefined, { version: text })
        const odoo = connectOdoo({ url: server.url, db: 'd', login: 'l', apiKey: 'k' })
        assert.deepEqual(await odoo.version(), { major, text })
        await server.close()
      }
    })
  })

  describe('writing', () => {
    it('creates with technical names and Odoo’s formats', async () => {
      const odoo = await respondingWith(77)
      const id = await odoo.create(ProgressTracker, {
        student: 3,
        courseIntegration: 4,
        status: 'in_progress',
        startDate: '2026-11-22T12:28:55.999Z',
        completionDate: null,
        elearningEnrollment: null,
        elearningProgress: 0,
      })
      assert.equal(id, 77)
      assert.deepEqual(onlyCall().args, [
        {
          student_id: 3,
          course_integration_id: 4,
          status: 'in_progress',
          start_date: '2026-11-22 12:28:55',
          completion_date: false,
          elearning_enrollment_id: false,
          elearning_progress: 0,
        },
      ])
    })

    it('writes the same values to all ids, and sends no call for no ids', async () => {
      const odoo = await respondingWith(true)
      await odoo.write(Student, [], { integrationStatus: 'enrolled' })
      await odoo.write(Student, [1, 2], { integrationStatus: 'enrolled' })
      assert.deepEqual(onlyCall().args, [[1, 2], { integration_status: 'enrolled' }])
    })

    // For each of these Odoo silently stores something else or nothing.
    const INVALID: readonly [string, Record<string, unknown>][] = [
      ['a text for an id', { student: '3' }],
      ['true for an id', { student: true }],
      ['a fraction for an id', { student: 1.5 }],
      ['0 for an id', { student: 0 }],
      ['a pair for an id', { student: [1, 'x'] }],
      ['an unknown selection key', { status: 'paused' }],
      ['NaN', { overallProgress: Number.NaN }],
      ['a time without a zone', { startDate: '2026-11-22 12:00:00' }],
      ['null for a number', { homeworkSubmissions: null }],
      ['a fraction for a whole number', { homeworkSubmissions: 1.5 }],
    ]
    for (const [what, values] of INVALID) {
      it(`rejects ${what} before it reaches Odoo`, async () => {
        const odoo = await respondingWith(1)
        const all = { student: 1, courseIntegration: 2, ...values } as Values<typeof ProgressTracker>
        const [name = ''] = Object.keys(values)
        await assert.rejects(
          odoo.create(ProgressTracker, all),
          failsAs('OdooRejected', `InvalidValue(${name})`),
        )
        assert.equal(server.calls.length, 0)
      })
    }

    it('rejects invalid ids', async () => {
      const odoo = await respondingWith(true)
      await assert.rejects(odoo.write(Student, [1, 0], { phone: null }), failsAs('OdooRejected', 'InvalidId'))
      await assert.rejects(odoo.read(Student, [-1], ['phone']), failsAs('OdooRejected', 'InvalidId'))
      assert.equal(server.calls.length, 0)
    })

    it('calls a method with the language and returns undefined for None', async () => {
      const odoo = await connect((_, reply) => respond(reply))
      assert.equal(
        await odoo.with({ lang: 'ar_001' }).call(Channel, 'action_grant_access', [4], { partner_id: 12 }),
        undefined,
      )
      const { model, method, args, kwargs } = onlyCall()
      assert.deepEqual([model, method, args], ['slide.channel', 'action_grant_access', [[4], 12]])
      assert.deepEqual(kwargs, { context: { lang: 'ar_001' } })
    })

    it('stops when its signal is aborted', async () => {
      const caller = new AbortController()
      const reason = new Error('cancelled')
      const odoo = await connect(() => caller.abort(reason))
      await assert.rejects(odoo.with({ signal: caller.signal }).write(Student, [1], { phone: null }), reason)
    })

    it('is made side by side with many others of one activity, without a warning', async () => {
      const warnings: string[] = []
      const warn = ({ message }: Error) => warnings.push(message)
      process.on('warning', warn)
      const { signal } = new AbortController()
      const odoo = (await respondingWith([])).with({ signal })
      await Promise.all(Array.from({ length: 20 }, (_, id) => odoo.read(Student, [id + 1], ['phone'])))
      // A warning is emitted in the next tick.
      await new Promise(setImmediate)
      process.off('warning', warn)
      assert.deepEqual(warnings, [])
    })
  })

  describe('load', () => {
    it('loads by external id, with texts, relations by database id and times in UTC', async () => {
      const odoo = await respondingWith({ ids: [31], messages: [] })
      const ids = await odoo.load(Certificate, [
        {
          externalId: 'certificate_7_4711_1',
          student: 4711,
          trainingProgram: 7,
          certificateType: 'program_completion',
          certificateTitle: 'Title',
          issueDate: '2026-11-22',
          finalGrade: 0,
          notes: null,
        },
      ])
      assert.deepEqual(ids, [31])
      const { method, args, kwargs } = onlyCall()
      assert.equal(method, 'load')
      assert.deepEqual(args, [
        [
          'id',
          'student_id/.id',
          'training_program_id/.id',
          'certificate_type',
          'certificate_title',
          'issue_date',
          'final_grade',
          'notes',
        ],
        [
          [
            '__orchestrator__.certificate_7_4711_1',
            '4711',
            '7',
            'program_completion',
            'Title',
            '2026-11-22',
            '0',
            '',
          ],
        ],
      ])
      assert.deepEqual(kwargs, { context: { tz: 'UTC', active_test: false } })
    })

    it('loads many rows by database id in one call, with booleans in Odoo’s format', async () => {
      const odoo = await respondingWith({ ids: [1, 2], messages: [] })
      const rows = [
        { id: 1, hasCertificate: true, assignmentDate: '2026-11-22T10:00:00Z', partner: null },
        { id: 2, hasCertificate: false, assignmentDate: null, partner: 9 },
      ]
      await odoo.load(Student, rows)
      assert.deepEqual(onlyCall().args, [
        ['.id', 'has_certificate', 'assignment_date', 'x_partner_id/.id'],
        [
          ['1', '1', '2026-11-22 10:00:00', ''],
          ['2', '0', '', '9'],
        ],
      ])
    })

    it('sends no call to load no rows', async () => {
      const odoo = await respondingWith({ ids: [], messages: [] })
      assert.deepEqual(await odoo.load(Student, []), [])
      assert.equal(server.calls.length, 0)
    })

    it('rejects rows that set different fields, because an empty cell would clear the field', async () => {
      const odoo = await respondingWith({ ids: [1, 2], messages: [] })
      await assert.rejects(odoo.load(Student, [{ id: 1, phone: '1' }, { id: 2 }]), TypeError)
      assert.equal(server.calls.length, 0)
    })

    it('rejects an external id of another module', async () => {
      const odoo = await respondingWith({ ids: [1], messages: [] })
      const rows = [{ externalId: 'base.main_partner', name: 'x' }]
      await assert.rejects(odoo.load(Partner, rows), failsAs('OdooRejected', 'InvalidValue(externalId)'))
    })

    const error = (message: string, field?: string) => ({
      type: 'error',
      message,
      record: 0,
      ...(field && { field }),
    })
    const FAILURES: readonly [string, unknown, string, string][] = [
      [
        'contention in English, of which no field is named',
        { ids: false, messages: [error('could not serialize access due to concurrent update')] },
        'OdooRejected',
        'LoadRefused',
      ],
      [
        'contention in French, in the same way',
        {
          ids: false,
          messages: [error('n’a pas pu sérialiser un accès à cause d’une mise à jour en parallèle')],
        },
        'OdooRejected',
        'LoadRefused',
      ],
      [
        'an unknown database id',
        {
          ids: false,
          messages: [error("Unknown database identifier '9'", '.id'), error('Missing required value')],
        },
        'OdooMissing',
        'LoadUnknownId',
      ],
      [
        'a value that Odoo rejects',
        { ids: false, messages: [error('amal@training.example is no number', 'final_grade')] },
        'OdooRejected',
        'LoadRefused(final_grade)',
      ],
      [
        'a violated constraint',
        { ids: false, messages: [error('must be between 0 and 100')] },
        'OdooRejected',
        'LoadRefused',
      ],
      ['fewer ids than rows', { ids: [], messages: [] }, 'OdooRejected', 'LoadRefused'],
      ['a malformed response', null, 'OdooRejected', 'LoadRefused'],
    ]
    for (const [what, result, type, exceptionName] of FAILURES) {
      it(`fails with ${type} for ${what}`, async () => {
        const odoo = await respondingWith(result)
        await assert.rejects(odoo.load(Student, [{ id: 9, phone: '1' }]), (failure: unknown) => {
          assert.doesNotMatch(String(failure), /amal/)
          return failsAs(type, exceptionName)(failure)
        })
      })
    }

    it('succeeds with warnings', async () => {
      const odoo = await respondingWith({ ids: [9], messages: [{ type: 'warning', message: 'rounded' }] })
      assert.deepEqual(await odoo.load(Student, [{ id: 9, phone: '1' }]), [9])
    })

    it('passes on a failure of the call', async () => {
      const odoo = await connect((_, reply) => fail(reply, 'odoo.exceptions.AccessError'))
      const name = 'odoo.exceptions.AccessError'
      await assert.rejects(odoo.load(Student, [{ id: 9, phone: '1' }]), failsAs('OdooAccessDenied', name))
    })
  })
})
