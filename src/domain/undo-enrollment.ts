import { say, type Sentence } from './sentences/sentence.js'
import type { WrittenStatuses } from './status-corrections.js'

/**
 * What the undo of an enrollment takes back. Only what the enrollment has made or written goes:
 * what learners or staff have done since stays, and is reported. The answer depends on nothing but
 * what is there now, so that it is the same after a crash in the middle.
 */

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
    readonly completion: number
  }[]
  readonly trackers: readonly TrackerBefore[]
  /** Courses of the program that these contacts follow. */
  readonly following: readonly Following[]
  /** The newest records in Odoo, of anybody: what is older was not made by the operation. */
  readonly newest: { readonly membership: number; readonly tracker: number; readonly contact: number }
  /** The user of Odoo as whom the operation makes records. */
  readonly user: number
}

interface TrackerBefore {
  readonly id: number
  readonly membership: number | null
  readonly status: string | null
  readonly startDate: string | null
  readonly completionDate: string | null
}

interface Following {
  readonly partner: number
  readonly channel: number
}

/** What Odoo has when the enrollment is undone. Its workflows have ended. */
export interface PresentEnrollment {
  readonly student: Statuses
  /** Whether the linked contact has the address of the student, as one that was found by it. */
  readonly isLinkedByAddress: boolean
  /** What its workflows wrote last. */
  readonly written: WrittenStatuses | null
  /** Contacts that the product has ever made for the student. */
  readonly contacts: readonly {
    readonly id: number
    readonly createdBy: number | null
    readonly writtenBy: number | null
    readonly hasUser: boolean
  }[]
  /** Of the student's contact and of those above, in courses of any program. */
  readonly memberships: readonly {
    readonly id: number
    readonly partner: number
    readonly channel: number
    readonly active: boolean
    readonly completion: number
    readonly memberStatus: string | null
    readonly createdBy: number | null
    /** Whether the learner has worked on any content. */
    readonly hasWorked: boolean
    readonly isOfProgram: boolean
    /** Whether another application of the student that is in progress needs it. */
    readonly isNeededElsewhere: boolean
  }[]
  /** Of the program. */
  readonly trackers: readonly (TrackerBefore & {
    readonly courseIntegration: number
    readonly createdBy: number | null
    readonly writtenBy: number | null
  })[]
  /** Whether another application of the student is in progress. */
  readonly isBusyElsewhere: boolean
}

export interface Statuses {
  readonly state: string | null
  readonly integrationStatus: string | null
  readonly partner: number | null
}

export interface EnrollmentUndo {
  readonly trackersRestored: readonly TrackerBefore[]
  readonly trackersRemoved: readonly number[]
  readonly unfollowed: readonly Following[]
  readonly membershipsRemoved: readonly number[]
  readonly membershipsArchived: readonly number[]
  readonly contactsRemoved: readonly number[]
  /** What the student gets; null: it is there already. */
  readonly student: Statuses | null
  /** Why something stays. */
  readonly kept: readonly Sentence[]
}

/** Statuses that an enrollment or a training writes; any other one is somebody else's. */
const WRITTEN: readonly (string | null)[] = ['enrolled', 'in_progress', 'rejected']

const BEGUN = say('learner_has_begun')
const GOES_ON = say('learner_goes_on')
const ACCESS_ADDED = say('access_of_others')
const NEEDED = say('access_needed')
const TRACKER_ADDED = say('tracker_of_others')
const TRACKER_CHANGED = say('tracker_changed_since')
const BUSY = say('busy_elsewhere')
const STATUS_CHANGED = say('status_changed_since')
const LINK_CHANGED = say('link_changed_since')
const HAS_USER = say('contact_has_user')
const CONTACT_CHANGED = say('contact_changed_since')
const CONTACT_LEARNS = say('contact_learns')

