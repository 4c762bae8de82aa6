import assert from 'node:assert/strict'
import { applicationRef, type Application } from '../../src/contracts/application.js'
import { Student, User } from '../../src/odoo/schema/index.js'
import {
  learn,
  makeContact,
  makeCourse,
  makeProgram,
  makeStudent,
  oneRow,
  unique,
  type MadeCourse,
} from '../support/odoo-records.js'
import type { Environment } from './environment.js'

/** Programs with somebody in each situation that the staff app shows. */
export interface SmallCenter {
  /** With one course of ten lessons, which is complete from 75 %. */
  readonly program: { readonly id: number; readonly course: MadeCourse }
  readonly certified: Person & { readonly certificate: string }
  /** In training, with seven lessons. */
  readonly learner: Person
  /** Two contacts have their address: somebody must choose. */
  readonly doubtful: Person
  /** In a program of their own, whose course is not published: somebody must correct Odoo. */
  readonly stuck: Person
  /** In the same program, and too young for it: somebody must review each of them. */
  readonly young: readonly [Person, Person, Person]
  /** Their program has a course that an agent enrolls in. */
  readonly byHand: Person
}

interface Person extends Application {
  readonly email: string
}

interface Values {
  readonly email?: string
  readonly birthDate?: string
}

export const PROGRAM = { en: 'Digital Office', ar: 'المكتب الرقمي' }

/**
 * Makes the records in Odoo, and waits until everybody is where they should be. `agent`, who can
 * sign in, looks after all of them.
 */
export async function smallCenter(environment: Environment): Promise<SmallCenter> {
  const id = await makeProgram(environment, { name: `${PROGRAM.ar} – ${PROGRAM.en}` })
  const course = await makeCourse(environment, id, {
    lessons: 10,
    channel: { name: 'إدارة الملفات – Managing Files' },
    integration: { name: 'إدارة الملفات – Managing Files', minElearningProgress: 50 },
  })
  const other = await makeProgram(environment, { name: 'مهارات العمل – Job Skills' })
  const unpublished = await makeCourse(environment, other, {
    channel: { name: 'السيرة الذاتية – Writing a CV', isPublished: false },
    integration: { name: 'السيرة الذاتية – Writing a CV' },
  })
  const third = await makeProgram(environment, { name: 'خدمة العملاء – Customer Service' })
  const manual = await makeCourse(environment, third, {
    channel: { name: 'الحديث مع العملاء – Talking to Customers' },
    integration: { name: 'الحديث مع العملاء – Talking to Customers', autoEnrollEligible: false },
  })
  const agent = await oneRow(environment.direct.searchRead(User, [['login', '=', 'agent']], []))
  const apply = async (
    programId: number,
    { courseIntegrationId: preferredCourseIntegration }: MadeCourse,
    [nameEnglish, nameArabic]: readonly [string, string],
    { email = `learner.${unique()}@example.org`, ...values }: Values = {},
  ): Promise<Person> => ({
    programId,
    email,
    studentId: await makeStudent(environment, {
      name: nameEnglish,
      nameEnglish,
      nameArabic,
      email,
      preferredCourseIntegration,
      assignedAgent: agent.id,
      ...values,
    }),
  })
  const shared = `khoury.${unique()}@example.org`
  await makeContact(environment, shared, { name: 'Nabil Khoury' })
  await makeContact(environment, shared, { name: 'نبيل خوري (قديم)' })
  const certified = await apply(id, course, ['Salma Idris', 'سلمى إدريس'])
  const learner = await apply(id, course, ['Omar Haddad', 'عمر حداد'])
  const doubtful = await apply(id, course, ['Nabil Khoury', 'نبيل خوري'], { email: shared })
  const stuck = await apply(other, unpublished, ['Leila Farouk', 'ليلى فاروق'])
  const birthDate = `${new Date().getUTCFullYear() - 17}-01-15`
  const young = [
    await apply(other, unpublished, ['Amal Al-Harbi', 'أمل الحربي'], { birthDate }),
    await apply(other, unpublished, ['Yusuf Rahman', 'يوسف رحمن'], { birthDate }),
    await apply(other, unpublished, ['Huda Nasser', 'هدى ناصر'], { birthDate }),
  ] as const
  const byHand = await apply(third, manual, ['Rania Saleh', 'رانيا صالح'])

  await environment.sweep()
  const study = async (application: Application, lessons: number) => {
    await environment.reaches(application, 'is in training', ({ flow }) => flow === 'progress')
    const { partner } = await oneRow(environment.direct.read(Student, [application.studentId], ['partner']))
    await learn(environment, partner ?? 0, course.lessons.slice(0, lessons))
  }
  await study(certified, 10)
  await study(learner, 7)
  await environment.sweep()
  const { certificates } = await environment.reaches(
    certified,
    'is certified',
    (detail) => detail.certificates.length > 0 && detail.emails.some(({ kind }) => kind === 'certificate'),
  )
  await environment.reaches(learner, 'has 70 %', ({ progress }) => progress[0]?.overall === 70)
  await environment.reaches(doubtful, 'needs a choice', ({ task }) => task?.kind === 'identity')
  await environment.reaches(stuck, 'needs a correction', ({ task }) => task?.kind === 'problem')
  await environment.reaches(byHand, 'waits for an agent', ({ task }) => task?.kind === 'enroll')
  for (const person of young)
    await environment.reaches(person, 'needs a review', ({ task }) => task?.kind === 'eligibility')
  const certificate = certificates[0]?.number ?? assert.fail(`${applicationRef(certified)} has a certificate`)
  return {
    program: { id, course },
    certified: { ...certified, certificate },
    learner,
    doubtful,
    stuck,
    young,
    byHand,
  }
}
