import axe, { type AxeResults } from 'axe-core'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
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
    const refusal = page.locator('.sign-in [role=alert]')
    await page.locator('nav').first().or(refusal).first().waitFor()
    if (await refusal.isVisible()) assert.fail(`signing in as ${login}: ${await refusal.innerText()}`)
    await page.locator('nav').first().waitFor()
  }

  const openReviews = async () =>
    (
      (await environment.call('/v1/reviews')).json as {
        reviews: { ref: string; instructions: string; task: { kind: string } }[]
      }
    ).reviews

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

  it('says what is wrong and what to do in the reader’s language, and in the other one after a click', async () => {
    const review = await waitFor('a review of an eligibility', async () =>
      (await openReviews()).find(({ task }) => task.kind === 'eligibility'),
    )
    const page = await newPage({ language: 'ar', scheme: 'light' })
    await signIn(page, 'manager', `/app/work/${review.ref}-enrollment`)
    const arabic = page.locator('main span[lang=ar]')
    await arabic
      .filter({ hasText: 'أكملوا السجل' })
      .or(arabic.filter({ hasText: 'رغم القواعد' }))
      .waitFor()
    assert.equal(await page.getByText(review.instructions).count(), 0)
    const { missing } = (await environment.call(`/v1/enrollments/${review.ref}`)).json as {
      missing: string[]
    }
    await page.goto(`/app/applications/${review.ref}`)
    await page.locator('.missing li span[lang=ar]').first().waitFor()
    assert.equal(await page.locator('.missing li span[lang=ar]').count(), missing.length)
    await page.getByRole('button', { name: 'English' }).click()
    await page.locator('.missing').getByText(review.instructions).waitFor()
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

  it('shows a report in the reader’s language, and saves it as a file', async () => {
    const page = await newPage()
    await signIn(page, 'manager', '/app/reports?report=enrollment')
    await page.getByRole('columnheader', { name: 'Ended otherwise' }).waitFor()
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download “Enrollment statistics” as XLSX' }).click()
    assert.match((await saved).suggestedFilename(), /^enrollment-[\d-]+\.xlsx$/)
    await page.goto('/app/reports?report=progress&asOf=2000-01-01')
    await page.getByText('There is nothing in this period.').waitFor()
    await page.context().close()
  })

  it('shows in the overview what the API counts, and exports it', async () => {
    interface Seen {
      readonly funnel: readonly { readonly step: string; readonly count: number }[]
      readonly deadlines: readonly { readonly programId: number; readonly studentId: number }[]
    }
    const overview = async (query = '') => (await environment.call(`/v1/overview${query}`)).json as Seen
    const page = await newPage()
    await signIn(page, 'manager', '/app/overview')
    const cellsOf = (step: string) =>
      page
        .getByRole('region', { name: 'From application to certificate' })
        .getByRole('row', { name: `${step} ` })
        .getByRole('cell')
        .allInnerTexts()
    const applied = await waitFor('the number of applications on the page', async () => {
      const [first] = (await overview()).funnel
      await page.reload()
      await page.getByRole('heading', { name: 'Next deadlines' }).waitFor()
      return (await cellsOf('Applied'))[2] === String(first?.count) && first?.count
    })
    assert.ok(applied > 0)
    const [next] = (await overview()).deadlines
    assert.ok(next, 'an open task has a deadline')
    await page.locator(`a[href="/app/applications/${next.programId}-${next.studentId}"]`).first().waitFor()

    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: 'From application to certificate: save as CSV' }).click()
    const saved = readFileSync(await (await saving).path(), 'utf8').split('\r\n')
    assert.deepEqual(
      [saved[0], saved[1]?.split(',').slice(0, 2)],
      ['\uFEFFStep,Students,Of the step before,Of all', ['Applied', String(applied)]],
    )

    // The filters are in the address, and reach the API.
    await page.goto('/app/overview?from=2000-01-01&to=2000-01-31')
    await page.getByText('Nobody applied in this period.').first().waitFor()
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await page.getByRole('row', { name: `Applied ${applied}` }).waitFor()
    assert.equal(new URL(page.url()).search, '')
    await page.context().close()
  })

  it('finds a student from every page, by keyboard', async () => {
    const page = await newPage()
    await signIn(page, 'manager', '/app/emails')
    const { students } = (await environment.call('/v1/students?limit=1')).json as {
      students: [{ studentId: number; name: string }]
    }
    const [{ studentId, name }] = students
    await page.keyboard.press('/')
    await page.keyboard.type(String(studentId))
    await page.getByRole('option', { name }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => url.pathname.endsWith(`-${studentId}`))

    await page.keyboard.press('/')
    await page.keyboard.type('nobody is called this')
    await page.getByText('Nobody and nothing matches.').waitFor()
    await page.context().close()
  })

  it('shows managers who changed what, and exports it; to agents it is closed', async () => {
    const page = await newPage()
    await signIn(page, 'manager', '/app/audit?entity=session')
    await page
      .getByRole('row')
      .filter({ hasText: 'Layla Haddad' })
      .filter({ hasText: 'Signed in' })
      .first()
      .waitFor()
    const href = await page.getByRole('link', { name: 'Audit: save as CSV' }).getAttribute('href')
    assert.equal(href, '/v1/audit.csv?entity=session')
    const text = await (await page.request.get(href)).text()
    assert.match(text, /sign_in/)
    await page.getByLabel('Number of a student').fill('999999999')
    await page.getByText('No change matches').waitFor()
    await page.context().close()

    const other = await newPage()
    await signIn(other, 'agent', '/app/audit')
    await other.getByText('You may not see this').waitFor()
    assert.equal(await other.getByRole('link', { name: 'Audit' }).count(), 0)
    await other.context().close()
  })

  it('creates an API key, shows it once, and revokes it', async () => {
    const page = await newPage()
    await signIn(page, 'manager', '/app/settings')
    await page.getByRole('button', { name: 'New key' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Reports')
    await dialog.getByLabel('See students').check()
    await assertAccessible(page, 'new key')
    await dialog.getByRole('button', { name: 'Create' }).click()
    const key = await dialog.locator('pre').innerText()
    await dialog.getByRole('button', { name: 'Done' }).click()
    const statusOf = async (path: string) =>
      (await fetch(`${address}${path}`, { headers: { authorization: `Bearer ${key}` } })).status
    assert.deepEqual([await statusOf('/v1/students'), await statusOf('/v1/emails')], [200, 403])

    const row = page.getByRole('row').filter({ hasText: 'Reports' })
    await row.getByText('See students').waitFor()
    assert.ok(!(await page.content()).includes(key), 'the key is shown once')
    await row.getByRole('button', { name: 'Revoke' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
    await row.getByText('Revoked').waitFor()
    assert.equal(await statusOf('/v1/students'), 401)
    await page.context().close()

    const other = await newPage()
    await signIn(other, 'agent', '/app/settings')
    await other.getByRole('heading', { name: 'Your account' }).waitFor()
    assert.equal(await other.getByRole('heading', { name: 'API keys' }).count(), 0)
    await other.context().close()
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
      'overview',
      'students',
      'programs',
      'programs/1',
      'bulk',
      'certificates',
      'emails',
      'reports',
      'service-levels',
      'sync',
      'audit',
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
