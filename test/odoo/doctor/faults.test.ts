import assert from 'node:assert/strict'
import type { Odoo } from '../../../src/odoo/client/client.js'
import type { Severity } from '../../../src/odoo/doctor/finding.js'
import {
  Automation,
  ExternalId,
  FieldRecord,
  Group,
  Language,
  ModelRecord,
  RecordRule,
  ScheduledAction,
  ServerAction,
} from '../../../src/odoo/schema/administration.js'
import { Company } from '../../../src/odoo/schema/doctor-models.js'
import { Channel, Partner, User } from '../../../src/odoo/schema/index.js'
import type { TestOdoo } from '../../support/odoo.js'
import { faultsIn, goodOdoo, HOOKS_URL, runDoctor, type DoctorInput } from './good-odoo.js'

/** Causes a fault and returns how to undo it. */
type CauseFault = (admin: Odoo, odoo: TestOdoo) => Promise<() => Promise<unknown>>

interface Fault {
  readonly name: string
  readonly cause: CauseFault
  readonly input?: DoctorInput
  /** Everything that the doctor reports. */
  readonly found: readonly (readonly [Severity, check: string, text: RegExp])[]
}

const noChange: CauseFault = () => Promise.resolve(() => Promise.resolve())

const groupOf = async (admin: Odoo, module: string, name: string): Promise<number> => {
  const [entry] = await admin.searchRead(
    ExternalId,
    [
      ['module', '=', module],
      ['name', '=', name],
      ['model', '=', Group.name],
    ],
    ['record'],
  )
  return entry?.record ?? 0
}

const idOf = async (admin: Odoo, model: string): Promise<number> =>
  (await admin.searchRead(ModelRecord, [['model', '=', model]], []))[0]?.id ?? 0

/** Changes the bot's groups. */
const changeGroups =
  (change: (groups: readonly number[], admin: Odoo) => Promise<readonly number[]>): CauseFault =>
  async (admin, odoo) => {
    const [bot] = await admin.searchRead(User, [['login', '=', odoo.bot.login]], ['groups'])
    if (!bot) throw new Error('no bot')
    await admin.write(User, [bot.id], { groups: await change(bot.groups, admin) })
    return () => admin.write(User, [bot.id], { groups: bot.groups })
  }

/** Creates an automation rule that calls this address whenever a contact changes. */
const createWebhook =
  (address: string): CauseFault =>
  async (admin) => {
    const model = await idOf(admin, Partner.name)
    const rule = await admin.create(Automation, {
      name: 'Report changes',
      model,
      trigger: 'on_create_or_write',
      active: true,
    })
    const action = await admin.create(ServerAction, {
      name: 'Report',
      model,
      state: 'webhook',
      usage: 'base_automation',
      automation: rule,
      webhookUrl: address,
    })
    return async () => {
      await admin.call(Automation, 'unlink', [rule])
      await admin.call(ServerAction, 'unlink', [action])
    }
  }

const WEBHOOK = `${HOOKS_URL}/hooks/odoo/${'s'.repeat(43)}`

