import type { Odoo } from '../../src/odoo/client/client.js'
import { Channel } from '../../src/odoo/schema/index.js'
import type { Row } from '../../src/odoo/schema/model.js'
import type { CourseRating } from '../../src/store/course-ratings.js'
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

const FIELDS = ['name', 'totalSlides', 'active', 'ratingAvg', 'ratingCount'] as const
type Channels = ReadonlyMap<number, Row<typeof Channel, (typeof FIELDS)[number]>>

/** The eLearning courses of the integrations, by id. One call, or none without integrations. */
export async function readChannels(odoo: Odoo, integrations: readonly IntegrationRow[]): Promise<Channels> {
  const ids = [...new Set(integrations.map(({ elearningCourse }) => elearningCourse))]
  const rows = await odoo.read(Channel, ids, FIELDS)
  return new Map(rows.map((channel) => [channel.id, channel]))
}

export const withFacts = <I extends IntegrationRow>(
  integrations: readonly I[],
  channels: Channels,
): (I & ChannelFacts)[] =>
  integrations.map((integration) => {
    const channel = channels.get(integration.elearningCourse)
    return {
      ...integration,
      lessons: channel?.totalSlides ?? 0,
      isChannelArchived: channel?.active === false,
    }
  })

/** Ratings are numbers for people: they decide nothing, and no student is concerned by them. */
export const ratingsOf = (channels: Channels): CourseRating[] =>
  [...channels.values()].map(({ id, name, ratingAvg, ratingCount }) => ({
    channelId: id,
    title: name,
    average: ratingAvg,
    count: ratingCount,
  }))
