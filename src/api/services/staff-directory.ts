import { mailLanguageOf } from '../../contracts/mail.js'
import type { Odoo } from '../../odoo/client/client.js'
import { OdooError } from '../../odoo/client/errors.js'
import type { StaffGroups } from '../../odoo/staff/staff-groups.js'
import { staffMembers, type StaffMember } from '../../odoo/staff/staff-members.js'
import {
  dismissStaffUsers,
  saveStaffUsers,
  signedInUsers,
  staffUser,
  type StaffUser,
} from '../../store/staff-users.js'
import type { Store } from '../../store/store.js'
import { Problem } from '../problems/problem.js'

/** Milliseconds for which what Odoo said about a person is believed. */
const BELIEVED_FOR = 60_000

/** Milliseconds for which a session goes on while Odoo cannot be asked. Longer outages end it. */
const GRACE = 60 * 60_000

/** Milliseconds that a request waits for Odoo. */
const LIMIT = 5_000

/** Milliseconds between two attempts while Odoo does not respond. */
const PAUSE = 15_000

interface DirectoryDeps {
  readonly store: Store
  /** Absent: nobody can sign in with an Odoo account. */
  readonly odoo?: Odoo | undefined
  readonly groups: StaffGroups
  readonly clock: () => Date
}

/**
 * The staff who are signed in, as Odoo describes them: at most a minute old, and read for all of
 * them in one go, however many requests they make.
 */
export class StaffDirectory {
  readonly #deps: DirectoryDeps
  #reading: Promise<void> | null = null
  #failedAt = 0

  constructor(deps: DirectoryDeps) {
    this.#deps = deps
  }

  /**
   * Returns the person of a session; undefined if they are no longer staff. Throws
   * `odoo-unavailable` if that could not be checked for too long.
   */
  async current(userId: number): Promise<StaffUser | undefined> {
    const known = await staffUser(this.#deps.store, userId)
    if (!known || this.#age(known) <= BELIEVED_FOR) return withRoles(known)
    await this.#refresh()
    const checked = await staffUser(this.#deps.store, userId)
    if (checked && this.#age(checked) > GRACE)
      throw new Problem(
        'odoo-unavailable',
        'Odoo has not responded for an hour, so nobody can check whether your account is still valid. Try again when it is back.',
      )
    return withRoles(checked)
  }

  /** Returns the person who has just signed in, or undefined if they have no role. */
  async welcome(userId: number): Promise<StaffUser | undefined> {
    const { odoo, store, groups, clock } = this.#deps
    if (!odoo) throw new Error('Without Odoo, nobody signs in with an Odoo account.')
    const now = clock()
    const [member] = await staffMembers(odoo, [userId], groups)
    if (!member || member.roles.length === 0) {
      await dismissStaffUsers(store, [userId], now)
      return undefined
    }
    const user = toStaffUser(member, now)
    await saveStaffUsers(store, [user])
    return user
  }

  /** Reads everybody who is signed in. A failure leaves what is known. */
  async #refresh(): Promise<void> {
    const { odoo, clock } = this.#deps
    if (!odoo || clock().getTime() - this.#failedAt < PAUSE) return
    this.#reading ??= this.#readAll(odoo)
      .catch((error: unknown) => {
        if (!(error instanceof OdooError) && !isTimeout(error)) throw error
        this.#failedAt = clock().getTime()
      })
      .finally(() => {
        this.#reading = null
      })
    await this.#reading
  }

  async #readAll(odoo: Odoo): Promise<void> {
    const { store, groups, clock } = this.#deps
    const now = clock()
    const known = await signedInUsers(store, now)
    const found = await staffMembers(
      odoo.with({ signal: AbortSignal.timeout(LIMIT) }),
      known.map(({ userId }) => userId),
      groups,
    )
    // A restored copy of Odoo gives ids to other people: then the login differs.
    const loginOf = new Map(known.map(({ userId, login }) => [userId, login]))
    const staff = found.filter(
      ({ userId, login, roles }) => roles.length > 0 && loginOf.get(userId) === login,
    )
    const still = new Set(staff.map(({ userId }) => userId))
    await saveStaffUsers(
      store,
      staff.map((member) => toStaffUser(member, now)),
    )
    await dismissStaffUsers(
      store,
      known.flatMap(({ userId }) => (still.has(userId) ? [] : [userId])),
      now,
    )
  }

  #age({ checkedAt }: StaffUser): number {
    return this.#deps.clock().getTime() - checkedAt.getTime()
  }
}

const toStaffUser = ({ language, ...member }: StaffMember, checkedAt: Date): StaffUser => ({
  ...member,
  language: mailLanguageOf(language),
  checkedAt,
})

const withRoles = (user: StaffUser | undefined) => (user && user.roles.length > 0 ? user : undefined)

const isTimeout = (error: unknown) => error instanceof DOMException && error.name === 'TimeoutError'
