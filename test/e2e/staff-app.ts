import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { connectOdoo, type Odoo } from '../../src/odoo/client/client.js'
import { ar } from '../../web/src/i18n/ar/messages.js'
import { en } from '../../web/src/i18n/en/messages.js'
import { CHROMIUM, startBrowser } from '../support/browser.js'
import { newAccount } from './agent-account.js'
import {
  openSandboxEnvironment,
  type Environment,
  type OdooSite,
  type SandboxEnvironment,
} from './environment.js'

/** How a browser shows the app. */
export interface Look {
  readonly language: 'en' | 'ar'
  readonly scheme: 'light' | 'dark'
  readonly device: 'desktop' | 'phone'
}

export const VIEWPORTS = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } }

/** As in the demonstration’s data. */
const STAFF = [
  ['manager', 'Layla Haddad', 'en_US'],
  ['agent', 'سامي نجار', 'ar_001'],
] as const

/** The staff app in a browser, with the whole product and an Odoo behind it. */
export interface StaffApp<Behind extends Environment = SandboxEnvironment> {
  readonly environment: Behind
  readonly address: string
  /**
   * A browser of its own, with nobody signed in. Default: English, light, on a desktop. Without
   * `isChosen`, the browser only prefers the language: nobody has chosen it in the app.
   */
  readonly newPage: (look?: Partial<Look> & { readonly isChosen?: boolean }) => Promise<Page>
  readonly close: () => Promise<void>
}

/** Continuous integration always has a browser: there, a test that lacks it fails. */
export const hasBrowser = (): boolean => existsSync(CHROMIUM) || process.env['CI'] !== undefined

/**
 * Opens the app with a sandbox Odoo, in which a manager and an agent can sign in; their passwords
 * are their logins. `data`: what else the sandbox begins with. `settings`: what differs from the
 * usual ones.
 */
export async function openStaffApp(
  data: 'demo' | 'empty',
  settings: NodeJS.ProcessEnv = {},
): Promise<StaffApp> {
  const environment = await openSandboxEnvironment(data, undefined, settings)
  if (data === 'empty') {
    const administrator = administratorOf(environment.sandbox)
    for (const [role, name, lang] of STAFF)
      await newAccount(administrator, { role, name, lang, login: role, password: role })
  }
  const app = await serveStaffApp(environment)
  return {
    ...app,
    close: async () => {
      await app.close()
      await environment.close()
    },
  }
}

/** Odoo as its administrator, who may make courses, students and accounts. */
export const administratorOf = ({ url, db, admin }: OdooSite): Odoo =>
  connectOdoo({ url, db, login: admin.login, apiKey: admin.password })

/** Builds the app and starts a browser. `close` leaves the environment open. */
export async function serveStaffApp<Behind extends Environment>(
  environment: Behind,
): Promise<StaffApp<Behind>> {
  const build = fileURLToPath(new URL('../../scripts/build-web.mjs', import.meta.url))
  assert.equal(spawnSync(process.execPath, [build], { stdio: 'inherit' }).status, 0)
  const [address, browser] = await Promise.all([environment.listen(), startBrowser()])
  return {
    environment,
    address,
    async newPage({ language = 'en', scheme = 'light', device = 'desktop', isChosen = true } = {}) {
      const context = await browser.newContext({
        baseURL: address,
        colorScheme: scheme,
        locale: language,
        viewport: VIEWPORTS[device],
      })
      if (isChosen)
        await context.addInitScript(
          `localStorage.setItem('training-language', localStorage.getItem('training-language') ?? '${language}')`,
        )
      const page = await context.newPage()
      page.setDefaultTimeout(60_000)
      return page
    },
    close: () => browser.close(),
  }
}

/** Signs in with an account of Odoo. Those of the sandbox have their login as password. */
export async function signIn(page: Page, login: string, path = '/app', password = login): Promise<void> {
  await page.goto(path)
  await page.locator('input[name=login]').fill(login)
  await page.locator('input[name=password]').fill(password)
  await page.locator('button[type=submit]').click()
  const refusal = page.locator('.sign-in [role=alert]')
  const menu = page.locator('nav').first()
  await menu.or(refusal).first().waitFor({ state: 'attached' })
  if (await refusal.isVisible()) assert.fail(`signing in as ${login}: ${await refusal.innerText()}`)
  await menu.waitFor({ state: 'attached' })
}

/** Opens a page from the menu, which a phone hides behind a button. `name`: as the menu says it. */
export async function goTo(page: Page, name: string, { language, device }: Look): Promise<void> {
  const { app } = { en, ar }[language]
  if (device === 'phone') await page.getByRole('button', { name: app.menu }).click()
  await page.getByRole('navigation', { name: app.menu }).getByRole('link', { name, exact: true }).click()
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
}
