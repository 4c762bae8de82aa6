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
import { Channel, Partner, User } from '../../../src/odoo/schema/index.js'
import type { TestOdoo } from '../../support/odoo.js'
import { alarms, goodOdoo, HOOKS_URL, look, type Seen } from './good-odoo.js'

/** A fault that somebody could make; answers how to take it back. */
type Plant = (admin: Odoo, odoo: TestOdoo) => Promise<() => Promise<unknown>>

interface Fault {
  readonly name: string
  readonly plant: Plant
  /** How the doctor looks at it, where not as always. */
  readonly seen?: Seen
  /** All that it complains of: name of the check, and what it says. */
  readonly found: readonly (readonly [Exclude<Severity, 'note'>, check: string, words: RegExp])[]
}

const nothing: Plant = () => Promise.resolve(() => Promise.resolve())

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

/** Gives the bot other groups; archives the change with the ones before. */
const regroup =
  (change: (groups: readonly number[], admin: Odoo) => Promise<readonly number[]>): Plant =>
  async (admin, odoo) => {
    const [bot] = await admin.searchRead(User, [['login', '=', odoo.bot.login]], ['groups'])
    if (!bot) throw new Error('no bot')
    await admin.write(User, [bot.id], { groups: await change(bot.groups, admin) })
    return () => admin.write(User, [bot.id], { groups: bot.groups })
  }