export function planEnrollmentUndo(before: BeforeEnrollment, now: PresentEnrollment): EnrollmentUndo {
  const reasons = new Set<Sentence>()
  const judgedTrackers = now.trackers.map((tracker) => ({ tracker, ...judgeTracker(before, now, tracker) }))
  const needed = new Set(
    judgedTrackers.flatMap(({ tracker, verdict }) => (verdict === 'stays' ? [tracker.membership] : [])),
  )
  const judged = now.memberships.map((membership) => ({
    membership,
    ...judgeMembership(before, membership, needed.has(membership.id)),
  }))
  for (const { reason } of [...judged, ...judgedTrackers]) if (reason !== null) reasons.add(reason)
  const withVerdict = (wanted: string) =>
    judged.flatMap(({ membership, verdict }) => (verdict === wanted ? [membership] : []))
  const begun = new Set(judged.flatMap(({ membership, reason }) => (reason === BEGUN ? [membership.id] : [])))
  const removed = withVerdict('removed')
  const archived = withVerdict('archived')
  const keepsAccess = new Set(
    judged.flatMap(({ membership, verdict }) => (verdict === 'removed' ? [] : [membership.partner])),
  )
  const restored = judgedTrackers.flatMap(({ tracker, verdict }) =>
    verdict === 'restored' ? restoredTracker(before, now, tracker, begun) : [],
  )
  if (restored.some(({ isLearning }) => isLearning)) reasons.add(GOES_ON)
  const student =
    now.isBusyElsewhere || begun.size > 0
      ? { student: null, contactsRemoved: [] }
      : undoOfStudent(before, now, keepsAccess, reasons)
  if (now.isBusyElsewhere) reasons.add(BUSY)
  return {
    ...student,
    trackersRestored: restored.flatMap(({ change }) => change ?? []),
    // A tracker of ours stays with the membership that the learner has begun with.
    trackersRemoved: judgedTrackers.flatMap(({ tracker, verdict }) =>
      verdict === 'removed' && !begun.has(tracker.membership ?? 0) ? [tracker.id] : [],
    ),
    // Odoo's grant makes followers, also of those whose access it restores.
    unfollowed: [...removed, ...archived]
      .filter(
        ({ partner, channel }) =>
          !before.following.some((one) => one.partner === partner && one.channel === channel),
      )
      .map(({ partner, channel }) => ({ partner, channel })),
    membershipsRemoved: removed.map(({ id }) => id),
    membershipsArchived: archived.map(({ id }) => id),
    kept: [...reasons],
  }
}

type Verdict<V extends string> = { readonly verdict: V | 'untouched'; readonly reason: Sentence | null }

const untouched = { verdict: 'untouched', reason: null } as const

/** A status that we have written, and nobody has changed since, goes back to what it was. */
function judgeTracker(
  { trackers, newest, user }: BeforeEnrollment,
  { written }: PresentEnrollment,
  tracker: PresentEnrollment['trackers'][number],
): Verdict<'removed' | 'restored' | 'stays'> {
  const { id, courseIntegration, status } = tracker
  const isStatusOurs = written?.courses[courseIntegration] === status
  const earlier = trackers.find((one) => one.id === id)
  if (earlier) {
    if (earlier.status === status || isStatusOurs) return { verdict: 'restored', reason: null }
    return { verdict: 'stays', reason: TRACKER_CHANGED }
  }
  if (id <= newest.tracker || tracker.createdBy !== user) return { verdict: 'stays', reason: TRACKER_ADDED }
  if (tracker.writtenBy !== user && !isStatusOurs) return { verdict: 'stays', reason: TRACKER_CHANGED }
  return { verdict: 'removed', reason: null }
}

/** `isLearning`: the learner has gone on since, so that its status stays. */
function restoredTracker(
  before: BeforeEnrollment,
  { memberships, written }: PresentEnrollment,
  present: PresentEnrollment['trackers'][number],
  begun: ReadonlySet<number>,
): { readonly change: TrackerBefore | null; readonly isLearning: boolean }[] {
  const earlier = before.trackers.find(({ id }) => id === present.id)
  if (earlier === undefined) return []
  const link = memberships.find(({ id }) => id === present.membership)
  const completedBefore = before.memberships.find(({ id }) => id === present.membership)?.completion ?? 0
  const isOurs = written?.courses[present.courseIntegration] === present.status
  const isLearning = isOurs && earlier.status !== present.status && (link?.completion ?? 0) > completedBefore
  const { status, startDate, completionDate } = isOurs && !isLearning ? earlier : present
  const membership = begun.has(present.membership ?? 0) ? present.membership : earlier.membership
  const isEqual =
    membership === present.membership &&
    status === present.status &&
    startDate === present.startDate &&
    completionDate === present.completionDate
  const change = isEqual ? null : { id: present.id, membership, status, startDate, completionDate }
  return [{ change, isLearning }]
}

