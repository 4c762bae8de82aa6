import { counted, listed } from './english-text.js'

/** A model of Odoo by its technical name, and its title where it is one of the plan’s. */
export interface NamedModel {
  readonly model: string
  readonly title: string | null
}

interface FieldsOfModel extends NamedModel {
  /** Technical names. */
  readonly fields: readonly string[]
}

/** Reading, writing, creating, deleting. */
export type BotRight = 'r' | 'w' | 'c' | 'd'

const VERBS: Readonly<Record<BotRight, string>> = { r: 'read', w: 'edit', c: 'create', d: 'delete' }

const OWNERS = { odoo: 'Odoo', suite: 'the suite' } as const

const nameOf = ({ model, title }: NamedModel) => (title === null ? model : `${title} (${model})`)

const fieldsOf = (one: FieldsOfModel) => `${nameOf(one)}: ${listed(one.fields)}`

/** What an Odoo that is not ready lacks. In English. */
export const lackSentences = {
  version_not_supported: ({ version, supported }: { version: string; supported: readonly string[] }) =>
    `This is Odoo ${version}. Supported versions are ${listed(supported)}.`,
  bot_has_no_access: ({ model }: { model: string | null }) => `The bot has no access to ${model ?? 'Odoo'}.`,
  app_not_installed: ({ model, app }: { model: string; app: string }) =>
    `Odoo has no ${model}: the app ${app} is not installed.`,
  setup_incomplete: ({
    models,
    fields,
  }: {
    models: readonly NamedModel[]
    fields: readonly FieldsOfModel[]
  }) =>
    [
      'Odoo lacks models or fields that setup creates.',
      ...(models.length > 0 ? [`Models: ${listed(models.map(nameOf))}.`] : []),
      ...(fields.length > 0 ? [`Fields of ${fields.map(fieldsOf).join('; of ')}.`] : []),
    ].join(' '),
  fields_hidden: (one: FieldsOfModel) =>
    `${counted(one.fields.length, 'field')} hidden from the bot. ${fieldsOf(one)}.`,
  fields_missing: ({ owner, ...one }: FieldsOfModel & { owner: keyof typeof OWNERS }) =>
    `${counted(one.fields.length, 'field')} missing that ${OWNERS[owner]} should have. ${fieldsOf(one)}.`,
  bot_may_not: ({
    rights,
    records,
    model,
  }: {
    rights: readonly BotRight[]
    /** What staff call the records, in English. */
    records: string
    model: string
  }) => `The bot may not ${listed(rights.map((right) => VERBS[right]))} ${records} (${model}).`,
  bot_not_in_group: ({ group }: { group: string }) => `The bot is not in Odoo’s group ${group}.`,
}
