import type { Outcome } from './environment.js'

/**
 * What is there at the end: Odoo's own rows, the mails that the server has accepted, and the email
 * ledger.
 */
export interface Observation {
  readonly program: number
  /** Course integrations of the program, all enrolled automatically. */
  readonly courses: readonly { readonly courseIntegration: number; readonly channel: number }[]
  readonly students: readonly StudentRecord[]
  /** Contacts that were made during the run. */
  readonly newContacts: readonly { readonly id: number; readonly email: string }[]
  readonly memberships: readonly { readonly channel: number; readonly partner: number }[]
  readonly trackers: readonly {
    readonly student: number
    readonly courseIntegration: number
    readonly status: string
  }[]
  readonly certificates: readonly {
    readonly student: number
    readonly program: number
    readonly number: string
    readonly state: string
  }[]
  /** One entry for each acceptance, so a mail that was sent twice is here twice. */
  readonly accepted: readonly AcceptedMail[]
  readonly ledger: readonly { readonly messageId: string; readonly state: string }[]
}

interface StudentRecord {
  readonly id: number
  readonly outcome: Outcome
  readonly email: string
  readonly partner: number | null
  readonly state: string
  readonly integrationStatus: string
}

export interface AcceptedMail {
  readonly messageId: string
  readonly kind: string
  readonly student: number
  /** Mailboxes of the recipients. */
  readonly to: readonly string[]
  /** Attached PDFs. */
  readonly pdfs: number
}

export interface Violation {
  /**
   * `lost`: something is missing. `doubled`: something is there twice. `inconsistent`: two records
   * contradict each other.
   */
  readonly kind: 'lost' | 'doubled' | 'inconsistent'
  readonly message: string
}

/**
 * Kinds that are sent at most once. Of the other kinds, a mail may be sent twice if the ledger
 * marks it as possibly sent twice.
 */
const AT_MOST_ONCE = ['milestone', 'reminder']

const LIVE = ['draft', 'issued', 'delivered', 'verified']

/**
 * Returns everything that is wrong. Empty: nothing was lost, nothing is there twice, and all
 * records agree.
 */
export function findViolations(seen: Observation): Violation[] {
  return [
    ...seen.students.flatMap((student) => outcomeViolations(seen, student)),
    ...contactViolations(seen),
    ...duplicates('membership', seen.memberships, (row) => `contact ${row.partner} in course ${row.channel}`),
    ...duplicates(
      'tracker',
      seen.trackers,
      (row) => `student ${row.student}, course ${row.courseIntegration}`,
    ),
    ...duplicates('live certificate', seen.certificates.filter(isLive), (row) => `student ${row.student}`),
    ...duplicates('certificate number', seen.certificates, (row) => row.number),
    ...strayMemberships(seen),
    ...mailboxesWithoutCertificate(seen),
    ...mailViolations(seen),
  ]
}

const isLive = ({ state }: { readonly state: string }) => LIVE.includes(state)

const lost = (message: string): Violation => ({ kind: 'lost', message })
const doubled = (message: string): Violation => ({ kind: 'doubled', message })
const inconsistent = (message: string): Violation => ({ kind: 'inconsistent', message })

function duplicates<T>(what: string, rows: readonly T[], keyOf: (row: T) => string): Violation[] {
  const counts = new Map<string, number>()
  for (const row of rows) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1)
  return [...counts].flatMap(([key, count]) => (count > 1 ? doubled(`${what}: ${key}, ${count} times`) : []))
}

function outcomeViolations(seen: Observation, student: StudentRecord): Violation[] {
  const isCertified = seen.certificates.some((row) => row.student === student.id && isLive(row))
  const mails = seen.accepted.filter((mail) => mail.student === student.id)
  const isInReview = mails.some(({ kind }) => kind === 'review_request')
  switch (student.outcome) {
    case 'certified':
      return certifiedViolations(seen, student, mails)
    case 'review':
      return reviewViolations(seen, student, isInReview)
    case 'either':
      return isCertified || !isInReview
        ? certifiedViolations(seen, student, mails)
        : reviewViolations(seen, student, isInReview)
  }
}

/** At least one of the students who share a mailbox must be certified. */
function mailboxesWithoutCertificate({ students, certificates }: Observation): Violation[] {
  const holders = new Set(certificates.filter(isLive).map(({ student }) => student))
  const shared = students.filter(({ outcome }) => outcome === 'either')
  const boxes = new Set(shared.map(({ email }) => mailboxOf(email)))
  for (const { id, email } of shared) if (holders.has(id)) boxes.delete(mailboxOf(email))
  return [...boxes].map((box) => lost(`mailbox ${box}: none of those who share it was certified`))
}

const mailboxOf = (email: string) => email.trim().toLowerCase()

