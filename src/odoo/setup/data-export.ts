import { open } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Odoo } from '../client/client.js'
import { ExternalId } from '../schema/administration.js'
import type { AffectedData } from './affected-data.js'
import { SetupRejected } from './rejected.js'

/** Rows a page. */
const PAGE = 500

/**
 * Writes the data that is about to be lost to a new file that only its owner may read, a JSON document per line: first the server, then
 * each row with its model, id, external ids and values by logical name, last the count. On the disk when it returns; answers the number of
 * rows. `SetupRefused`: the file is there already.
 */
export async function exportData(odoo: Odoo, data: readonly AffectedData[], file: string): Promise<number> {
  const handle = await open(file, 'wx', 0o600).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw new SetupRejected(`The file ${file} is there already: name another one.`)
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

/** Else a crash may forget the file's name. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
