import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { ar } from '../../web/src/i18n/ar/messages.js'
import { en } from '../../web/src/i18n/en/messages.js'
import type { Messages } from '../../web/src/i18n/messages.js'
import { makeCourse, makeProgram, makeStudent } from '../support/odoo-records.js'
import { agentAccount } from './agent-account.js'
import { agentMorning } from './agent-morning.js'
import type { SandboxEnvironment } from './environment.js'
import {
  administratorOf,
  goTo,
  hasBrowser,
  type Look,
  openStaffApp,
  signIn,
  type StaffApp,
} from './staff-app.js'

const LOOKS = [
  { language: 'en', scheme: 'light', device: 'phone' },
  { language: 'ar', scheme: 'light', device: 'desktop' },
] as const satisfies readonly Look[]

const PROGRAMS = { en: 'Office Skills', ar: 'مهارات المكتب' }

/** As many students of a program of their own are there before it goes live. */
const STUDENTS = 4
const WAVE = 3

/** What people do in an Odoo whose programs take nobody by themselves yet, on screen only. */
describe('end to end: new programs in the staff app', function () {
  this.timeout(400_000)
  const opened: StaffApp[] = []
  const programs = new Map<string, number>()

  before(async function () {
    if (!hasBrowser()) return this.skip()
    const app = await openStaffApp('empty', { INTAKE_DEFAULT: 'off' })
    opened.push(app)
    for (const name of Object.values(PROGRAMS)) programs.set(name, await program(app.environment, name))
    await app.environment.sweep()
  })
  after(() => Promise.all(opened.map((app) => app.close())))

  /** Returns the id of a new program with students. */
  async function program(environment: SandboxEnvironment, name: string): Promise<number> {
    const id = await makeProgram(environment, { name })
    const { courseIntegrationId } = await makeCourse(environment, id)
    for (let number = 1; number <= STUDENTS; number += 1)
      await makeStudent(environment, { preferredCourseIntegration: courseIntegrationId })
    return id
  }

  for (const look of LOOKS)
    it(`leads an administrator from a preview to a program that enrolls: ${Object.values(look).join(', ')}`, async () => {
      const { environment, newPage } = opened[0]!
      const t = { en, ar }[look.language]
      const name = PROGRAMS[look.language]
      const page = await newPage(look)
      await signIn(page, 'manager')

      await goTo(page, t.nav.programs, look)
      await page.getByRole('link', { name }).click()
      await setIntake(page, t, 'preview')
      await environment.sweep()
      await page.reload()
      await fact(page, t.words.applicantOutcomes.enroll).getByText(String(STUDENTS)).waitFor()
      const applicants = await exported(page, t, t.pages.programs.applicants)
      assert.equal(applicants.length, 1 + STUDENTS, applicants.join('\n'))

      await changePolicy(page, t)
      await tryWave(page, t, look, programs.get(name))

      await goTo(page, t.nav.programs, look)
      await page.getByRole('link', { name }).click()
      await setIntake(page, t, 'on')

      await pauseEverything(page, t, look)
      await createAndRevokeKey(page, t, look, opened[0]!.address)
      await page.context().close()
    })

  // Later than the others: it turns their programs’ intakes off.
  it('leads an agent from an email to a task, and lets them decide ten, in Arabic and on a phone', async () => {
    const app = opened[0]!
    const pictures = mkdtempSync(join(tmpdir(), 'agent-morning-'))
    const staff = administratorOf(app.environment.sandbox)
    const agent = await agentAccount(staff, true)
    const seen = await agentMorning({ app, staff, agent, pictures, arabic: true })
    assert.ok(seen.length >= 5)
    assert.ok(readdirSync(pictures).length > 10)
    rmSync(pictures, { recursive: true, force: true })
  })

  const dialog = (page: Page) => page.getByRole('dialog')
  /** Returns the lines of a list, saved as CSV. */
  async function exported(page: Page, t: Messages, list: string): Promise<string[]> {
    const saving = page.waitForEvent('download')
    await within(page, t.common.exportList(list)).click()
    await page.getByRole('menuitem', { name: 'CSV' }).click()
    return readFileSync(await (await saving).path(), 'utf8')
      .trim()
      .split('\r\n')
  }

  const within = (place: Page | Locator, name: string) => place.getByRole('button', { name, exact: true })

  async function confirm(page: Page, t: Messages, action: string, reason?: string): Promise<void> {
    if (reason !== undefined) await dialog(page).getByLabel(t.common.reason).fill(reason)
    await within(dialog(page), action).click()
    await dialog(page).waitFor({ state: 'detached' })
  }

  /** A line of facts: its name and value. */
  const fact = (page: Page, name: string) => page.locator('dl > div').filter({ hasText: name })

  async function setIntake(page: Page, t: Messages, mode: 'preview' | 'on'): Promise<void> {
    await within(page, t.pages.programs.changeIntake).click()
    await dialog(page).getByRole('radio', { name: t.words.intakeModes[mode] }).check()
    await confirm(page, t, t.common.save, 'We go live')
    await page.getByText(t.pages.programs.intakeText[mode]).waitFor()
  }

  /** Raises the youngest age; the comparison names who would be concerned. */
  async function changePolicy(page: Page, t: Messages): Promise<void> {
    const { policy } = t.pages
    await page.getByLabel(policy.minAge).fill('40')
    await page.getByRole('button', { name: policy.compare }).click()
    await page.getByRole('region', { name: policy.setting }).getByText('40').waitFor()
    await page.getByRole('button', { name: policy.save }).waitFor()
    await page.getByLabel(policy.minAge).fill('16')
    await page.getByRole('button', { name: policy.compare }).click()
    await page.getByRole('region', { name: policy.setting }).getByText('16').waitFor()
    await page.getByRole('button', { name: policy.save }).click()
    await page.getByText(t.pages.programs.policyVersion(1)).first().waitFor()
  }

  async function tryWave(page: Page, t: Messages, look: Look, programId: number | undefined): Promise<void> {
    const { bulk } = t.pages
    await goTo(page, t.nav.bulk, look)
    await within(page, bulk.new).click()
    await dialog(page).getByRole('combobox', { name: bulk.program }).selectOption(String(programId))
    await dialog(page).getByLabel(bulk.size).fill(String(WAVE))
    await dialog(page).getByLabel(t.common.reason).fill('The first wave')
    await within(dialog(page), bulk.preview).click()
    await within(page, bulk.confirm).waitFor()
    const rows = page
      .getByRole('region', { name: bulk.outcomes })
      .getByRole('row')
      .filter({ hasText: t.words.bulkOutcomes.pending })
    await rows.nth(WAVE - 1).waitFor()
    assert.equal(await rows.count(), WAVE)
    await within(page, bulk.confirm).click()
    await confirm(page, t, bulk.confirm)
    await within(page, bulk.undo).click()
    await confirm(page, t, bulk.undo)
    await page.getByText(t.words.bulkStates.undone, { exact: true }).first().waitFor()
    await fact(page, t.words.bulkOutcomes.undone).getByText(String(WAVE)).first().waitFor()
  }

  async function pauseEverything(page: Page, t: Messages, look: Look): Promise<void> {
    const { sync } = t.pages
    await goTo(page, t.nav.sync, look)
    await within(page, sync.pauseEverything).click()
    await confirm(page, t, sync.pause, 'The server moves')
    await page.getByText(sync.pausedBy('Layla Haddad', 'The server moves')).first().waitFor()
    await within(page, sync.resume).click()
    await confirm(page, t, sync.resume)
    await within(page, sync.pauseEverything).waitFor()
  }

  /** The key is shown once, may do what it was given, and nothing after it was revoked. */
  async function createAndRevokeKey(page: Page, t: Messages, look: Look, address: string): Promise<void> {
    const { apiKeys } = t.pages
    await goTo(page, t.nav.settings, look)
    await within(page, apiKeys.new).click()
    const name = `Reports ${look.language}`
    await dialog(page).getByLabel(apiKeys.name).fill(name)
    await dialog(page).getByLabel(t.words.permissions.read_students).check()
    await within(dialog(page), apiKeys.create).click()
    const key = await dialog(page).locator('pre').innerText()
    await within(dialog(page), t.common.done).click()
    const statusOf = async (path: string) =>
      (await fetch(`${address}${path}`, { headers: { authorization: `Bearer ${key}` } })).status
    assert.deepEqual([await statusOf('/v1/students'), await statusOf('/v1/emails')], [200, 403])
    assert.ok(!(await page.content()).includes(key), 'the key is shown once')
    const row = page.getByRole('row').filter({ hasText: name })
    await within(row, apiKeys.revoke).click()
    await confirm(page, t, apiKeys.revoke)
    await row.getByText(t.words.apiKeyStates.revoked).waitFor()
    assert.equal(await statusOf('/v1/students'), 401)
  }
})
