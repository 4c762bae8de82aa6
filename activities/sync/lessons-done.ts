import type { Odoo } from '../../src/odoo/client/client.js'
import { Slide, SlideProgress } from '../../src/odoo/schema/index.js'
import type { MembershipRow } from './tracked-rows.js'

/** Counts the published lessons of a course, and those that a learner has done. Two calls. */
export async function countLessonsOf(
  odoo: Odoo,
  { channel, partner }: Pick<MembershipRow, 'channel' | 'partner'>,
): Promise<{ readonly done: number; readonly total: number }> {
  const slides = await odoo.searchRead(
    Slide,
    [
      ['channel', '=', channel],
      ['isCategory', '=', false],
      ['isPublished', '=', true],
    ],
    ['isPublished'],
  )
  const done = await odoo.count(SlideProgress, [
    ['partner', '=', partner],
    ['slide', 'in', slides.map((slide) => slide.id)],
    ['completed', '=', true],
  ])
  return { done, total: slides.length }
}
