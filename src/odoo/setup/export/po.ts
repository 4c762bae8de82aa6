import { MODULE } from './names.js'

/** A text of a record in English and Arabic. */
export interface Translation {
  /** Technical name. */
  readonly model: string
  /** Technical name. */
  readonly field: string
  /** External id of the record, without the module. */
  readonly record: string
  /** Whether it is one term of a longer text that Odoo translates term by term. */
  readonly isTerm: boolean
  readonly en: string
  readonly ar: string
}

/** Returns a translator's file as Odoo reads it (gettext). */
export const poFile = (translations: readonly Translation[]): string =>
  [
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n"Language: ar\\n"\n',
    ...translations
      .filter(({ en, ar }) => en !== '' && ar !== '')
      .map(
        ({ model, field, record, isTerm, en, ar }) =>
          `#. module: ${MODULE}\n#: ${isTerm ? 'model_terms' : 'model'}:${model},${field}:${MODULE}.${record}\n` +
          `msgid ${quoted(en)}\nmsgstr ${quoted(ar)}\n`,
      ),
  ].join('\n')

const quoted = (text: string) =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
