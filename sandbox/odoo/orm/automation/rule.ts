/** An action that tells another server of a record. */
export interface Webhook {
  readonly id: number
  readonly name: string
  readonly url: string
  /** Names of the fields whose values are told beside the record's id. */
  readonly fields: readonly string[]
}

export interface Action extends Webhook {
  readonly state: string
}

/** A rule that runs actions when records of a model change. */
export interface Automation {
  readonly id: number
  readonly trigger: string
  /** A write runs the rule only when one of them changed; none: any write does. */
  readonly triggerFields: readonly string[]
  /** Domain a record must match before a write. */
  readonly before: string | null
  /** Domain a record must match in the end. */
  readonly after: string | null
  readonly actions: readonly Action[]
}
