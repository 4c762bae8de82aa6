import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'

/** The default is where Debian's package `chromium` puts it. */
export const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'

/** Starts a browser without a window. CHROMIUM_PATH names its program. */
export function startBrowser(): Promise<Browser> {
  // A container has no sandbox of its own for the browser, and only pages of the test are visited.
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
}

/** Saves screenshots of a page as `01-name.png`, `02-…` in a folder, which it creates. */
export async function screenshots(folder: string): Promise<(page: Page, name: string) => Promise<void>> {
  await mkdir(folder, { recursive: true })
  let number = 0
  return async (page, name) => {
    number += 1
    const file = `${String(number).padStart(2, '0')}-${name}.png`
    await page.screenshot({ path: join(folder, file), fullPage: true })
  }
}
