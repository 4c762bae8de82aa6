import { access, open, rename, rm, type FileHandle } from 'node:fs/promises'
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
 * ids and values by logical name, last the count. Everything is on disk when this returns. The file
 * gets its name only when it is complete: a failed run leaves nothing.
 * Throws `SetupError` when the file exists.
 */
export async function exportData(odoo: Odoo, data: readonly AffectedData[], file: string): Promise<number> {
  await requireNew(file)
  const partial = `${file}.partial`
  // Such a file is what a killed run has left.
  await rm(partial, { force: true })
  try {
    const handle = await open(partial, 'wx', 0o600)
    const rows = await writeRows(odoo, data, handle).finally(() => handle.close())
    await rename(partial, file)
    await syncFolder(dirname(file))
    return rows
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}

async function requireNew(file: string): Promise<void> {
  const exists = await access(file).then(
    () => true,
    () => false,
  )
  if (exists) throw new SetupError(`The file ${file} already exists. Choose another name.`)
}

async function writeRows(odoo: Odoo, data: readonly AffectedData[], handle: FileHandle): Promise<number> {
  const write = (line: object) => handle.appendFile(`${JSON.stringify(line)}\n`)
  await write({ format: 1, odoo: (await odoo.version()).text })
  let rows = 0
  // Lenient, because rows must be saved whatever staff or other apps have written into them.
  const options = { size: PAGE, archived: true, lenient: true }
  for (const { model, name, domain, fields } of data) {
    for await (const page of odoo.pages(model, domain, fields, options)) {
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
  return rows
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
