import type { Odoo } from '../../../src/odoo/client/client.js'
import { Channel, Membership, Partner, Student } from '../../../src/odoo/schema/index.js'
import { makeCourse, makeProgram } from '../../support/odoo-records.js'

export interface Population {
  readonly programId: number
  readonly channels: readonly number[]
  readonly lesson: number
  readonly studentIds: readonly number[]
}

/** Every tenth student is the same kind of case. */
const PERIOD = 10
const FOLLOWING = 4
const WITH_ACCESS = 6
const WITH_ARCHIVED_ACCESS = 8

const BATCH = 500

/**
 * Students of a program with two courses, none of whom has applied. Some have a contact already,
 * some of these follow a course or have access to one.
 */
export async function makePopulation(direct: Odoo, size: number): Promise<Population> {
  const programId = await makeProgram({ direct })
  const [first, second] = [await makeCourse({ direct }, programId), await makeCourse({ direct }, programId)]
  const numbers = Array.from({ length: size }, (_, place) => place)
  const studentIds: number[] = []
  for (let start = 0; start < size; start += BATCH)
    studentIds.push(...(await direct.load(Student, numbers.slice(start, start + BATCH).map(studentOf))))
  const known = numbers.filter((place) => place % 2 === 0 && place % PERIOD !== 0)
  const partners = new Map<number, number>()
  if (known.length > 0) {
    const rows = known.map((place) => ({ externalId: `chaos_contact_${place}`, ...personOf(place) }))
    for (const [at, id] of (await direct.load(Partner, rows)).entries()) partners.set(known[at] ?? 0, id)
  }
  const those = (kind: number) =>
    known.flatMap((place) => (place % PERIOD === kind ? (partners.get(place) ?? []) : []))
  for (const kind of [FOLLOWING, WITH_ACCESS]) {
    const contacts = those(kind)
    if (contacts.length > 0)
      await direct.call(Channel, 'message_subscribe', [first.channelId], { partner_ids: contacts })
  }
  for (const partner of those(WITH_ACCESS))
    await direct.create(Membership, { channel: first.channelId, partner })
  const archived: number[] = []
  for (const partner of those(WITH_ARCHIVED_ACCESS))
    archived.push(await direct.create(Membership, { channel: second.channelId, partner }))
  if (archived.length > 0) await direct.write(Membership, archived, { active: false })
  return {
    programId,
    channels: [first.channelId, second.channelId],
    lesson: first.lessons[0] ?? 0,
    studentIds,
  }
}

const personOf = (place: number) => ({
  name: `Learner ${place}`,
  email: `learner.${place}@example.org`,
})

const studentOf = (place: number) => ({
  externalId: `chaos_student_${place}`,
  ...personOf(place),
  nameEnglish: `Learner ${place}`,
  nameArabic: `متعلم ${place}`,
  birthDate: '1996-03-01',
  englishLevel: 'intermediate' as const,
  hasCertificate: true,
  enrollmentType: 'auto' as const,
})
