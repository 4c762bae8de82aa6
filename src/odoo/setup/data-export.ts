import { open } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Odoo } from '../client/client.js'
import { ExternalId } from '../schema/administration.js'
import type { AffectedData } from './affected-data.js'
import { SetupError } from './setup-error.js'

/** Rows a page. */
const PAGE = 500

/**
 * Writes the affected data to a new file that only its owner may read, and returns the number of
 * rows. Each line is a JSON document: first the server, then each row with its model, id, external
 * ids and values by logical name, last the count. Everything is on disk when this returns.
 * Throws `SetupError` when the file exists.
 */
export async function exportData(odoo: Odoo, data: readonly AffectedData[], file: string): Promise<number> {
  const handle = await open(file, 'wx', 0o600).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw new SetupError(`The file ${file} already exists. Choose another name.`)
    }
    throw error
  })
  try {
    const write = (line: object) => handle.appendFile(`${JSON.stringify(line)}\n`)
    await write({ format: 1, odoo: (await odoo.version()).text })
    let rows = 0
    for (const { model, name, domain, fields } of data) {
      for await (const page of odoo.pages(model, domain, fields, { size: PAGE, archived: true })) {
        const names = await externalIds(
          odoo,
          name,
          page.map(({ id }) => id),
        )
        for (const { id, ...values } of page) {
          await write({ model: model.name, technical: name, id, externalIds: names.get(id) ?? [], values })
        }
        rows += page.length
      }
    }
    await write({ rows })
    await handle.sync()
    await syncFolder(dirname(file))
    return rows
  } finally {
    await handle.close()
  }
}

async function externalIds(
  odoo: Odoo,
  model: string,
  ids: readonly number[],
): Promise<Map<number, string[]>> {
  const found = await odoo.searchRead(
    ExternalId,
    [
      ['model', '=', model],
      ['record', 'in', ids],
    ],
    ['module', 'name', 'record'],
  )
  const names = new Map<number, string[]>()
  for (const { module, name, record } of found) {
    names.set(record, [...(names.get(record) ?? []), `${module}.${name}`])
  }
  return names
}

/** Otherwise a crash may lose the file's name. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