const FAULTS: readonly Fault[] = [
  {
    name: 'a user for tasks who does not exist',
    cause: noChange,
    input: { todos: { isEnabled: true, user: 'nobody' } },
    found: [['problem', 'to-dos', /TODO_USER/]],
  },
  {
    name: 'trackers and certificates that our database does not know',
    cause: noChange,
    input: { unknownRecords: { trackers: 6, certificates: 1 } },
    found: [['problem', 'records', /6 trackers and 1 certificate [^]*adopt-records/]],
  },
  {
    name: 'demonstration values, for which emails and certificates wait',
    cause: noChange,
    input: { demoVariables: ['PUBLIC_URL', 'MAIL_FROM'] },
    found: [['problem', 'demonstration values', /PUBLIC_URL, MAIL_FROM[^]*both wait/]],
  },
  {
    name: 'a database that does not exist',
    cause: noChange,
    input: { db: 'elsewhere' },
    found: [['problem', 'connection', /no database “elsewhere”.*ODOO_DB/s]],
  },
  {
    name: 'a wrong key',
    cause: noChange,
    input: { password: 'not-the-key' },
    found: [['problem', 'connection', /rejects the login of the bot.*ODOO_API_KEY/s]],
  },
  {
    name: 'a clock that is five minutes behind',
    cause: noChange,
    input: { clock: 300_000 },
    found: [['problem', 'clock', /clock is (29\d|30[01]) seconds behind ours/]],
  },
  {
    name: 'roles that follow groups which Odoo does not have',
    cause: noChange,
    input: { staffGroups: 'manager=base.group_sytem;agent=base.group_user' },
    found: [
      ['problem', 'staff', /STAFF_GROUPS names 1 group that Odoo does not have: base\.group_sytem\./],
      ['warning', 'staff', /Nobody but the bot is a manager here/],
    ],
  },
  {
    name: 'an OpenID provider that cannot be reached, without https, and colleagues with one email',
    cause: async (_admin, odoo) => {
      const [row = { id: 0 }] = await odoo.sql<{ id: number }>(
        "SELECT partner_id AS id FROM res_users WHERE login = 'admin'",
      )
      const [before = { email: null }] = await odoo.sql<{ email: string | null }>(
        'SELECT email FROM res_partner WHERE id = $1',
        [row.id],
      )
      const write = (email: string | null) =>
        odoo.sql('UPDATE res_partner SET email = $2 WHERE id = $1', [row.id, email])
      await write('Bot@example.org')
      return () => write(before.email)
    },
    input: {
      signInProvider: {
        issuer: 'https://login.example',
        redirectUri: 'http://training.example/login/oidc/callback',
        failure: () => Promise.resolve('OAUTH_TIMEOUT'),
      },
    },
    found: [
      ['problem', 'sign-in provider', /login\.example does not work \(OAUTH_TIMEOUT\).*OIDC_ISSUER/s],
      ['problem', 'sign-in provider', /http:\/\/training\.example.*without encryption.*PUBLIC_URL/s],
      ['warning', 'sign-in provider', /2 internal users of Odoo have no email of their own/],
    ],
  },
  {
    name: 'a training center whose time zone nobody has set',
    cause: noChange,
    input: { timeZone: null },
    found: [['warning', 'time zone', /Nobody has set the time zone.*UTC/]],
  },
  {
    name: 'a company whose time zone does not exist',
    cause: async (admin, odoo) => {
      const contacts = (await admin.searchRead(Company, [], ['partner'])).map(({ partner }) => partner)
      await odoo.sql("UPDATE res_partner SET tz = 'Mars/Olympus' WHERE id = ANY($1)", [contacts])
      return () => admin.write(Partner, contacts, { tz: null })
    },
    input: { timeZone: null },
    found: [
      ['warning', 'time zone', /does not exist: Mars\/Olympus/],
      ['warning', 'time zone', /Nobody has set the time zone/],
    ],
  },
  {
    name: 'a bot that is an administrator',
    cause: changeGroups(async (groups, admin) => [...groups, await groupOf(admin, 'base', 'group_system')]),
    found: [['warning', 'account', /bot is an administrator/]],
  },
  {
    name: 'a bot that may not create contacts',
    cause: changeGroups(async (groups, admin) => {
      const contacts = await groupOf(admin, 'base', 'group_partner_manager')
      return groups.filter((group) => group !== contacts)
    }),
    found: [
      ['problem', 'rights', /may not .*create contacts/],
      ['problem', 'rights', /not in Odoo’s group base\.group_partner_manager/],
    ],
  },
  {
    name: 'a record rule that hides students',
    cause: async (admin) => {
      const id = await admin.create(RecordRule, {
        name: 'Own students',
        model: await idOf(admin, 'gr.student'),
        groups: [await groupOf(admin, 'grants_training_suite_v2', 'group_manager')],
        domain: "[('assigned_agent_id', '=', user.id)]",
        active: true,
      })
      return () => admin.call(RecordRule, 'unlink', [id])
    },
    found: [['warning', 'hidden rows', /rule “Own students” limits which records of gr\.student/]],
  },
  {
    name: 'a deleted field of ours',
    cause: async (admin) => {
      const [model] = await admin.searchRead(ModelRecord, [['model', '=', 'gr.student']], [])
      const [field] = await admin.searchRead(
        FieldRecord,
        [
          ['model', '=', model?.id ?? 0],
          ['name', '=', 'x_partner_id'],
        ],
        [],
      )
      if (!model || !field) throw new Error('no such field')
      await admin.call(FieldRecord, 'unlink', [field.id])
      return () =>
        admin.create(FieldRecord, {
          name: 'x_partner_id',
          label: 'Contact',
          kind: 'many2one',
          relation: 'res.partner',
          model: model.id,
          state: 'manual',
        })
    },
    found: [['problem', 'schema', /lacks models or fields that setup creates.*x_partner_id.*setup apply/s]],
  },
  {
    name: 'a required field of trackers that nobody fills',
    cause: async (admin) => {
      const id = await admin.create(FieldRecord, {
        name: 'x_cost_center',
        label: 'Cost center',
        kind: 'char',
        required: true,
        model: await idOf(admin, 'gr.progress.tracker'),
        state: 'manual',
      })
      return () => admin.call(FieldRecord, 'unlink', [id])
    },
    found: [['problem', 'required fields', /requires x_cost_center in every new record of Progress tracker/]],
  },
  {
    name: 'a competing scheduled action of the suite',
    cause: async (admin) => {
      const [entry] = await admin.searchRead(
        ExternalId,
        [['name', '=', 'ir_cron_auto_enroll_students']],
        ['record'],
      )
      const id = entry?.record ?? 0
      await admin.write(ScheduledAction, [id], { active: true })
      return () => admin.write(ScheduledAction, [id], { active: false })
    },
    found: [
      [
        'warning',
        'suite',
        /1 scheduled action of the suite writes the same records.*ir_cron_auto_enroll_students/,
      ],
    ],
  },
  {
    name: 'a company whose records the bot can’t see',
    cause: async (_, odoo) => {
      await odoo.sql("INSERT INTO res_company (name, partner_id, active) VALUES ('Branch', 1, true)")
      return () => odoo.sql("DELETE FROM res_company WHERE name = 'Branch'")
    },
    found: [['warning', 'companies', /Odoo has 2 companies, but the bot only has access to 1/]],
  },
  {
    name: 'a webhook with an expired secret',
    cause: createWebhook(WEBHOOK),
    input: { webhooks: { secretStatus: () => Promise.resolve('unknown') } },
    found: [['note', 'webhooks', /1 webhook in Odoo uses an invalid or expired secret.*within minutes/s]],
  },
  {
    name: 'a webhook at whose address nothing responds',
    cause: createWebhook(WEBHOOK),
    input: { webhooks: { isReachable: () => Promise.resolve(false) } },
    found: [
      ['note', 'webhooks', /Nothing responds at http:\/\/127\.0\.0\.1:8080 \(HOOKS_URL\).*within minutes/s],
    ],
  },
  {
    name: 'a webhook with an outdated address',
    cause: createWebhook(WEBHOOK.replace('8080', '8081')),
    found: [['note', 'webhooks', /1 webhook in Odoo calls an address other than.*within minutes/s]],
  },
  {
    name: 'an unpublished course with an integration',
    cause: async (admin) => {
      await admin.write(Channel, [1], { isPublished: false })
      return () => admin.write(Channel, [1], { isPublished: true })
    },
    found: [['problem', 'courses', /course of integration #\d+ is not published/]],
  },
  {
    name: 'a course that requires more than 100%',
    cause: async (_, odoo) => {
      await odoo.sql('UPDATE gr_course_integration SET min_elearning_progress = 120 WHERE id = 1')
      return () => odoo.sql('UPDATE gr_course_integration SET min_elearning_progress = 80 WHERE id = 1')
    },
    found: [['problem', 'courses', /Integration #1 requires more than 100%/]],
  },
  {
    name: 'Arabic being inactive',
    cause: async (admin) => {
      const [arabic] = await admin.searchRead(Language, [['code', '=', 'ar_001']], [])
      const id = arabic?.id ?? 0
      await admin.write(Language, [id], { active: false })
      return () => admin.write(Language, [id], { active: true })
    },
    found: [['warning', 'languages', /\d+ students speak Arabic, but Arabic is not active/]],
  },
  {
    name: 'names that the certificate cannot print',
    cause: async (_, odoo) => {
      await odoo.sql('CREATE TABLE names AS SELECT id, name, name_arabic, name_english FROM gr_student')
      const rename = (position: number, name: string) =>
        odoo.sql(
          `UPDATE gr_student SET name = '${name}', name_arabic = '${name}', name_english = '${name}' WHERE id = (SELECT id FROM gr_student WHERE state NOT IN ('certified', 'rejected') ORDER BY id LIMIT 1 OFFSET ${position})`,
        )
      await rename(0, '田中 🎓')
      await rename(1, '🎓')
      await rename(2, 'ნინო 🎓')
      await odoo.sql("UPDATE gr_training_program SET name = name || ' 日 🎓' WHERE id = 1")
      return async () => {
        await odoo.sql("UPDATE gr_training_program SET name = replace(name, ' 日 🎓', '') WHERE id = 1")
        await odoo.sql(
          'UPDATE gr_student s SET name = n.name, name_arabic = n.name_arabic, name_english = n.name_english FROM names n WHERE n.id = s.id',
        )
        await odoo.sql('DROP TABLE names')
      }
    },
    found: [
      [
        'warning',
        'names on certificates',
        /1 program has a name with letters .*: #\d+\. The letters: U\+65E5 \(Han\)\./,
      ],
      [
        'warning',
        'names on certificates',
        /1 student has a name with letters .*: #\d+\. The letters: U\+4E2D, U\+7530 \(Han\)\./,
      ],
      ['warning', 'names on certificates', /1 student has a name of which nothing can be printed: #\d+\./],
    ],
  },
  {
    name: 'unsent emails of Odoo to learners',
    cause: async (_, odoo) => {
      await odoo.sql("INSERT INTO mail_mail (model, state) VALUES ('slide.channel.partner', 'exception')")
      return () => odoo.sql("DELETE FROM mail_mail WHERE state = 'exception'")
    },
    found: [['warning', 'Odoo emails', /own emails to learners are not being sent: 1 email /]],
  },
]

describe('doctor', () => {
  let odoo: TestOdoo
  let admin: Odoo
  before(async () => {
    ;({ odoo, admin } = await goodOdoo(18))
  })
  after(() => odoo.close())

  it('finds nothing in a healthy Odoo', async () => {
    assert.deepEqual(faultsIn(await runDoctor(odoo)), [])
  })

  // Since each test expects nothing else, it also proves that the previous fault is gone.
  for (const { name, cause, input, found } of FAULTS)
    it(`reports ${name} and nothing else`, async () => {
      const undo = await cause(admin, odoo)
      const faults = faultsIn(await runDoctor(odoo, input)).map(
        ({ severity, check, what, why, fix }) => [severity, check, `${what}\n${why}\n${fix}`] as const,
      )
      await undo()
      assert.deepEqual(
        faults.map(([severity, check]) => [severity, check]),
        found.map(([severity, check]) => [severity, check]),
        faults.join('\n'),
      )
      assert.doesNotMatch(JSON.stringify(faults), /s{43}|bot-password|not-the-key|田中|日/)
      for (const [index, [, , text]] of found.entries()) assert.match(faults[index]?.[2] ?? '', text)
    })

  it('finds nothing after all faults are fixed', async () => {
    assert.deepEqual(faultsIn(await runDoctor(odoo)), [])
  })
})
