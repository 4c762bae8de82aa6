import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import type { Odoo } from '../../src/odoo/client/client.js'
import { setIntake } from '../../src/intake/set-intake.js'
import { screenshots } from '../support/browser.js'
import { makeContact, makeCourse, makeProgram, makeStudent, unique } from '../support/odoo-records.js'
import { waitFor } from '../support/wait-for.js'
import type { Environment } from './environment.js'
import { takeOnlyNewStudents } from './records.js'
import { signIn, type StaffApp } from './staff-app.js'

interface Morning {
  readonly app: StaffApp<Environment>
  /** Odoo as somebody who may make courses and students. */
  readonly staff: Odoo
  readonly agent: Agent
  /** Folder for pictures. */
  readonly pictures: string
  readonly arabic: boolean
}

/** An Odoo account with the group of agents. */
export interface Agent {
  readonly userId: number
  readonly login: string
  readonly password: string
}

/** Ten students: who needs which decision, and the name in both scripts. */
const PEOPLE = [
  ['young', 'Amal Al-Harbi', 'أمل الحربي'],
  ['young', 'Yusuf Rahman', 'يوسف رحمن'],
  ['young', 'Huda Nasser', 'هدى ناصر'],
  ['young', 'Karim Aziz', 'كريم عزيز'],
  ['beginner', 'Salma Idris', 'سلمى إدريس'],
  ['beginner', 'Tariq Mansour', 'طارق منصور'],
  ['by_hand', 'Leila Farouk', 'ليلى فاروق'],
  ['by_hand', 'Omar Haddad', 'عمر حداد'],
  ['by_hand', 'Rania Saleh', 'رانيا صالح'],
  ['two_contacts', 'Nabil Khoury', 'نبيل خوري'],
] as const

const WORDS = {
  en: {
    approve: 'Approve',
    reject: 'Reject',
    useContact: 'Use this contact',
    reason: 'Reason',
    comment: 'Write a comment for your colleagues',
    rest: 'Let it rest',
    together: 'Decide together',
    work: 'My work',
    empty: 'Nothing waits for you',
  },
  ar: {
    approve: 'موافقة',
    reject: 'رفض',
    useContact: 'استخدام جهة الاتصال هذه',
    reason: 'السبب',
    comment: 'اكتبوا ملاحظة لزملائكم',
    rest: 'تأجيل',
    together: 'البت فيها معًا',
    work: 'مهامي',
    empty: 'لا شيء بانتظاركم',
  },
} as const

/**
 * An agent’s morning: the link of an email, signing in with an Odoo account, and ten decisions in a
 * browser. Returns what was seen. Throws where something of it is not possible.
 */
export async function agentMorning(of: Morning): Promise<string[]> {
  const { agent } = of
  const { environment } = of.app
  const programs = await openPrograms(of)
  const students = await apply(of, programs)
  await environment.sweep()
  const open = () => openTasksOf(environment, [...students.keys()])
  await waitFor('ten tasks', async () => (await open()).length === PEOPLE.length)
  const link = await waitFor('the link of an email to the agent', () =>
    environment.mail.received
      .map(({ parsed }) => /https?:\S+(\/app\/work\/\S+)/.exec(parsed.text ?? '')?.[1])
      .find((path) => path !== undefined),
  )
  const seen = await decideAll(of, link)
  await waitFor('no open task', async () => (await open()).length === 0)
  const authors = await authorsOf(environment, agent)
  assert.ok(authors >= PEOPLE.length - 3, `decisions by the agent: ${authors}`)
  return seen
}

async function openPrograms({ app: { environment }, staff }: Morning) {
  const odoo = { direct: staff }
  const mark = unique().slice(0, 4)
  const automatic = await makeProgram(odoo, { name: `المكتب الرقمي – Digital Office ${mark}` })
  const byHand = await makeProgram(odoo, { name: `مهارات العمل – Job Skills ${mark}` })
  await takeOnlyNewStudents(environment, automatic)
  const now = staff.serverTime() ?? new Date()
  await setIntake(
    environment.store,
    { programId: byHand, mode: 'on', since: now.toISOString(), reason: 'npm run e2e:web', author: 'e2e' },
    { byDefault: 'off', now },
  )
  const [first, second] = [
    await makeCourse(odoo, automatic, { lessons: 2 }),
    await makeCourse(odoo, byHand, { lessons: 2, integration: { autoEnrollEligible: false } }),
  ]
  return { automatic: first.courseIntegrationId, byHand: second.courseIntegrationId }
}

async function apply(
  { staff, agent }: Morning,
  { automatic, byHand }: { readonly automatic: number; readonly byHand: number },
): Promise<ReadonlyMap<number, (typeof PEOPLE)[number][0]>> {
  const odoo = { direct: staff }
  const students = new Map<number, (typeof PEOPLE)[number][0]>()
  for (const [need, nameEnglish, nameArabic] of PEOPLE) {
    const email = `learner.${unique()}@example.org`
    if (need === 'two_contacts') {
      await makeContact(odoo, email, { name: nameEnglish })
      await makeContact(odoo, email, { name: `${nameEnglish} (old)` })
    }
    const id = await makeStudent(odoo, {
      name: nameEnglish,
      nameEnglish,
      nameArabic,
      email,
      assignedAgent: agent.userId,
      preferredCourseIntegration: need === 'by_hand' ? byHand : automatic,
      ...(need === 'young' && { birthDate: `${new Date().getUTCFullYear() - 17}-01-15` }),
      ...(need === 'beginner' && { englishLevel: 'beginner' }),
    })
    students.set(id, need)
  }
  return students
}

