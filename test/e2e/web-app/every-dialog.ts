import type { Locator, Page } from 'playwright-core'

interface Options {
  /** Names of the buttons whose menus and dialogs were seen before. They are left out. */
  readonly seen: Set<string>
  /** Gives every answer that asks for more, one after the other. */
  readonly inEveryForm: boolean
  readonly look: (name: string, within: string) => Promise<void>
}

/** Opens every menu and dialog of a page, also the dialogs in menus, and closes them. */
export async function openEveryDialog(page: Page, options: Options): Promise<void> {
  const { seen, look } = options
  const main = page.locator('main')
  for (const button of await newOnes(main.locator('[aria-haspopup=dialog]:visible'), seen))
    await openDialog(page, button, options)
  for (const button of await newOnes(main.locator('[aria-haspopup=menu]:visible'), seen)) {
    await button.click()
    const menu = page.locator('[role=menu]')
    await menu.waitFor()
    await look(await menu.innerText(), '[role=menu]')
    const items = await newOnes(menu.locator('[aria-haspopup=dialog]'), seen)
    for (const [index, item] of items.entries()) {
      if (index > 0) await button.click()
      await openDialog(page, item, options)
    }
    if (items.length === 0) await page.keyboard.press('Escape')
    await menu.waitFor({ state: 'detached' })
  }
}

async function newOnes(buttons: Locator, seen: Set<string>): Promise<Locator[]> {
  const found: Locator[] = []
  for (const button of await buttons.all()) {
    const name = (await button.getAttribute('aria-label')) ?? (await button.innerText())
    if (!seen.has(name) && (await button.isEnabled())) found.push(button)
    seen.add(name)
  }
  return found
}

async function openDialog(page: Page, button: Locator, { inEveryForm, look }: Options): Promise<void> {
  await button.click()
  const dialog = page.getByRole('dialog')
  const title = await dialog.locator('h2').innerText()
  const forms = new Set<string>()
  const lookOnce = async () => {
    const form = (await dialog.locator('label').allInnerTexts()).join()
    if (forms.has(form)) return
    forms.add(form)
    await look(title, '[role=dialog]')
  }
  await lookOnce()
  if (inEveryForm) {
    for (const answer of await dialog.locator('input[type=radio]').all()) {
      await answer.check()
      await lookOnce()
    }
    for (const choice of await dialog.locator('select').all())
      for (const answer of await choice.locator('option:not([value=""])').all()) {
        await choice.selectOption((await answer.getAttribute('value')) ?? '')
        await lookOnce()
      }
  }
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
}
