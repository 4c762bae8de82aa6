import type { Odoo } from '../../src/odoo/client/client.js'
import { Channel } from '../../src/odoo/schema/index.js'
import type { IntegrationRow } from './tracked-rows.js'

/** What the eLearning course of a course integration contributes to it. */
export interface ChannelFacts {
  /** Lessons of its eLearning course; 0: not known. */
  readonly lessons: number
  /** Whether its eLearning course is archived, so that nobody can open it. */
  readonly isChannelArchived: boolean
}

/**
 * Names of the facts. They change without a write to the course integration, and an archived course
 * or another number of lessons concerns learners whose memberships do not change.
 */
export const CHANNEL_FACTS = ['lessons', 'isChannelArchived'] as const satisfies (keyof ChannelFacts)[]

/** One call, or none without integrations. */
export async function withChannels<I extends IntegrationRow>(
  odoo: Odoo,
  integrations: readonly I[],
): Promise<(I & ChannelFacts)[]> {
  const ids = [...new Set(integrations.map(({ elearningCourse }) => elearningCourse))]
  const rows = await odoo.read(Channel, ids, ['totalSlides', 'active'])
  const channels = new Map(rows.map((channel) => [channel.id, channel]))
  return integrations.map((integration) => {
    const channel = channels.get(integration.elearningCourse)
    return {
      ...integration,
      lessons: channel?.totalSlides ?? 0,
      isChannelArchived: channel?.active === false,
    }
  })
}
