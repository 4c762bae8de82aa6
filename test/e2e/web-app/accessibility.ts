import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { applicationRef } from '../../../src/contracts/application.js'
import { CourseIntegration } from '../../../src/odoo/schema/index.js'
import { ar } from '../../../web/src/i18n/ar/messages.js'
import { en } from '../../../web/src/i18n/en/messages.js'
import type { Messages } from '../../../web/src/i18n/messages.js'
import { accessibilityProblems } from '../../support/accessibility.js'
import { bulkClient } from '../bulk-client.js'
import { personalPageOf } from '../personal-page.js'
import { signIn, type Look, VIEWPORTS } from '../staff-app.js'
import { openEveryDialog } from './every-dialog.js'
import type { OpenedCenter } from './opened-center.js'

/** The narrow one first: what measures a text field keeps its width until the page is left. */
const DEVICES = ['phone', 'desktop'] as const

/** Each language with each device and each scheme, and each device with each scheme. */
const SCHEMES = {
  en: { desktop: 'light', phone: 'dark' },
  ar: { desktop: 'dark', phone: 'light' },
} as const

/** Every page in both languages, on desktop and phone, in light and dark; every dialog (axe). */
export function accessibility(opened: OpenedCenter): void {
  let certificate: string
  let operation: number

  const problems: string[] = []
  afterEach(() => {
    assert.deepEqual(problems.splice(0), [])
  })

  before(async () => {
    const { app, center } = opened
    const { environment } = app
    const { program, certified, learner } = center
    // A change that waits for a person, a bulk operation, a scheduled report, a key and a pause.
    await environment.direct.write(CourseIntegration, [program.course.courseIntegrationId], {
      completionThreshold: 70,
    })
    await environment.sweep()
    const filter = { programId: program.id, studentIds: [certified.studentId, learner.studentId] }
    operation = (await bulkClient(environment).preview({ kind: 'withdraw', filter })).id
    const { readers } = (await environment.call('/v1/report-readers')).json as { readers: { id: number }[] }
    const made = await Promise.all([
      environment.call('/v1/report-schedules', {
        report: 'progress',
        format: 'pdf',
        period: 'last_month',
        programId: null,
        language: null,
        cadence: { every: 'week', weekday: 7, hour: 7 },
        recipients: readers.map(({ id }) => id),
      }),
      environment.call('/v1/api-keys', { name: 'Reports', scopes: ['read_students'] }),
      environment.call('/v1/pauses', { system: 'mail', reason: 'The server moves' }),
      environment.call('/v1/reconciliations', { dryRun: true }),
    ])
    for (const { status, json } of made) assert.ok(status < 300, JSON.stringify(json))
    const { certificates } = await environment.detail(certified)
    certificate = certificates[0]?.links.verification ?? assert.fail('The certificate has no page.')
  })
  after(() => opened.app.environment.call('/v1/pauses/mail', undefined, { method: 'DELETE' }))

  for (const language of ['en', 'ar'] as const)
    it(`is accessible on every page, and in every dialog: ${language}`, async () => {
      const t: Messages = { en, ar }[language]
      const { app, center } = opened
      const page = await app.newPage({ language })
      await page.goto('/app')
      await page.locator('input[name=login]').waitFor()
      await look(page, 'sign-in', language)
      await signIn(page, 'manager')
      const seen = { desktop: new Set<string>(), phone: new Set<string>() }
      for (const [path, prepare] of screens(t)) {
        await page.goto(`/app/${path}`)
        await ready(page)
        await page.setViewportSize(VIEWPORTS.phone)
        await prepare?.(page)
        for (const device of DEVICES) {
          await lookAt(page, path, { language, device })
          // Narrow dialogs are the harder ones, and a form has the same parts in both languages.
          if (device === 'desktop' && language === 'ar') continue
          await openEveryDialog(page, {
            seen: seen[device],
            inEveryForm: device === 'phone' && language === 'en',
            look: (name, within) => lookAt(page, `${path}, ${name}`, { language, device }, within),
          })
        }
        await page.setViewportSize(VIEWPORTS.desktop)
      }
      assert.ok(seen.phone.size > 25, `dialogs and menus: ${[...seen.phone].join('\n')}`)
      await page.setViewportSize(VIEWPORTS.phone)
      await page.getByRole('button', { name: t.app.menu }).click()
      problems.push(...(await accessibilityProblems(page, 'html')))

      await page.route('**/v1/programs', (route) => route.fulfill({ status: 500, json: {} }))
      await page.goto('/app/programs')
      await page.getByRole('alert').getByText(t.states.failedTitle).waitFor({ timeout: 20_000 })
      await look(page, 'a failure', language)
      await page.context().close()

      const agents = await app.newPage({ language })
      await signIn(agents, 'agent', '/app/bulk')
      await ready(agents)
      await look(agents, 'no permission', language)
      await agents.goto(personalPageOf(app.environment.mail, center.certified.email))
      await agents.locator('h1').waitFor()
      await look(agents, 'personal page', language)
      await agents.context().close()
    })

  it('is accessible on the pages of the server, and of the sandbox Odoo', async () => {
    const { app, center } = opened
    const { url } = app.environment.sandbox
    const page = await app.newPage()
    const welcome = app.environment.mail.received.find(({ envelope }) =>
      envelope.to.includes(center.learner.email),
    )
    const invitation = /https?:\S+\/invite\?\S+/.exec(welcome?.parsed.text ?? '')?.[0]
    assert.ok(invitation, 'the welcome email has a link to the course')
    const records = ['gr.student', 'slide.channel']
    for (const address of [
      new URL(certificate).pathname,
      '/v/unknown',
      `/my/${'x'.repeat(64)}`,
      `${url}/odoo`,
      ...records.map((model) => `${url}/odoo/${model}`),
      `${url}/odoo/gr.student/${center.learner.studentId}`,
      `${url}/odoo/gr.student/new`,
      `${url}/slides`,
      `${url}/slides/${center.program.course.channelId}`,
      `${url}/sandbox`,
      invitation,
    ]) {
      await page.goto(address)
      await look(page, address, 'en')
    }
    await page.locator('input[type=password]').fill('a password')
    await page.locator('main button').click()
    await page.waitForURL(/slides/)
    await look(page, 'the course of a learner', 'en')
    await page.context().close()
  })

  /** Every page in its usual states, and what to do there before it is looked at. */
  function screens(t: Messages): readonly (readonly [string, ((page: Page) => Promise<void>)?])[] {
    const { young, doubtful, stuck, byHand, learner, certified, program } = opened.center
    const firstTask = (page: Page) => page.locator('.work-list input[type=checkbox]').first()
    return [
      ['work', (page) => firstTask(page).check()],
      ['work?view=resting'],
      ...[young[2], stuck, byHand].map((person) => [`work/${applicationRef(person)}`] as const),
      ['overview'],
      ['students'],
      ...[learner, certified, byHand, doubtful].map(
        (person) => [`applications/${applicationRef(person)}`] as const,
      ),
      ['programs'],
      [
        `programs/${program.id}`,
        async (page) => {
          await page.getByLabel(t.pages.policy.minAge).fill('40')
          await page.getByRole('button', { name: t.pages.policy.compare }).click()
          await page.getByRole('region', { name: t.pages.policy.setting }).getByText('40').waitFor()
        },
      ],
      ['bulk'],
      [`bulk/${operation}`],
      ['certificates'],
      [`certificates/${certified.certificate}`],
      ['emails'],
      ['emails?to=staff'],
      ['reports'],
      ['service-levels'],
      ['sync'],
      ['audit'],
      ['settings'],
      ['no/such/page'],
      [`applications/${program.id}-999999`],
    ]
  }

  async function ready(page: Page): Promise<void> {
    await page.locator('h1').waitFor()
    await page.locator('main [aria-busy=true]').first().waitFor({ state: 'detached' })
  }

  async function look(page: Page, name: string, language: Look['language']): Promise<void> {
    for (const device of DEVICES) await lookAt(page, name, { language, device })
  }

  /** Looks at the page, or a part of it, and enters what is wrong. */
  async function lookAt(
    page: Page,
    name: string,
    { language, device }: Pick<Look, 'language' | 'device'>,
    within = 'html',
  ): Promise<void> {
    const scheme = SCHEMES[language][device]
    await page.setViewportSize(VIEWPORTS[device])
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    const found = await accessibilityProblems(page, within)
    problems.push(...found.map((problem) => `${name} (${language}, ${scheme}, ${device}): ${problem}`))
  }
}