/** Checks all that a certified student must have. */
function certifiedViolations(
  seen: Observation,
  student: StudentRecord,
  mails: readonly AcceptedMail[],
): Violation[] {
  const who = `student ${student.id}`
  const certificate = seen.certificates.find((row) => row.student === student.id && isLive(row))
  if (!certificate) return [lost(`${who}: no certificate (${student.state}, ${student.integrationStatus})`)]
  const expected = [
    certificate.state === 'delivered'
      ? []
      : lost(`${who}: certificate is ${certificate.state}, not delivered`),
    certificate.program === seen.program ? [] : inconsistent(`${who}: certificate of another program`),
    student.state === 'certified' ? [] : lost(`${who}: state is ${student.state}, not certified`),
    student.integrationStatus === 'certified'
      ? []
      : lost(`${who}: integration status is ${student.integrationStatus}, not certified`),
    seen.courses.map(({ courseIntegration, channel }) => {
      const tracker = seen.trackers.find(
        (row) => row.student === student.id && row.courseIntegration === courseIntegration,
      )
      const membership = seen.memberships.find(
        (row) => row.partner === student.partner && row.channel === channel,
      )
      return [
        tracker?.status === 'certified'
          ? []
          : lost(`${who}: tracker of course ${courseIntegration} is ${tracker?.status ?? 'missing'}`),
        membership ? [] : lost(`${who}: no membership in course ${channel}`),
      ].flat()
    }),
    ['welcome', 'certificate'].map((kind) =>
      mails.some((mail) => mail.kind === kind) ? [] : lost(`${who}: no ${kind} mail`),
    ),
    mails.filter(({ kind }) => kind === 'completion').length >= seen.courses.length
      ? []
      : lost(`${who}: a completion mail is missing`),
    mails
      .filter(({ kind, pdfs }) => kind === 'certificate' && pdfs !== 1)
      .map(() => inconsistent(`${who}: certificate mail without its PDF`)),
  ]
  return expected.flat(2)
}

/**
 * Checks that a person was asked about the student, and that nothing was done that needs an
 * approval.
 */
function reviewViolations(seen: Observation, student: StudentRecord, isInReview: boolean): Violation[] {
  const who = `student ${student.id}`
  const hasStarted =
    seen.trackers.some((row) => row.student === student.id) ||
    seen.certificates.some((row) => row.student === student.id) ||
    student.integrationStatus !== 'not_integrated'
  return [
    isInReview ? [] : lost(`${who}: nobody was asked to review`),
    hasStarted ? inconsistent(`${who}: waits for a review but was enrolled`) : [],
  ].flat()
}

function contactViolations({ students, newContacts }: Observation): Violation[] {
  const linked = students.filter(({ partner }) => partner !== null)
  return [
    ...duplicates('contact of a student', linked, ({ partner }) => `contact ${String(partner)}`),
    ...duplicates('contact', newContacts, ({ email }) => mailboxOf(email)),
    ...newContacts
      .filter(({ id }) => !linked.some(({ partner }) => partner === id))
      .map(({ id }) => doubled(`contact ${id} was made and belongs to no student`)),
  ]
}

function strayMemberships({ students, memberships }: Observation): Violation[] {
  const learners = new Set(students.map(({ partner }) => partner))
  return memberships
    .filter(({ partner }) => !learners.has(partner))
    .map(({ partner, channel }) =>
      inconsistent(`contact ${partner} belongs to no student and is in course ${channel}`),
    )
}

function mailViolations({ students, accepted, ledger }: Observation): Violation[] {
  const states = new Map(ledger.map(({ messageId, state }) => [messageId, state]))
  const times = new Map<string, number>()
  for (const { messageId } of accepted) times.set(messageId, (times.get(messageId) ?? 0) + 1)
  const first = new Map(accepted.map((mail) => [mail.messageId, mail]))
  const boxes = new Map(students.map(({ id, email }) => [id, mailboxOf(email)]))
  return [...first.values()].flatMap(({ messageId, kind, student, to }) => {
    const count = times.get(messageId) ?? 0
    const state = states.get(messageId)
    return [
      state === undefined ? inconsistent(`mail ${messageId} is not in the ledger`) : [],
      state === 'rejected' || state === 'no_recipient' || state === 'pending'
        ? inconsistent(`mail ${messageId}: the server has it, the ledger says ${state}`)
        : [],
      count > 1 && AT_MOST_ONCE.includes(kind) ? doubled(`mail ${messageId}: accepted ${count} times`) : [],
      count > 1 && !AT_MOST_ONCE.includes(kind) && state !== 'possibly_twice'
        ? doubled(`mail ${messageId}: accepted ${count} times, the ledger says ${String(state)}`)
        : [],
      kind !== 'review_request' && to.join() !== boxes.get(student)
        ? inconsistent(`mail ${messageId} went to somebody else`)
        : [],
    ].flat()
  })
}
