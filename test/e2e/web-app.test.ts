import axe, { type AxeResults } from 'axe-core'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { CHROMIUM, startBrowser } from '../support/browser.js'
import { waitFor } from '../support/wait-for.js'
import { openSandboxEnvironment, type SandboxEnvironment } from './environment.js'

const LANGUAGES = ['en', 'ar'] as const
const SCHEMES = ['light', 'dark'] as const

/** The staff app in a browser, with the whole product and a sandbox Odoo behind it. */
describe('end to end: the staff app', function () {
  this.timeout(300_000)
  let environment: SandboxEnvironment
  let browser: Browser
  let address: string
  /** Empty where there is no browser. */
  const opened: (() => Promise<void>)[] = []

  before(async function () {
    if (!existsSync(CHROMIUM) && !process.env['CI']) return this.skip()
    const build = fileURLToPath(new URL('../../scripts/build-web.mjs', import.meta.url))
    assert.equal(spawnSync(process.execPath, [build], { stdio: 'inherit' }).status, 0)
    ;[environment, browser] = await Promise.all([openSandboxEnvironment('demo'), startBrowser()])
    opened.push(
      () => browser.close(),
      () => environment.close(),
    )
    address = await environment.listen()
    await environment.sweep()
  })
  after(async () => {
    await Promise.all(opened.splice(0).map((close) => close()))
  })

  interface Look {
    readonly language: (typeof LANGUAGES)[number]
    readonly scheme: (typeof SCHEMES)[number]
  }

  /** A browser of its own, with nobody signed in. */
  async function newPage({ language, scheme }: Look = { language: 'en', scheme: 'light' }): Promise<Page> {
    const context = await browser.newContext({ baseURL: address, colorScheme: scheme })
    await context.addInitScript(
      `localStorage.setItem('training-language', localStorage.getItem('training-language') ?? '${language}')
       localStorage.setItem('training-color-scheme', '${scheme}')`,
    )
    const page = await context.newPage()
    page.setDefaultTimeout(30_000)
    return page
  }

  async function signIn(page: Page, login: string, path = '/app'): Promise<void> {
    await page.goto(path)
    await page.locator('input[name=login]').fill(login)
    await page.locator('input[name=password]').fill(login)
    await page.locator('button[type=submit]').click()
    await page.locator('nav').first().waitFor()
  }

  const openReviews = async () =>
    ((await environment.call('/v1/reviews')).json as { reviews: { ref: string; task: { kind: string } }[] })
      .reviews

  it('signs a person in with their Odoo account, and says so when the password is wrong', async () => {
    const page = await newPage()
    await page.goto('/app/work')
    await page.locator('input[name=login]').fill('manager')
    await page.locator('input[name=password]').fill('wrong')
    await page.locator('button[type=submit]').click()
    await page.getByRole('alert').getByText('Login or password is wrong.').waitFor()
    await page.locator('input[name=password]').fill('manager')
    await page.locator('button[type=submit]').click()
    await page.getByRole('heading', { level: 1, name: 'My work' }).waitFor()
    await page.context().close()
  })

  it('decides a task from the keyboard: chosen, reasoned, decided; its author is the person', async () => {
    const review = await waitFor('a review of an eligibility', async () =>
      (await openReviews()).find(({ task }) => task.kind === 'eligibility'),
    )
    const page = await newPage()
    await signIn(page, 'manager', `/app/work/${review.ref}-enrollment`)
    await page.getByRole('button', { name: 'Approve' }).waitFor()
    // Without a reason the app asks for one, and nothing is sent.
    await page.keyboard.press('1')
    await page.getByText('Write a reason first').waitFor()
    await page.getByLabel('Reason').fill('Checked the passport')
    await page.keyboard.press('Escape')
    await page.keyboard.press('1')
    await page.getByText('Approve: done').waitFor()
    const detail = await waitFor('the decision in the read model', async () => {
      const { json } = await environment.call(`/v1/enrollments/${review.ref}`)
      const seen = json as {
        task: { kind: string } | null
        comments: [{ text: string; author: string }]
      }
      return seen.task?.kind !== 'eligibility' && seen
    })
    const [comment] = detail.comments
    assert.deepEqual([comment.text, comment.author], ['Checked the passport', 'Layla Haddad'])
    await page.context().close()
  })

  it('shows a change by itself on an open page', async () => {
    const page = await newPage()
    await signIn(page, 'manager', '/app/work')
    const review = await waitFor('a review that a manager can reject', async () =>
      (await openReviews()).find(({ task }) => task.kind === 'eligibility'),
    )
    const entry = page.locator(`a[href="/app/work/${review.ref}-enrollment"]`)
    await entry.waitFor()
    const decision = { decision: 'reject', comment: 'Too young' }
    const { status } = await environment.call(`/v1/enrollments/${review.ref}/review`, decision)
    assert.ok(status === 200 || status === 202)
    await entry.waitFor({ state: 'detached' })
    await page.context().close()
  })

  it('does not show an agent the pages of others, and explains an address that they may not see', async () => {
    const page = await newPage()
    await signIn(page, 'agent', '/app/bulk')
    await page.getByText('You may not see this').waitFor()
    assert.equal(await page.getByRole('link', { name: 'Bulk and waves' }).count(), 0)
    await page.context().close()
  })

  it('changes language and direction at once, and remembers them', async () => {
    const page = await newPage()
    await signIn(page, 'manager')
    await page.getByRole('button', { name: 'العربية' }).click()
    await page.getByRole('heading', { level: 1, name: 'مهامي' }).waitFor()
    assert.equal(await page.locator('html').getAttribute('dir'), 'rtl')
    await page.reload()
    await page.getByRole('heading', { level: 1, name: 'مهامي' }).waitFor()
    await page.context().close()
  })

  for (const language of LANGUAGES)
    for (const scheme of SCHEMES)
      it(`is accessible on every page: ${language}, ${scheme} (axe)`, async () => {
        const page = await newPage({ language, scheme })
        await page.goto('/app')
        await page.locator('input[name=login]').waitFor()
        await assertAccessible(page, 'sign-in')
        await signIn(page, 'manager')
        for (const path of await addresses()) {
          await page.goto(`/app/${path}`)
          await page.locator('h1').waitFor()
          await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
          await assertAccessible(page, path)
        }
        await page.context().close()
      })

  /** Every page, and a record of each kind. */
  async function addresses(): Promise<string[]> {
    const [review] = await openReviews()
    return [
      'work',
      ...(review ? [`work/${review.ref}`, `applications/${review.ref}`] : []),
      'students',
      'programs',
      'programs/1',
      'bulk',
      'certificates',
      'emails',
      'sync',
      'settings',
    ]
  }

  async function assertAccessible(page: Page, name: string): Promise<void> {
    await page.evaluate(axe.source)
    const { violations } = await page.evaluate<AxeResults>('axe.run()')
    const found = violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary ?? ''}`).join('\n')}`,
    )
    assert.deepEqual(found, [], `axe on ${name}`)
  }
})