/** An automation rule that calls this address whenever a contact changes. */
const webhook =
  (address: string): Plant =>
  async (admin) => {
    const model = await idOf(admin, Partner.name)
    const rule = await admin.create(Automation, {
      name: 'Tell of changes',
      model,
      trigger: 'on_create_or_write',
      active: true,
    })
    const action = await admin.create(ServerAction, {
      name: 'Tell',
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

const HOOK = `${HOOKS_URL}/hooks/odoo/${'s'.repeat(43)}`

const FAULTS: readonly Fault[] = [
  {
    name: 'a database that does not exist',
    plant: nothing,
    seen: { db: 'elsewhere' },
    found: [['problem', 'connection', /no database “elsewhere”.*ODOO_DB/s]],
  },
  {
    name: 'a wrong key',
    plant: nothing,
    seen: { password: 'not-the-key' },
    found: [['problem', 'connection', /refuses the login of the bot.*ODOO_API_KEY/s]],
  },
  {
    name: 'a clock that is five minutes behind',
    plant: nothing,
    seen: { clock: 300_000 },
    found: [['problem', 'clock', /clock is (29\d|30[01]) seconds behind ours/]],
  },
  {
    name: 'a bot that is an administrator',
    plant: regroup(async (groups, admin) => [...groups, await groupOf(admin, 'base', 'group_system')]),
    found: [['warning', 'account', /bot is an administrator/]],
  },
  {
    name: 'a bot that may not make contacts',
    plant: regroup(async (groups, admin) => {
      const contacts = await groupOf(admin, 'base', 'group_partner_manager')
      return groups.filter((group) => group !== contacts)
    }),
    found: [
      ['problem', 'rights', /may not .*make contacts/],
      ['problem', 'rights', /not in Odoo’s group base\.group_partner_manager/],
    ],
  },
  {
    name: 'a record rule that hides students',
    plant: async (admin) => {
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
    name: 'a field of ours that was removed',
    plant: async (admin) => {
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
    found: [['problem', 'schema', /lacks what setup makes.*x_partner_id.*setup apply/s]],
  },
  {
    name: 'a field that every tracker must have and nobody fills',
    plant: async (admin) => {
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
    found: [['problem', 'required fields', /demands x_cost_center of every new record of Progress tracker/]],
  },
  {
    name: 'a scheduled action of the suite that competes',
    plant: async (admin) => {
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
    name: 'a company whose records the bot does not see',
    plant: async (_, odoo) => {
      await odoo.sql("INSERT INTO res_company (name, partner_id, active) VALUES ('Branch', 1, true)")
      return () => odoo.sql("DELETE FROM res_company WHERE name = 'Branch'")
    },
    found: [['warning', 'companies', /Odoo has 2 companies, the bot may work for 1/]],
  },
  {
    name: 'a webhook with a secret that has run out',
    plant: webhook(HOOK),
    seen: { hooks: { standing: () => Promise.resolve('unknown') } },
    found: [['warning', 'webhooks', /1 webhook of Odoo comes with a secret that is not or no longer good/]],
  },
  {
    name: 'a webhook where nobody answers',
    plant: webhook(HOOK),
    seen: { hooks: { answers: () => Promise.resolve(false) } },
    found: [['warning', 'webhooks', /Nobody answers at http:\/\/127\.0\.0\.1:8080 \(HOOKS_URL\)/]],
  },
  {
    name: 'a webhook that leads to an address of before',
    plant: webhook(HOOK.replace('8080', '8081')),
    found: [['warning', 'webhooks', /1 webhook of Odoo leads to another address/]],
  },
  {
    name: 'an integrated course that is not published',
    plant: async (admin) => {
      await admin.write(Channel, [1], { isPublished: false })
      return () => admin.write(Channel, [1], { isPublished: true })
    },
    found: [['problem', 'courses', /course of integration #\d+ is not published/]],
  },
  {
    name: 'a course that demands more than 100 %',
    plant: async (_, odoo) => {
      await odoo.sql('UPDATE gr_course_integration SET min_elearning_progress = 120 WHERE id = 1')
      return () => odoo.sql('UPDATE gr_course_integration SET min_elearning_progress = 80 WHERE id = 1')
    },
    found: [['problem', 'courses', /Integration #1 demands more than 100 %/]],
  },
  {
    name: 'Arabic switched off',
    plant: async (admin) => {
      const [arabic] = await admin.searchRead(Language, [['code', '=', 'ar_001']], [])
      const id = arabic?.id ?? 0
      await admin.write(Language, [id], { active: false })
      return () => admin.write(Language, [id], { active: true })
    },
    found: [['warning', 'languages', /\d+ students speak Arabic, and Arabic is not active/]],
  },
  {
    name: 'mails of Odoo to learners that do not get out',
    plant: async (_, odoo) => {
      await odoo.sql("INSERT INTO mail_mail (model, state) VALUES ('slide.channel.partner', 'exception')")
      return () => odoo.sql("DELETE FROM mail_mail WHERE state = 'exception'")
    },
    found: [['warning', 'mails of Odoo', /own mails to learners don’t get out: 1 mail /]],
  },
]

describe('doctor', () => {
  let odoo: TestOdoo
  let admin: Odoo
  before(async () => {
    ;({ odoo, admin } = await goodOdoo(18))
  })
  after(() => odoo.close())

  it('has nothing to complain of where all is well', async () => {
    assert.deepEqual(alarms(await look(odoo)), [])
  })

  // That nothing else is found proves of each fault before that it is not named any more.
  for (const { name, plant, seen, found } of FAULTS)
    it(`names ${name}, and nothing else`, async () => {
      const undo = await plant(admin, odoo)
      const alarming = alarms(await look(odoo, seen)).map(
        ({ severity, check, what, why, fix: way }) => [severity, check, `${what}\n${why}\n${way}`] as const,
      )
      await undo()
      assert.deepEqual(
        alarming.map(([severity, check]) => [severity, check]),
        found.map(([severity, check]) => [severity, check]),
        alarming.join('\n'),
      )
      assert.doesNotMatch(JSON.stringify(alarming), /s{43}|bot-password|not-the-key/)
      for (const [index, [, , words]] of found.entries()) assert.match(alarming[index]?.[2] ?? '', words)
    })

  it('has nothing to complain of when all is mended', async () => {
    assert.deepEqual(alarms(await look(odoo)), [])
  })
})