function judgeMembership(
  { memberships, newest, user }: BeforeEnrollment,
  membership: PresentEnrollment['memberships'][number],
  isNeededByTracker: boolean,
): Verdict<'removed' | 'archived' | 'stays'> {
  const { id, active, completion } = membership
  const earlier = memberships.find((one) => one.id === id)
  if (!membership.isOfProgram) return untouched
  if (earlier) {
    if (earlier.active || !active) return untouched
    if (completion > earlier.completion) return { verdict: 'stays', reason: BEGUN }
    return membership.isNeededElsewhere
      ? { verdict: 'stays', reason: NEEDED }
      : { verdict: 'archived', reason: null }
  }
  if (id <= newest.membership) return untouched
  if (membership.createdBy !== user) return { verdict: 'stays', reason: ACCESS_ADDED }
  if (completion > 0 || membership.memberStatus !== 'joined' || membership.hasWorked)
    return { verdict: 'stays', reason: BEGUN }
  if (membership.isNeededElsewhere) return { verdict: 'stays', reason: NEEDED }
  return isNeededByTracker ? { verdict: 'stays', reason: null } : { verdict: 'removed', reason: null }
}

type OfStudent = Pick<EnrollmentUndo, 'student' | 'contactsRemoved'>

function undoOfStudent(
  before: BeforeEnrollment,
  now: PresentEnrollment,
  keepsAccess: ReadonlySet<number>,
  reasons: Set<Sentence>,
): OfStudent {
  const { student, written } = now
  const isOurs = (present: string | null, earlier: string | null, last: string | null) =>
    WRITTEN.includes(present) || present === earlier || present === last
  const isStateOurs = isOurs(student.state, before.state, written?.state ?? null)
  const isIntegrationOurs = isOurs(
    student.integrationStatus,
    before.integrationStatus,
    written?.integration ?? null,
  )
  if (!isStateOurs || !isIntegrationOurs) reasons.add(STATUS_CHANGED)
  const made = now.contacts.filter(
    ({ id, createdBy }) =>
      id > before.newest.contact && createdBy === before.user && !before.contacts.includes(id),
  )
  const obstacleOf = ({ id, hasUser, writtenBy }: (typeof made)[number]): Sentence | null => {
    if (hasUser) return HAS_USER
    if (keepsAccess.has(id)) return CONTACT_LEARNS
    return writtenBy === before.user ? null : CONTACT_CHANGED
  }
  const removed = made.filter((contact) => obstacleOf(contact) === null).map(({ id }) => id)
  const linked = made.find(({ id }) => id === student.partner)
  const obstacle = linked === undefined ? null : obstacleOf(linked)
  if (obstacle !== null) reasons.add(obstacle)
  const isLinkOurs =
    linked !== undefined ||
    (before.partner === null && now.isLinkedByAddress && (student.partner ?? 0) <= before.newest.contact)
  if (!isLinkOurs && student.partner !== before.partner) reasons.add(LINK_CHANGED)
  const restored: Statuses = {
    state: isStateOurs ? before.state : student.state,
    integrationStatus: isIntegrationOurs ? before.integrationStatus : student.integrationStatus,
    partner: isLinkOurs && obstacle === null ? before.partner : student.partner,
  }
  const isEqual =
    restored.state === student.state &&
    restored.integrationStatus === student.integrationStatus &&
    restored.partner === student.partner
  return { student: isEqual ? null : restored, contactsRemoved: removed }
}
