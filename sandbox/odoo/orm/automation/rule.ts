/** An action that notifies another server about a record. */
export interface Webhook {
  readonly id: number
  readonly name: string
  readonly url: string
  /** Names of the fields whose values are sent besides the record's id. */
  readonly fields: readonly string[]
}

export interface Action extends Webhook {
  readonly state: string
}

/** A rule that runs actions when records of a model change. */
export interface Automation {
  readonly id: number
  readonly trigger: string
  /** A write runs the rule only if it changes one of these fields. Empty: every write does. */
  readonly triggerFields: readonly string[]
  /** Domain that a record must match before a write. */
  readonly before: string | null
  /** Domain that a record must match after the change. */
  readonly after: string | null
  readonly actions: readonly Action[]
}
