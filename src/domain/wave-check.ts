/**
 * Compares what Odoo had of a student before a bulk operation with what it has after it, and both
 * with what the preview said. It knows nothing of how operations work: it checks them.
 */

/** What Odoo has of a student. Ids and statuses. */
export interface StudentInOdoo {
  readonly partner: number | null
  readonly state: string | null
  readonly integrationStatus: string | null
  /** Of the contact, archived ones too. */
  readonly memberships: readonly { readonly id: number; readonly active: boolean }[]
  readonly trackers: readonly number[]
  /** Of the program. */
  readonly certificates: readonly number[]
}

/** The same before the operation. */
export interface StudentBefore extends StudentInOdoo {
  /** The newest membership in Odoo, of anybody: older ones were there before. */
  readonly newestMembership: number
}

/** What may or must have happened to a student. */
export interface Foretold {
  /** Effects by name, as the preview counted them. */
  readonly effects: Readonly<Record<string, number>>
  /** Whether they must be there: the operation says that it is done. */
  readonly isDone: boolean
}

export const DIFFERENCE_KINDS = [
  'access',
  'tracker',
  'contact',
  'status',
  'certificate',
  'email',
  'student',
] as const
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number]

interface Difference {
  readonly kind: DifferenceKind
  readonly detail: string
}

export interface StudentCheck {
  /** What the preview did not say. */
  readonly unforetold: readonly Difference[]
  /** What the preview said and is not there. It may still come. */
  readonly missing: readonly Difference[]
}

/**
 * After these, a workflow decides on what it finds: statuses, emails and certificates may follow.
 */
const OPEN_ENDED = ['reading', 'policy', 'resumption']

/** `emails`: to the learner, since the run began. `now`: null, the student no longer exists. */
export function checkStudent(
  before: StudentBefore,
  now: StudentInOdoo | null,
  emails: number,
  { effects, isDone }: Foretold,
): StudentCheck {
  if (now === null)
    return { unforetold: [{ kind: 'student', detail: 'The student no longer exists in Odoo.' }], missing: [] }
  const foretold = (...names: readonly string[]) => names.reduce((sum, name) => sum + (effects[name] ?? 0), 0)
  const isOpenEnded = foretold(...OPEN_ENDED) > 0
  const unforetold: Difference[] = []
  const missing: Difference[] = []
  const compare = (kind: DifferenceKind, what: string, found: number, expected: number) => {
    const detail = `${what}: ${found}; in the preview: ${expected}.`
    if (found > expected) unforetold.push({ kind, detail })
    if (found < expected && isDone) missing.push({ kind, detail })
  }

  compare('access', 'New memberships', openedMemberships(before, now), foretold('membership'))
  const closed = closedMemberships(before, now)
  if (closed > 0) unforetold.push({ kind: 'access', detail: `Memberships archived or deleted: ${closed}.` })

  compare('tracker', 'New trackers', countNew(before.trackers, now.trackers), foretold('tracker'))
  const lost = countNew(now.trackers, before.trackers)
  if (lost > 0) unforetold.push({ kind: 'tracker', detail: `Trackers deleted: ${lost}.` })

  const newContact = before.partner === now.partner ? 0 : 1
  compare('contact', 'Other contact', newContact, foretold('contact_created', 'contact_linked'))

  if (!isOpenEnded && foretold('status') === 0 && hasOtherStatus(before, now))
    unforetold.push({ kind: 'status', detail: `${statusesOf(before)} became ${statusesOf(now)}.` })

  const certificates = countNew(before.certificates, now.certificates)
  if (!isOpenEnded && certificates > foretold('certificate'))
    unforetold.push({ kind: 'certificate', detail: `New certificates: ${certificates}.` })
  const lostCertificates = countNew(now.certificates, before.certificates)
  if (lostCertificates > 0)
    unforetold.push({ kind: 'certificate', detail: `Certificates deleted: ${lostCertificates}.` })

  if (!isOpenEnded && emails > foretold('email'))
    unforetold.push({ kind: 'email', detail: `Emails: ${emails}; in the preview: ${foretold('email')}.` })
  return { unforetold: oneOfEachKind(unforetold), missing: oneOfEachKind(missing) }
}

/** Memberships that were made, or opened again. One that was older came with the contact. */
function openedMemberships(before: StudentBefore, now: StudentInOdoo): number {
  const active = new Map(before.memberships.map((one) => [one.id, one.active]))
  return now.memberships.filter(
    (one) =>
      one.active &&
      (active.get(one.id) === false || (!active.has(one.id) && one.id > before.newestMembership)),
  ).length
}

/** Where the student has another contact by now, that of before is not compared. */
function closedMemberships(before: StudentBefore, now: StudentInOdoo): number {
  if (before.partner !== now.partner) return 0
  const open = new Set(now.memberships.filter(({ active }) => active).map(({ id }) => id))
  return before.memberships.filter(({ id, active }) => active && !open.has(id)).length
}

const countNew = (before: readonly number[], now: readonly number[]): number =>
  now.filter((id) => !before.includes(id)).length

const hasOtherStatus = (a: StudentInOdoo, b: StudentInOdoo): boolean =>
  a.state !== b.state || a.integrationStatus !== b.integrationStatus

const statusesOf = ({ state, integrationStatus }: StudentInOdoo): string =>
  `“${state ?? 'none'}” (${integrationStatus ?? 'none'})`

const oneOfEachKind = (differences: readonly Difference[]): Difference[] =>
  DIFFERENCE_KINDS.flatMap((kind) => {
    const details = differences.filter((one) => one.kind === kind).map(({ detail }) => detail)
    return details.length === 0 ? [] : [{ kind, detail: details.join(' ') }]
  })
