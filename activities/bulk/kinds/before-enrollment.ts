/** What Odoo has about a student before an operation enrolls them. Ids and statuses only. */
export interface BeforeEnrollment {
  /** The latest run; 0: there was none. */
  readonly run: number
  /** Whether they are in training already, and are taken over as they are. */
  readonly isAdopted: boolean
  readonly partner: number | null
  readonly state: string | null
  readonly integrationStatus: string | null
  /** The contact, or those with the student's address that may become it. */
  readonly contacts: readonly number[]
  /** Of these contacts. */
  readonly memberships: readonly {
    readonly id: number
    readonly channel: number
    readonly active: boolean
  }[]
  /** The newest membership in Odoo, of anybody: what is older was not made by the operation. */
  readonly newestMembership: number
  readonly trackers: readonly { readonly id: number; readonly membership: number | null }[]
}
