import type { Store } from './store.js'

/** Somebody or something that makes changes, as people see it. */
export interface Actor {
  readonly kind: 'staff' | 'key' | 'other'
  /** As histories store it. */
  readonly id: string
  readonly name: string
}

/**
 * Looks up the names of actors that histories know by id. Whoever is unknown, such as a command
 * line, is shown as stored.
 */
export async function actorNames({ db }: Store, ids: readonly string[]): Promise<(id: string) => Actor> {
  const users = ids.flatMap((id) => userIdOf(id) ?? [])
  const [staff, keys] = await Promise.all([
    users.length === 0
      ? []
      : db
          .selectFrom('staff_user')
          .select(['odoo_user_id', 'name'])
          .where('odoo_user_id', 'in', users)
          .execute(),
    ids.length === 0
      ? []
      : db
          .selectFrom('api_key')
          .select(['id', 'name'])
          .where('id', 'in', [...new Set(ids)])
          .execute(),
  ])
  const names = new Map<string, Actor>([
    ...keys.map(({ id, name }): [string, Actor] => [id, { kind: 'key', id, name }]),
    ...staff.map(({ odoo_user_id: user, name }): [string, Actor] => {
      const id = `user:${user}`
      return [id, { kind: 'staff', id, name }]
    }),
  ])
  return (id) => names.get(id) ?? { kind: 'other', id, name: id }
}

function userIdOf(actor: string): number | undefined {
  const [, id] = /^user:(\d{1,10})$/.exec(actor) ?? []
  return id === undefined ? undefined : Number(id)
}