async function openTasksOf(environment: Environment, studentIds: readonly number[]) {
  const { reviews } = (await environment.call('/v1/reviews?limit=200')).json as {
    reviews: { ref: string; studentId: number; kind: string }[]
  }
  return reviews.filter(({ studentId, kind }) => kind === 'task' && studentIds.includes(studentId))
}

async function authorsOf({ store }: Environment, { userId }: Agent): Promise<number> {
  const { rows } = await store.pool.query<{ count: number }>(
    `select count(*)::integer as count from audit where actor = $1 and action in ('decide', 'enroll') and outcome = 'done'`,
    [`user:${userId}`],
  )
  return rows[0]?.count ?? 0
}

async function decideAll(of: Morning, link: string): Promise<string[]> {
  const language = of.arabic ? 'ar' : 'en'
  const words = WORDS[language]
  const save = await screenshots(of.pictures)
  const seen: string[] = []
  const page = await of.app.newPage({ language, isChosen: false })
  await page.goto(link)
  await page.locator('input[name=login]').waitFor()
  await save(page, 'sign-in')
  await signIn(page, of.agent.login, link, of.agent.password)
  await page.getByRole('heading', { level: 1, name: words.work }).waitFor()
  assert.equal(new URL(page.url()).pathname, link, 'signing in keeps the address of the task')
  await page.locator('.work-detail h2').waitFor()
  await save(page, 'task-of-the-email')
  seen.push(`signed in as ${of.agent.login}; the link of the email opens its task`)

  await noteAndRest(page, words, save)
  seen.push('a comment, and a task that rests until another day and comes back')

  await decideTogether(page, words, save)
  seen.push('3 tasks decided together')

  for (let decided = 0; decided < PEOPLE.length - 3; decided += 1) {
    await decideFirst(page, words, decided === 3 ? words.reject : words.approve)
    await save(page, `decided-${decided + 4}`)
  }
  await page.getByText(words.empty).waitFor()
  await save(page, 'all-done')
  seen.push(`${PEOPLE.length - 3} tasks decided one by one, from the keyboard`)
  await phone(of, save)
  seen.push('the same on a phone, in dark colors')
  await page.context().close()
  return seen
}

type Words = (typeof WORDS)['en' | 'ar']
type Save = (page: Page, name: string) => Promise<void>

async function noteAndRest(page: Page, words: Words, save: Save): Promise<void> {
  await page.keyboard.press('c')
  await page.keyboard.type('I have called them; they send the certificate today.')
  await page.keyboard.press('Control+Enter')
  await page.locator('.written').waitFor()
  await save(page, 'comment')
  await page.keyboard.press('Escape')
  await page.locator('h1').click()
  await page.keyboard.press('s')
  const dialog = page.getByRole('dialog')
  await dialog.locator('select').selectOption({ index: 2 })
  await save(page, 'rest')
  await dialog.locator('button[type=submit]').click()
  await dialog.waitFor({ state: 'detached' })
  await page.goto('/app/work?view=resting')
  await page.locator('.work-item').click()
  await page.locator('.work-detail h2').waitFor()
  await page.keyboard.press('s')
  await dialog.locator('select').selectOption('now')
  await dialog.locator('button[type=submit]').click()
  await dialog.waitFor({ state: 'detached' })
}

/** The three that are enrolled by hand. */
async function decideTogether(page: Page, words: Words, save: Save): Promise<void> {
  await page.goto('/app/work?kind=enroll')
  const boxes = page.locator('.work-list input[type=checkbox]')
  await waitFor('three tasks of that kind', async () => (await boxes.count()) === 3)
  for (const box of await boxes.all()) await box.check()
  await save(page, 'selected')
  await page.getByRole('button', { name: words.together }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('select').selectOption('enroll')
  await save(page, 'together')
  await dialog.locator('button[type=submit]').click()
  await dialog.waitFor({ state: 'detached' })
  await page.locator('.work-list input[type=checkbox]').first().waitFor({ state: 'detached' })
}

/** Decides the first task of the list with the keyboard, as its buttons say. */
async function decideFirst(page: Page, words: Words, wanted: string): Promise<void> {
  await page.goto('/app/work')
  await page.locator('.work-item').first().waitFor()
  await page.keyboard.press('j')
  await page.locator('.work-detail h2').waitFor()
  const buttons = page.locator('.work-detail form button:has(kbd)')
  await buttons.first().waitFor()
  const names = await buttons.allInnerTexts()
  const chooses = names.findIndex((name) => name.startsWith(words.useContact))
  if (chooses >= 0) await page.locator('.work-detail input[type=radio]').first().check()
  else {
    await page.keyboard.press('r')
    await page.keyboard.type('Checked with the family')
    await page.keyboard.press('Escape')
  }
  const index = chooses >= 0 ? chooses : names.findIndex((name) => name.startsWith(wanted))
  assert.ok(index >= 0, `no button “${wanted}” among ${names.join(', ')}`)
  const address = page.url()
  await page.locator('h1').click()
  await page.keyboard.press(String(index + 1))
  await page.waitForURL((url) => url.href !== address)
}

async function phone({ app, agent, arabic }: Morning, save: Save): Promise<void> {
  const page = await app.newPage({
    language: arabic ? 'ar' : 'en',
    scheme: 'dark',
    device: 'phone',
    isChosen: false,
  })
  await signIn(page, agent.login, '/app/students', agent.password)
  await page.locator('table a').first().waitFor()
  await save(page, 'phone-students')
  await page.locator('table a').first().click()
  await page.locator('.chart').first().waitFor()
  await save(page, 'phone-student')
  await page.context().close()
}
