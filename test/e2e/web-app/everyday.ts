import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { Route } from 'playwright-core'
import { applicationRef } from '../../../src/contracts/application.js'
import { waitFor } from '../../support/wait-for.js'
import { signIn } from '../staff-app.js'
import type { OpenedCenter } from './opened-center.js'

/** What everybody does who works with the app: signing in, deciding, finding, saving. */
export function everyday(opened: OpenedCenter): void {
  it('signs a person in with their Odoo account, and says so when the password is wrong', async () => {
    const page = await opened.app.newPage()
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
    const ref = applicationRef(opened.center.young[2])
    const page = await opened.app.newPage({ language: 'ar' })
    await signIn(page, 'manager', `/app/work/${ref}-enrollment`)
    const arabic = page.locator('main span[lang=ar]')
    await arabic
      .filter({ hasText: 'أكملوا السجل' })
      .or(arabic.filter({ hasText: 'رغم القواعد' }))
      .waitFor()
    const { missing, task } = (await opened.app.environment.call(`/v1/enrollments/${ref}`)).json as {
      missing: string[]
      task: { instructions: string }
    }
    assert.equal(await page.getByText(task.instructions).count(), 0)
    await page.goto(`/app/applications/${ref}`)
    await page.locator('.missing li span[lang=ar]').first().waitFor()
    assert.equal(await page.locator('.missing li span[lang=ar]').count(), missing.length)
    await page.locator('.timeline').getByText('ورد الطلب.').waitFor()
    for (const path of [
      `applications/${ref}`,
      `applications/${applicationRef(opened.center.certified)}`,
      `certificates/${opened.center.certified.certificate}`,
    ]) {
      await page.goto(`/app/${path}`)
      await page.locator('main span[lang=ar]').first().waitFor()
      assert.deepEqual(await page.locator('main [lang=en]').allInnerTexts(), [], path)
    }
    await page.goto(`/app/applications/${ref}`)
    await page.getByRole('button', { name: 'English' }).click()
    await page.locator('.missing').getByText(task.instructions).waitFor()
    await page.context().close()
  })

  it('decides a task from the keyboard: chosen, reasoned, decided; its author is the person', async () => {
    const ref = applicationRef(opened.center.young[0])
    const page = await opened.app.newPage()
    await signIn(page, 'manager', `/app/work/${ref}-enrollment`)
    await page.getByRole('button', { name: 'Approve' }).waitFor()
    // Without a reason the app asks for one, and nothing is sent.
    await page.keyboard.press('1')
    await page.getByText('Write a reason first').waitFor()
    await page.getByLabel('Reason').fill('Checked the passport')
    await page.keyboard.press('Escape')
    await page.keyboard.press('1')
    // The stage is about to change, so the one in which the task waited is not named.
    const decided = page.getByRole('alert').filter({ hasText: 'Approve: done' })
    await decided.getByText('The page of the student shows what follows.').waitFor()
    const detail = await waitFor('the decision in the read model', async () => {
      const { json } = await opened.app.environment.call(`/v1/enrollments/${ref}`)
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

  it('shows a change on an open page without a reload', async () => {
    const page = await opened.app.newPage()
    await signIn(page, 'manager', '/app/work')
    const ref = applicationRef(opened.center.young[1])
    const entry = page.locator(`a[href="/app/work/${ref}-enrollment"]`)
    await entry.waitFor()
    const decision = { decision: 'reject', comment: 'Too young' }
    const { status } = await opened.app.environment.call(`/v1/enrollments/${ref}/review`, decision)
    assert.ok(status === 200 || status === 202)
    await entry.waitFor({ state: 'detached' })
    await page.context().close()
  })

  it('does not show an agent the pages of others, and explains an address that they may not see', async () => {
    const page = await opened.app.newPage()
    await signIn(page, 'agent', '/app/bulk')
    await page.getByText('You may not see this').waitFor()
    assert.equal(await page.getByRole('link', { name: 'Bulk and waves' }).count(), 0)
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('heading', { name: 'Your account' }).waitFor()
    assert.equal(await page.getByRole('heading', { name: 'API keys' }).count(), 0)
    await page.context().close()
  })

  it('keeps saying what is wrong while it tries again, and then shows what there is', async () => {
    const page = await opened.app.newPage()
    await page.route('**/v1/api-keys*', (route) => route.fulfill({ status: 500, json: {} }))
    await signIn(page, 'manager', '/app/settings')
    const failure = page.getByRole('alert').filter({ hasText: 'This could not be loaded' })
    await failure.waitFor()
    const asked: Route[] = []
    await page.route('**/v1/api-keys*', (route) => void asked.push(route))
    await failure.getByRole('button', { name: 'Try again' }).click()
    const [route] = await waitFor('the list is asked for again', () => asked.length > 0 && asked)
    assert.ok(await failure.isVisible())
    await route?.continue()
    await failure.waitFor({ state: 'detached' })
    await page.context().close()
  })

  it('shows a report in the reader’s language, and saves it as a file', async () => {
    const page = await opened.app.newPage()
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
    const overview = async (query = '') =>
      (await opened.app.environment.call(`/v1/overview${query}`)).json as Seen
    const page = await opened.app.newPage()
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
    const page = await opened.app.newPage()
    await signIn(page, 'manager', '/app/emails')
    const { students } = (await opened.app.environment.call('/v1/students?limit=1')).json as {
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
    const page = await opened.app.newPage()
    await signIn(page, 'manager', '/app/audit?entity=session')
    await page
      .getByRole('row')
      .filter({ hasText: 'Layla Haddad' })
      .filter({ hasText: 'Signed in' })
      .first()
      .waitFor()
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export: Audit' }).click()
    await page.getByRole('menuitem', { name: 'CSV' }).click()
    const saved = readFileSync(await (await saving).path(), 'utf8').split('\r\n')
    assert.ok(saved.length > 2 && saved.slice(1, -1).every((line) => line.includes(',Signing in,')))
    await page.getByLabel('Number of a student').fill('999999999')
    await page.getByText('No change matches').waitFor()
    await page.context().close()

    const other = await opened.app.newPage()
    await signIn(other, 'agent', '/app/audit')
    await other.getByText('You may not see this').waitFor()
    assert.equal(await other.getByRole('link', { name: 'Audit' }).count(), 0)
    await other.context().close()
  })

  it('changes language and direction at once, and remembers them', async () => {
    const page = await opened.app.newPage()
    await signIn(page, 'manager')
    await page.getByRole('button', { name: 'العربية' }).click()
    await page.getByRole('heading', { level: 1, name: 'مهامي' }).waitFor()
    assert.equal(await page.locator('html').getAttribute('dir'), 'rtl')
    await page.reload()
    await page.getByRole('heading', { level: 1, name: 'مهامي' }).waitFor()
    await page.context().close()
  })
}
