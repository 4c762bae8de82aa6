import { parseCsv } from './csv.js'
import type { Environment } from '../../orm/environment.js'
import { userError } from '../../orm/exceptions.js'
import { binary, boolean, char } from '../../orm/field.js'
import { onRecords } from '../../orm/methods/method.js'
import { model } from '../../orm/model.js'
import { importTranslations, type ImportedText } from '../../orm/translations.js'

/** The wizard that imports a translation file. */
export const LanguageImport = model('base.language.import', {
  description: 'Language Import',
  access: { 'base.group_system': 'rwc' },
  fields: {
    name: char({ required: true, label: 'Language Name' }),
    code: char({ required: true, label: 'ISO Code' }),
    filename: char({ required: true, label: 'File Name' }),
    data: binary({ required: true, label: 'File' }),
    overwrite: boolean({ label: 'Overwrite Existing Terms', default: true }),
  },
  methods: {
    import_lang: onRecords([], async ({ env, ids }) => {
      const files = await env.sql<LanguageFile>(
        'SELECT code, filename, data, overwrite FROM base_language_import WHERE id = ANY($1) ORDER BY id',
        [ids],
      )
      for (const file of files) await importFile(env, file)
      return true
    }),
  },
})

interface LanguageFile {
  readonly code: string
  readonly filename: string
  readonly data: string
  readonly overwrite: boolean | null
}

async function importFile(
  env: Environment,
  { code, filename, data, overwrite }: LanguageFile,
): Promise<void> {
  const [header = [], ...rows] = parseCsv(Buffer.from(data, 'base64').toString('utf8'))
  if (!filename.endsWith('.csv') || !header.includes('res_id'))
    throw userError(`File "${filename}" not imported due to format mismatch or a malformed file.`)
  await env.sql('UPDATE res_lang SET active = true WHERE code = $1', [code])
  const texts = rows.flatMap((row): ImportedText[] => {
    const cell = (name: string) => row[header.indexOf(name)] ?? ''
    const [owner = '', field = ''] = cell('name').split(',')
    if (cell('value') === '' || (cell('type') !== 'model' && cell('type') !== 'model_terms')) return []
    const term = cell('type') === 'model_terms' ? cell('src') : ''
    return [{ model: owner, field, external_id: cell('res_id'), term, value: cell('value') }]
  })
  await importTranslations(env, code, texts, overwrite === true)
}
