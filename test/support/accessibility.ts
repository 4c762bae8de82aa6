import axe, { type AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

/**
 * Returns what axe finds wrong in a part of the page, which a selector names, and whether the page
 * scrolls sideways.
 */
export async function accessibilityProblems(page: Page, within: string): Promise<string[]> {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe.source)
  // Not before what is changing has changed: after the next frame, and after its animations.
  await page.evaluate(`new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))`)
  await page.evaluate(`Promise.allSettled(document.getAnimations()
    .filter((animation) => animation.effect.getComputedTiming().endTime !== Infinity)
    .map((animation) => animation.finished))`)
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(${JSON.stringify(within)}, { resultTypes: ['violations'] })`,
  )
  const overflow = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )
  return [
    ...violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary ?? ''}`).join('\n')}`,
    ),
    ...(overflow > 0 ? [`scrolls sideways by ${overflow} pixels`] : []),
  ]
}
