import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { learnerPage, noLearnerPage, type LearnerView } from '../../src/learner/page.js'
import { accessibilityProblems } from '../support/accessibility.js'
import { CHROMIUM, screenshots, startBrowser } from '../support/browser.js'

const view = (language: 'en' | 'ar'): LearnerView => ({
  language,
  name: language === 'ar' ? 'أمل الحربي' : 'Amal Al-Harbi',
  organization: language === 'ar' ? 'مركز كفاءات للتدريب' : 'Kafaat Training Center',
  token: 't'.repeat(64),
  isSaved: true,
  programs: [
    {
      title: 'برنامج المهارات المكتبية – Office Skills Program',
      standing: 'learning',
      overall: 64.3,
      asOf: new Date('2026-11-29T09:30:00Z'),
      courses: [
        {
          courseIntegrationId: 1,
          name: 'Office Skills 1',
          state: 'completed',
          overall: 100,
          threshold: 80,
          parts: { elearning: 100, sessions: null, homework: null, assessments: null },
        },
        {
          courseIntegrationId: 2,
          name: 'Customer Service for Beginners and Advanced Learners',
          state: 'open',
          overall: 28.6,
          threshold: 80,
          parts: { elearning: 40, sessions: 50, homework: 0, assessments: null },
        },
        {
          courseIntegrationId: 3,
          name: 'مهارات التواصل',
          state: 'not_open',
          overall: 0,
          threshold: 80,
          parts: { elearning: 0, sessions: null, homework: null, assessments: null },
        },
      ],
      openItems: [{ kind: 'document', type: 'passport' }, { kind: 'sign_in' }],
    },
    {
      title: 'Job Readiness',
      standing: 'certificate_check',
      overall: 100,
      asOf: null,
      courses: [],
      openItems: [{ kind: 'requirement', criterion: 'sessions', courseIntegrationId: 9 }],
    },
  ],
  certificates: [
    {
      number: 'KFT-2026-000042-7',
      title: 'Digital Basics',
      state: 'valid',
      issuedOn: '2026-06-01',
      validUntil: '2028-06-01',
      hasPdf: true,
      verificationUrl: 'https://training.example/v/8c1f0b6a2d',
    },
  ],
  contact: { name: 'Huda Nasser', email: 'huda@center.example' },
  remindersOff: false,
  coursesUrl: 'https://odoo.training.example/slides',
  timeZone: 'Asia/Riyadh',
})

/** SCREENSHOTS names a folder for pictures of every page. */
const FOLDER = process.env['SCREENSHOTS']

describe('The page of a learner in a browser', function () {
  this.timeout(120_000)
  let browser: Browser
  /** Absent where there is no browser. */
  let opened: Browser | undefined
  before(async function () {
    if (!existsSync(CHROMIUM) && !process.env['CI']) return this.skip()
    browser = opened = await startBrowser()
  })
  after(() => opened?.close())

  const pages: readonly (readonly [string, string])[] = [
    ['en', learnerPage(view('en'))],
    ['ar', learnerPage(view('ar'))],
    [
      'no-page',
      noLearnerPage('unknown_link', {
        organization: 'Kafaat Training Center',
        email: 'office@center.example',
      }),
    ],
  ]
  for (const scheme of ['light', 'dark'] as const)
    for (const width of [360, 1280])
      it(`is accessible and fits: ${scheme}, ${width} pixels wide`, async () => {
        const take = FOLDER === undefined ? undefined : await screenshots(`${FOLDER}/${scheme}-${width}`)
        const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 800 } })
        const page = await context.newPage()
        for (const [name, html] of pages) {
          await page.setContent(html)
          await take?.(page, name)
          assert.deepEqual(await accessibilityProblems(page, 'html'), [], name)
        }
        await context.close()
      })
})
