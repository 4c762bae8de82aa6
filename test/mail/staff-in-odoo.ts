import { NAMESPACE } from '../../src/odoo/client/load.js'
import type { Odoo } from '../../src/odoo/client/client.js'

export interface StaffRow {
  readonly id: number
  readonly login: string
  readonly name: string
  readonly email: string | null
  readonly lang: string
  readonly active: boolean
  readonly share: boolean
  readonly allGroups: readonly number[]
}

/** Groups by role, as ids in Odoo. */
export const GROUPS = { manager: 1, agent: 2, teacher: 3, accounting: 4 } as const

/** An Odoo with these users, one program, and the groups of the roles. */
export function staffInOdoo(users: () => readonly StaffRow[]): Odoo {
  const rows: Readonly<Record<string, () => readonly object[]>> = {
    'res.users': users,
    'ir.model.data': () =>
      Object.entries(GROUPS).map(([role, record]) => ({ module: NAMESPACE, name: `group_${role}`, record })),
    'gr.training.program': () => [{ id: 7, name: 'برنامج المهارات – Digital Skills' }],
  }
  const of = (model: { readonly name: string }) => rows[model.name]?.() ?? []
  return {
    read: (model: { readonly name: string }, ids: readonly number[]) =>
      Promise.resolve(of(model).filter((row) => 'id' in row && ids.includes(Number(row.id)))),
    searchRead: (model: { readonly name: string }, domain: readonly [string, string, unknown][]) =>
      Promise.resolve(
        of(model).filter((row) =>
          domain.every(([field, , value]) =>
            field === 'id' || field === 'active'
              ? [value].flat().includes((row as Record<string, unknown>)[field])
              : true,
          ),
        ),
      ),
  } as unknown as Odoo
}
