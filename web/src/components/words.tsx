import { useMessages } from '../i18n/language.js'
import type { Messages } from '../i18n/messages.js'
import { Chip, type Tone } from './chip.js'

export type Vocabulary = keyof Messages['words']

/** Returns `in_progress` as `in progress`. */
const readable = (word: string) => word.replaceAll('_', ' ')

/** Returns a function that says a word of the API in the reader’s language. */
export function useWords(): (vocabulary: Vocabulary, word: string) => string {
  const { words } = useMessages()
  return (vocabulary, word) => (words[vocabulary] as Readonly<Record<string, string>>)[word] ?? readable(word)
}

const TONES: Readonly<Partial<Record<Vocabulary, Readonly<Record<string, Tone>>>>> = {
  stages: {
    review: 'attention',
    identity: 'attention',
    awaiting_agent: 'attention',
    address_rejected: 'attention',
    flagged: 'attention',
    stalled: 'attention',
    overdue: 'bad',
    problem: 'bad',
    certified: 'good',
    issued: 'good',
    in_progress: 'busy',
    training_started: 'busy',
    certificate_pending: 'busy',
    enrolling: 'busy',
  },
  riskReasons: { stalled: 'attention', overdue: 'bad', problem: 'bad', task_waits: 'attention' },
  emailStates: {
    accepted: 'good',
    pending: 'busy',
    sending: 'busy',
    possibly_twice: 'attention',
    unknown: 'attention',
    rejected: 'bad',
    no_recipient: 'bad',
  },
  staffEmailStates: {
    accepted: 'good',
    pending: 'busy',
    sending: 'busy',
    unknown: 'attention',
    rejected: 'bad',
    no_recipient: 'bad',
    not_allowed: 'attention',
    too_long: 'bad',
  },
  certificateStates: { valid: 'good', revoked: 'bad', withdrawn: 'bad', expired: 'attention' },
  systemStates: { available: 'good', unavailable: 'bad', recovering: 'attention', paused: 'attention' },
  intakeModes: { on: 'good', preview: 'busy' },
  bulkStates: {
    previewing: 'busy',
    previewed: 'attention',
    running: 'busy',
    paused: 'attention',
    completed: 'good',
    undoing: 'busy',
    undo_paused: 'attention',
    failed: 'bad',
  },
  bulkChecks: { checking: 'busy', completed: 'good', failed: 'bad' },
  bulkOutcomes: { done: 'good', failed: 'bad', changed: 'attention', applying: 'busy' },
  reconciliationStates: { running: 'busy', stopped: 'attention', completed: 'good', failed: 'bad' },
  driftStates: { repaired: 'good', handed_over: 'attention', noticed: 'busy' },
  auditOutcomes: { done: 'good', requested: 'busy', accepted: 'busy', refused: 'attention', failed: 'bad' },
  trackerStatus: { completed: 'good', in_progress: 'busy', failed: 'bad' },
}

interface Props {
  readonly of: Vocabulary
  readonly word: string
}

/** A word of the API as a chip. */
export function WordChip({ of, word }: Props) {
  const say = useWords()
  return <Chip tone={TONES[of]?.[word] ?? 'quiet'}>{say(of, word)}</Chip>
}
