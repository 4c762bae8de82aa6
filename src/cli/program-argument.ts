import type { Odoo } from '../odoo/client/client.js'
import { TrainingProgram } from '../odoo/schema/index.js'
import { CommandError } from './failure.js'

/** The id of a program, as it was typed. */
export function programOf(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new CommandError('The program is named by its id in Odoo. “npm run cli -- intake” lists them.')
  return Number(text)
}

/** Returns the program's name. */
export async function requireProgram(odoo: Odoo, programId: number): Promise<string> {
  const [found] = await odoo.read(TrainingProgram, [programId], ['name'])
  if (!found) throw new CommandError(`Odoo has no program ${programId}. “npm run cli -- intake” lists them.`)
  return found.name
}
