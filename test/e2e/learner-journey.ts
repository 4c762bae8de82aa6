import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import type { Odoo } from '../../src/odoo/client/client.js'
import { ExternalId } from '../../src/odoo/schema/administration.js'
import { Partner, Student, User } from '../../src/odoo/schema/index.js'
import {
  makeContact,
  makeCourse,
  makeProgram,
  makeStudent,
  trackersOf,
  unique,
} from '../support/odoo-records.js'
import { screenshots, startBrowser } from '../support/browser.js'
import { waitFor } from '../support/wait-for.js'
import type { Environment } from './environment.js'
import { takeOnlyNewStudents } from './records.js'

interface LearnerJourney {
  readonly environment: Environment
  /** Odoo as somebody who may make courses and users. */
  readonly staff: Odoo
  /** Folder for screenshots. */
  readonly screenshots: string
  /** The student speaks Arabic, otherwise English. */
  readonly arabic: boolean
  /** The student's contact has a user before. Otherwise Odoo's sign-up makes one. */
  readonly user: boolean
}

const LESSONS = 3

/** For one page. Odoo compiles its scripts and styles at the first visit. */
const PATIENCE_MS = 120_000

/**
 * Lets a student apply, opens the link of the welcome email in a browser, signs up (or in), and
 * does the first lesson. Returns what was seen on the way. Throws where the learner does not get
 * in, or their progress does not arrive.
 */
export async function learnerJourney(of: LearnerJourney): Promise<string[]> {
  const { environment, staff } = of
  const odoo = { direct: staff }
  const programId = await makeProgram(odoo, { name: `برنامج ${unique()} – Program ${unique()}` })
  await takeOnlyNewStudents(environment, programId)
  const course = await makeCourse(odoo, programId, { lessons: LESSONS })
  const email = `learner.${unique()}@example.org`
  const password = of.user ? await userOf(staff, email, of.arabic) : randomUUID()
  const studentId = await makeStudent(odoo, {
    email,
    nativeLanguage: of.arabic ? 'Arabic' : 'English',
    preferredCourseIntegration: course.courseIntegrationId,
  })

  const application = { programId, studentId }
  await environment.sweep()
  await environment.reaches(application, 'is in training', ({ flows }) =>
    flows.some(({ flow, closed }) => flow === 'enrollment' && closed),
  )
  const welcome = await waitFor('the welcome email', () =>
    environment.mail.received.find(({ envelope }) => envelope.to.includes(email)),
  )
  const link = /https?:\S+\/invite\?\S+/.exec(welcome.parsed.text ?? '')?.[0]
  assert.ok(link, `no personal link in the welcome email:\n${welcome.parsed.text ?? ''}`)
  const seen = [`welcome email: ${welcome.parsed.subject ?? ''}`]

  const save = await screenshots(of.screenshots)
  const browser = await startBrowser()
  try {
    const context = await browser.newContext({ locale: of.arabic ? 'ar' : 'en' })
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    await page.setContent(welcome.parsed.html || '')
    await save(page, 'welcome-email')
    await page.goto(link)
    await save(page, 'link')
    seen.push(`link leads to: ${new URL(page.url()).pathname}`)
    for (const field of await page.locator('input[type=password]:visible').all()) await field.fill(password)
    await page.locator('form:has(input[type=password]:visible) button[type=submit]').first().click()
    await page.waitForURL(new RegExp(`/slides/\\D*${String(course.channelId)}(\\D|$)`))
    await save(page, 'course')
    seen.push(`password leads to: ${new URL(page.url()).pathname}`)
    await openFirstLesson(page)
    await save(page, 'lesson')
    seen.push(`lesson: ${new URL(page.url()).pathname}`)

    const [student] = await staff.read(Student, [studentId], ['partner'])
    const partnerId = student?.partner ?? assert.fail('the student has no contact')
    const [contact] = await staff.read(Partner, [partnerId], ['lang'])
    const users = await staff.searchRead(User, [['partner', '=', partnerId]], ['lang', 'login', 'share'])
    assert.deepEqual(
      users.map(({ login, share }) => ({ login, share })),
      [{ login: email, share: true }],
    )
    seen.push(`language of contact and user: ${String(contact?.lang)}, ${String(users[0]?.lang)}`)

    const tracker = await waitFor('progress in the tracker', async () => {
      await environment.sweep()
      const [found] = await trackersOf(odoo, studentId)
      return found !== undefined && found.elearningProgress > 0 && found
    })
    const { progress } = await environment.reaches(application, 'shows the lesson', ({ progress }) =>
      progress.some(({ elearning }) => elearning !== null && elearning > 0),
    )
    seen.push(
      `progress: ${String(tracker.elearningProgress)} % in Odoo, ${String(progress[0]?.elearning)} % in the API`,
    )
    return seen
  } finally {
    await browser.close()
  }
}

/** Odoo completes an article when its page is open in the player. */
async function openFirstLesson(page: Page): Promise<void> {
  await page.getByText('Lesson 1', { exact: true }).first().click()
  await page.waitForURL(/\/slides\/slide\//)
  await page.waitForLoadState('networkidle')
}

/** Makes a contact with a portal user, as earlier learners have. Returns the password. */
async function userOf(staff: Odoo, email: string, arabic: boolean): Promise<string> {
  const lang = arabic ? 'ar_001' : 'en_US'
  const partner = await makeContact({ direct: staff }, email, { lang })
  const [portal] = await staff.searchRead(
    ExternalId,
    [
      ['module', '=', 'base'],
      ['name', '=', 'group_portal'],
    ],
    ['record'],
  )
  const password = randomUUID()
  const { fields } = await staff.resolve(User)
  await staff.call(
    User,
    'create',
    [],
    {
      vals_list: [
        { login: email, password, partner_id: partner, [fields.groups.name]: [[6, 0, [portal?.record]]] },
      ],
    },
    { context: { no_reset_password: true } },
  )
  return password
}
