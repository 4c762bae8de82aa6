/**
 * What a bulk operation has lost, done twice, or wrongly undone: judged by Odoo's own tables, the
 * mail server's log and the items of the operation, without any code of the product.
 */
export interface Observation {
  readonly students: readonly {
    readonly id: number
    readonly partner: number | null
    readonly state: string
    readonly integrationStatus: string
  }[]
  readonly contacts: readonly { readonly id: number; readonly email: string; readonly active: boolean }[]
  readonly memberships: readonly {
    readonly id: number
    readonly partner: number
    readonly channel: number
    readonly active: boolean
  }[]
  readonly trackers: readonly {
    readonly id: number
    readonly student: number
    readonly course: number
    readonly status: string
  }[]
  readonly followers: readonly { readonly channel: number; readonly partner: number }[]
}

export interface Violation {
  readonly kind: 'lost' | 'duplicated' | 'wrongly undone'
  readonly what: string
}

/** After the run. Everybody of the wave has a contact, and access and a tracker in each course. */
export function afterRun(
  seen: Observation,
  wave: readonly number[],
  channels: readonly number[],
  welcomeMails: ReadonlyMap<number, number>,
): Violation[] {
  const violations: Violation[] = []
  const lost = (what: string) => violations.push({ kind: 'lost', what })
  const duplicated = (what: string) => violations.push({ kind: 'duplicated', what })
  const students = new Map(seen.students.map((student) => [student.id, student]))
  for (const id of wave) {
    const partner = students.get(id)?.partner ?? null
    if (partner === null) lost(`student ${id} has no contact`)
    for (const channel of channels) {
      const rows = seen.memberships.filter((one) => one.partner === partner && one.channel === channel)
      if (!rows.some(({ active }) => active)) lost(`student ${id} has no access to course ${channel}`)
    }
    const trackers = seen.trackers.filter(({ student }) => student === id)
    const courses = new Set(trackers.map(({ course }) => course))
    if (courses.size < channels.length) lost(`student ${id} has ${courses.size} trackers`)
    if (trackers.length > courses.size) duplicated(`student ${id} has ${trackers.length} trackers`)
    if ((welcomeMails.get(id) ?? 0) === 0) lost(`student ${id} has no welcome email`)
  }
  const boxes = new Map<string, number>()
  for (const { email } of seen.contacts) if (email !== '') boxes.set(email, (boxes.get(email) ?? 0) + 1)
  for (const [email, count] of boxes) if (count > 1) duplicated(`${count} contacts have the address ${email}`)
  return violations
}

/**
 * After the undo. All is as it was before, except for the contacts, access, trackers and statuses
 * of those who have learned since: they still have them.
 */
export function afterUndo(
  before: Observation,
  after: Observation,
  learned: readonly number[],
  atLearning: Observation,
): Violation[] {
  const violations: Violation[] = []
  const wrongly = (what: string) => violations.push({ kind: 'wrongly undone', what })
  const learners = new Set(learned)
  const partners = new Set(
    atLearning.students.flatMap(({ id, partner }) => (learners.has(id) && partner !== null ? [partner] : [])),
  )
  const others = (seen: Observation) => ({
    students: seen.students.filter(({ id }) => !learners.has(id)),
    contacts: seen.contacts.filter(({ id }) => !partners.has(id)),
    memberships: seen.memberships.filter(({ partner }) => !partners.has(partner)),
    trackers: seen.trackers.filter(({ student }) => !learners.has(student)),
    followers: seen.followers.filter(({ partner }) => !partners.has(partner)),
  })
  const [was, is] = [others(before), others(after)]
  for (const table of ['students', 'contacts', 'memberships', 'trackers', 'followers'] as const) {
    const [old, present] = [was[table], is[table]].map(
      (rows) => new Set(rows.map((row) => JSON.stringify(row))),
    )
    for (const row of old ?? []) if (!present?.has(row)) wrongly(`${table}: ${row} is missing`)
    for (const row of present ?? []) if (!old?.has(row)) wrongly(`${table}: ${row} was left behind`)
  }
  for (const id of learned) {
    const student = after.students.find((one) => one.id === id)
    if (!student || !partners.has(student.partner ?? 0)) wrongly(`student ${id} learns, and lost the contact`)
    if (!after.trackers.some((one) => one.student === id))
      wrongly(`student ${id} learns, and lost the tracker`)
    if (!after.memberships.some(({ partner, active }) => partner === student?.partner && active))
      wrongly(`student ${id} learns, and lost the access`)
  }
  return violations
}
