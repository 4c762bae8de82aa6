import { strFromU8, unzipSync } from 'fflate'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { extractText } from 'unpdf'
import { applicationRef } from '../../../src/contracts/application.js'
import { ar } from '../../../web/src/i18n/ar/messages.js'
import { en } from '../../../web/src/i18n/en/messages.js'
import { PROGRAM } from '../small-center.js'
import { goTo, type Look, signIn } from '../staff-app.js'
import type { OpenedCenter } from './opened-center.js'

const LOOKS = [
  { language: 'en', scheme: 'light', device: 'desktop' },
  { language: 'ar', scheme: 'dark', device: 'phone' },
] as const satisfies readonly Look[]

/** What a manager does at the end of a month, from the menu to the files. */
export function monthEnd(opened: OpenedCenter): void {
  async function save(page: Page, button: string): Promise<Buffer> {
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: button }).click()
    return readFileSync(await (await saving).path())
  }

  for (const look of LOOKS)
    it(`counts, finds who is at risk, and takes files along: ${Object.values(look).join(', ')}`, async () => {
      const t = { en, ar }[look.language]
      const { overview, reports, serviceLevels } = t.pages
      const { app, center } = opened
      const { program, certified, stuck } = center
      const page = await app.newPage(look)
      await signIn(page, 'manager')
      const today = new Date().toISOString().slice(0, 10)
      const region = (name: string) => page.getByRole('region', { name })

      await goTo(page, t.nav.overview, look)
      const filters = {
        program: page.getByRole('combobox', { name: t.common.program }),
        from: page.getByLabel(overview.from),
      }
      await filters.program.selectOption(String(program.id))
      await filters.from.fill(`${today.slice(0, 8)}01`)
      await region(overview.funnel)
        .getByRole('row', { name: `${t.words.funnelSteps.applied} 3` })
        .waitFor()
      await region(overview.funnel)
        .getByRole('row', { name: `${t.words.funnelSteps.certified} 1` })
        .waitFor()
      assert.equal(new URL(page.url()).searchParams.get('program'), String(program.id))

      await page.getByRole('button', { name: t.common.clear }).click()
      const risky = region(overview.atRisk).locator(`a[href="/app/applications/${applicationRef(stuck)}"]`)
      await risky.waitFor()
      const csv = await save(page, t.common.exportTable(overview.funnel))
      assert.ok(csv.toString('utf8').includes(t.words.funnelSteps.certified))

      await goTo(page, t.nav.reports, look)
      await page.getByRole('combobox', { name: reports.report }).selectOption('certificates')
      await filters.program.selectOption(String(program.id))
      await page.getByRole('table').getByText(certified.certificate).waitFor()
      const file = (format: string) => save(page, reports.download(reports.names.certificates, format))
      const workbook = unzipSync(new Uint8Array(await file('XLSX')))
      const strings = strFromU8(workbook['xl/sharedStrings.xml'] ?? new Uint8Array())
      assert.ok(strings.includes(certified.certificate) && strings.includes(PROGRAM[look.language]))
      const { text } = await extractText(new Uint8Array(await file('PDF')), { mergePages: true })
      assert.ok(text.includes(certified.certificate))

      await goTo(page, t.nav.serviceLevels, look)
      await region(serviceLevels.outcomes)
        .getByRole('row', { name: serviceLevels.levels.completion_rate })
        .getByText(/100\p{Cf}?[%٪]/u)
        .waitFor()
      const levels = await save(page, t.common.exportTable(serviceLevels.targets))
      assert.ok(levels.toString('utf8').includes(serviceLevels.levels.uptime))
      await page.context().close()
    })
}
