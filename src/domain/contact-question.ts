import type { ContactDoubt } from './sentences/bulk.en.js'
import { say, type Sentence } from './sentences/sentence.js'

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
}): Sentence | null {
  const active = candidates.filter((one) => one.active)
  if (isLinked && candidates.length === 0) return ask('link_missing')
  if (isLinked && active.length === 0) return ask('link_archived')
  if (!isLinked && isMailboxShared) return ask('shared_address')
  if (active.length > 1) return ask('several_contacts')
  if (active.length === 0 && candidates.length > 0) return ask('only_archived')
  if (active.some(({ isOfAnother }) => isOfAnother)) return ask('of_another')
  return null
}

const ask = (because: ContactDoubt) => say('contact_question', { because })
