/** A contact with the mailbox of a student, or the one that the student is linked to. */
export interface ContactCandidate {
  readonly active: boolean
  /** Whether it is linked to another student. */
  readonly isOfAnother: boolean
}

/**
 * Returns why a person will be asked for a student’s contact before the enrollment goes on; null:
 * nobody will. Foresees what `linkContact` decides when it is time.
 */
export function contactQuestion({
  isLinked,
  candidates,
  isMailboxShared,
}: {
  readonly isLinked: boolean
  readonly candidates: readonly ContactCandidate[]
  /** Whether another student applies with the same mailbox. */
  readonly isMailboxShared: boolean
}): string | null {
  const active = candidates.filter((one) => one.active)
  if (isLinked && candidates.length === 0) return ask('the linked contact no longer exists')
  if (isLinked && active.length === 0) return ask('the linked contact is archived')
  if (!isLinked && isMailboxShared)
    return ask('another student has the same email address, and one of both can have its contact')
  if (active.length > 1) return ask('several contacts have the student’s email address')
  if (active.length === 0 && candidates.length > 0)
    return ask('the only contact with the student’s email address is archived')
  if (active.some(({ isOfAnother }) => isOfAnother)) return ask('the contact is that of another student')
  return null
}

const ask = (why: string) => `A person chooses the contact before anything else: ${why}.`
