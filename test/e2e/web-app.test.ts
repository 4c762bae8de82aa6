import assert from 'node:assert/strict'
import { smallCenter } from './small-center.js'
import { hasBrowser, openStaffApp } from './staff-app.js'
import { accessibility } from './web-app/accessibility.js'
import { everyday } from './web-app/everyday.js'
import { monthEnd } from './web-app/month-end.js'
import type { OpenedCenter } from './web-app/opened-center.js'
import { pages } from './web-app/pages.js'

/** The staff app in a browser, with the whole product and a sandbox Odoo behind it. */
describe('end to end: the staff app', function () {
  this.timeout(300_000)
  const opened: OpenedCenter[] = []

  before(async function () {
    if (!hasBrowser()) return this.skip()
    const app = await openStaffApp('empty', { COURSE_CHANGES: 'hold' })
    opened.push({ app, center: await smallCenter(app.environment) })
  })
  after(() => Promise.all(opened.map(({ app }) => app.close())))

  const first = () => opened[0] ?? assert.fail('The app is not open.')
  /** Opened after these tests have been defined. */
  const shared: OpenedCenter = {
    get app() {
      return first().app
    },
    get center() {
      return first().center
    },
  }

  // Each changes what the next ones find: the month-end counts, so it is first.
  describe('a manager’s month-end', () => monthEnd(shared))
  describe('every day', () => everyday(shared))
  describe('single pages', () => pages(shared))
  describe('for everybody', () => accessibility(shared))
})
