import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { applicationRef } from '../../../src/contracts/application.js'
import { CourseIntegration, Student } from '../../../src/odoo/schema/index.js'
import { ar } from '../../../web/src/i18n/ar/messages.js'
import { oneRow } from '../../support/odoo-records.js'
import { waitFor } from '../../support/wait-for.js'
import { personalPageOf } from '../personal-page.js'
import { PROGRAM } from '../small-center.js'
import { signIn } from '../staff-app.js'
import type { OpenedCenter } from './opened-center.js'

/** Single pages of the staff app, and the page of a learner, as people use them. */
export function pages(opened: OpenedCenter): void {
  const VIEW = 'في التدريب'

  const manager = async (path: string): Promise<Page> => {
    const page = await opened.app.newPage()
    await signIn(page, 'manager', path)
    return page
  }
  const parameterOf = (page: Page, name: string) => new URL(page.url()).searchParams.get(name)

  it('saves a view of the students under a name, and opens it in another browser', async () => {
    const page = await manager('/app/students')
    await page.getByRole('combobox', { name: 'Program' }).selectOption(String(opened.center.program.id))
    await page.getByRole('combobox', { name: 'Stage' }).selectOption('in_progress')
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Agent' }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Views' }).click()
    await page.getByRole('menuitem', { name: 'Save as a view …' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill(VIEW)
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: VIEW }).waitFor()
    await page.context().close()

    const other = await manager('/app/students')
    await other.getByRole('columnheader', { name: 'Agent' }).waitFor()
    await other.getByRole('button', { name: 'Views' }).click()
    await other.getByRole('menuitemradio', { name: VIEW }).click()
    await other.getByRole('columnheader', { name: 'Agent' }).waitFor({ state: 'detached' })
    assert.deepEqual(
      ['program', 'stage', 'view'].map((name) => parameterOf(other, name)),
      [String(opened.center.program.id), 'in_progress', VIEW],
    )
    const links = other.getByRole('table').locator('.row-link')
    await waitFor('only the student in training', async () => (await links.count()) === 1)
    assert.equal(await links.innerText(), 'Omar Haddad')
    await other.context().close()
  })

  it('says that a view was changed, replaces and deletes it; Arabic quotes its name on its own', async () => {
    const page = await manager(`/app/students?view=${VIEW}&stage=in_progress`)
    await page.getByRole('button', { name: `${VIEW} (changed)` }).click()
    await page.getByRole('menuitem', { name: 'Replace' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Replace' }).click()
    const view = page.getByRole('button', { name: VIEW, exact: true })
    await view.waitFor()
    await page.getByRole('button', { name: 'العربية' }).click()
    // A menu that is opened before the texts have arrived closes again.
    await page.getByRole('heading', { level: 1, name: ar.nav.students }).waitFor()
    await view.click()
    await page.getByRole('menuitem', { name: ar.pages.views.delete(VIEW) }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: ar.pages.views.deleteAction }).click()
    await page.getByRole('button', { name: ar.pages.views.title }).waitFor()
    assert.deepEqual([parameterOf(page, 'view'), parameterOf(page, 'stage')], [null, 'in_progress'])
    await page.context().close()
  })

  it('shows the contacts that a task asks about by name, and links the chosen one', async () => {
    const page = await manager(`/app/work/${applicationRef(opened.center.doubtful)}`)
    const [first, second] = ['Nabil Khoury', 'نبيل خوري (قديم)'].map((name) =>
      page.getByRole('radio', { name }),
    )
    await first!.waitFor()
    await page
      .getByText(/^k.+@example\.org$/)
      .first()
      .waitFor()
    await page.getByRole('button', { name: 'Use this contact' }).click()
    await page.getByText('Choose a contact first.').waitFor()
    await second!.check()
    await page.getByRole('button', { name: 'Use this contact' }).click()
    await page.getByText('Use this contact: done').waitFor()
    await opened.app.environment.reaches(
      opened.center.doubtful,
      'is in training',
      ({ flow }) => flow === 'progress',
    )
    const read = opened.app.environment.direct.read(Student, [opened.center.doubtful.studentId], ['partner'])
    assert.ok((await oneRow(read)).partner)
    await page.context().close()
  })

  it('compares what Odoo says now about a course, keeps it for new students, and applies it later', async () => {
    const { courseIntegrationId } = opened.center.program.course
    await opened.app.environment.direct.write(CourseIntegration, [courseIntegrationId], {
      completionThreshold: 60,
    })
    await opened.app.environment.sweep()
    const page = await manager('/app/programs')
    await page.getByRole('row', { name: PROGRAM.en }).getByText('Changed in Odoo').waitFor()
    await page.getByRole('link', { name: PROGRAM.en }).click()
    const changes = page.getByRole('region', { name: 'What would change for them' })
    await changes.getByRole('row', { name: 'Complete from (%) 75 60' }).waitFor()

    await page.getByRole('button', { name: 'New students only' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Reason').fill('They were told 75 %')
    await dialog.getByRole('button', { name: 'New students only' }).click()
    await page.getByText('Some students in training are kept').waitFor()

    const compare = page.getByRole('button', { name: 'See whom it concerns' })
    const apply = page.getByRole('button', { name: 'Apply to students in training' })
    await compare.or(apply).waitFor()
    if (await compare.isVisible()) await compare.click()
    await page.getByRole('row', { name: 'Omar Haddad' }).first().waitFor()
    await apply.click()
    await dialog.getByLabel('Reason').fill('Everyone has 60 %')
    await dialog.getByRole('button', { name: 'Apply to students in training' }).click()
    const earlier = page.getByRole('region', { name: 'Earlier changes' })
    await earlier.getByText('applied to students in training: Everyone has 60 %').waitFor()
    await opened.app.environment.sweep()
    await opened.app.environment.reaches(
      opened.center.learner,
      'is certified',
      ({ certificates }) => certificates.length > 0,
    )
    await page.context().close()
  })

  it('shows an Arabic reader words for what Odoo and the API say: choices, failures and problems', async () => {
    const page = await opened.app.newPage({ language: 'ar' })
    await page.route('**/v1/programs/*/policy', async (route) => {
      const response = await route.fetch()
      const policy = (await response.json()) as { eligibility: object }
      const eligibility = { ...policy.eligibility, documents: ['passport', 'badge'] }
      await route.fulfill({ response, json: { ...policy, eligibility } })
    })
    await page.route('**/v1/programs/*/dry-runs', (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        json: {
          type: 'urn:training-orchestrator:problem:odoo-unavailable',
          detail: 'Odoo does not respond.',
        },
      }),
    )
    await signIn(page, 'manager', `/app/programs/${opened.center.program.id}`)
    const documents = page.getByRole('group', { name: ar.pages.policy.documents })
    const [passport, unknown] = [ar.words.documentTypes.passport, 'badge'].map((name) =>
      documents.getByRole('checkbox', { name }),
    )
    assert.ok((await passport!.isChecked()) && (await unknown!.isChecked()))
    await passport!.uncheck()
    await unknown!.waitFor()
    await page.getByRole('checkbox', { name: ar.words.englishLevels.upper_intermediate }).waitFor()
    await page.getByRole('button', { name: ar.pages.policy.compare }).click()
    await page.getByText(ar.states.problem('odoo-unavailable', '')).waitFor()
    assert.equal(await page.getByText('Odoo does not respond.').count(), 0)

    await page.route('**/v1/sync', async (route) => {
      const response = await route.fetch()
      const failure = { part: 'sweep', type: 'OdooBusy', at: new Date().toISOString() }
      await route.fulfill({ response, json: { ...((await response.json()) as object), failures: [failure] } })
    })
    await page.goto('/app/sync')
    const failures = page.getByRole('region', { name: ar.pages.sync.failures })
    await failures
      .getByRole('row', { name: `${ar.words.sweepParts.sweep} ${ar.words.failures.OdooBusy}` })
      .waitFor()

    await page.goto('/app/bulk')
    await page.getByRole('button', { name: ar.pages.bulk.new }).click()
    await page.getByRole('checkbox', { name: ar.words.studentStates.contacted }).check()
    await page.context().close()
  })

  it('lists certificates with the names of their students, and finds one by its number', async () => {
    const { certificate } = opened.center.certified
    const page = await manager('/app/certificates')
    await page.getByRole('searchbox', { name: 'Certificate number' }).fill(certificate.toLowerCase())
    await page.keyboard.press('Enter')
    await page.getByRole('row', { name: `${certificate} Salma Idris ${PROGRAM.en} Valid` }).waitFor()
    assert.equal(parameterOf(page, 'number'), certificate)
    await page.getByRole('link', { name: certificate }).click()
    await page.getByRole('link', { name: 'Salma Idris' }).waitFor()
    await page.getByRole('row', { name: 'Course completed · Managing Files' }).getByText('Met').waitFor()
    await page.context().close()
  })

  it('shows service levels beside their targets, for a period and its baseline, and exports them', async () => {
    const page = await manager('/app/service-levels')
    const outcomes = page.getByRole('region', { name: 'Outcomes of trainings' })
    await outcomes.getByRole('row', { name: 'Completion rate' }).getByText('100%').waitFor()
    await page.getByRole('region', { name: 'Targets' }).getByRole('row', { name: 'Uptime' }).waitFor()
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Outcomes of trainings: save as CSV' }).click()
    const saved = readFileSync(await (await saving).path(), 'utf8')
    assert.match(saved, /^\uFEFFMeasure,Measured,Baseline,/)
    assert.match(saved, /\r\nCompletion rate,1,/)

    await page.goto('/app/service-levels?from=2000-01-01&to=2000-01-31')
    await page.getByText('1 Jan 2000 – 31 Jan 2000, compared with').waitFor()
    await outcomes
      .getByRole('row', { name: 'Completion rate Trainings' })
      .getByText('Not measured yet')
      .first()
      .waitFor()
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await page.waitForURL((url) => url.search === '')
    await page.context().close()
  })

  it('leads a learner from an email to their page, and closes old links for staff', async () => {
    const { learner } = opened.center
    const path = personalPageOf(opened.app.environment.mail, learner.email)
    const own = await opened.app.newPage({ device: 'phone' })
    await own.goto(path)
    await own.getByRole('heading', { level: 1, name: 'Omar Haddad' }).waitFor()
    await own.getByRole('button', { name: 'العربية' }).click()
    await own.getByRole('heading', { level: 1, name: 'عمر حداد' }).waitFor()
    await own.locator('button[name=reminders]').click()
    await own.locator('[role=status]').waitFor()

    const page = await manager(`/app/applications/${applicationRef(learner)}`)
    const section = page.locator('section').filter({ hasText: 'The student’s own page' })
    await section.getByText('Switched off by the student').waitFor()
    await section.getByText('Arabic').waitFor()
    await section.getByRole('button', { name: 'Close old links' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Close old links' }).click()
    await page.getByText('Close old links: done').waitFor()
    await page.context().close()

    const refused = await own.goto(path)
    assert.equal(refused?.status(), 404)
    await own.context().close()
  })
}
