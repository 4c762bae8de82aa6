import { boolean, char, float, integer, many2one, text, type Cell, type Field } from '../../orm/field.js'
import type { Environment } from '../../orm/environment.js'
import { model } from '../../orm/model.js'

/** What somebody thinks of a record. One that was asked for, but not given, is not consumed. */
export const Rating = model('rating.rating', {
  description: 'Rating',
  order: 'write_date desc, id desc',
  recName: 'res_model',
  access: { 'base.group_user': 'rwc', 'base.group_system': 'rwcu' },
  fields: {
    res_model: char({ label: 'Document Model', indexed: true }),
    res_id: integer({ required: true, label: 'Document', indexed: true }),
    partner_id: many2one('res.partner', { label: 'Customer' }),
    rating: float({ default: 0, label: 'Rating Value', aggregator: 'avg' }),
    feedback: text({ label: 'Comment' }),
    is_internal: boolean({ label: 'Visible Internally Only' }),
    consumed: boolean({ label: 'Filled Rating' }),
  },
  constraints: [
    {
      name: 'rating_rating_rating_range',
      sql: 'CHECK (rating >= 0 AND rating <= 5)',
      message: 'Rating should be between 0 and 5',
    },
  ],
})

/** How records of a model are rated: published ratings from one star on. Computed when read. */
export const ratingFields = (model: string): Readonly<Record<string, Field>> => ({
  rating_avg: float({ label: 'Average Rating', readonly: true, read: perRecord(model, 'avg(rating)') }),
  rating_count: integer({ label: 'Rating count', readonly: true, read: perRecord(model, 'count(*)::int') }),
})

const perRecord =
  (model: string, aggregate: string) =>
  async (env: Environment, ids: readonly number[]): Promise<Map<number, Cell>> => {
    const rows = await env.sql<{ id: number; value: Cell }>(
      `SELECT res_id AS id, ${aggregate} AS value FROM rating_rating
       WHERE res_model = $1 AND res_id = ANY($2) AND consumed AND NOT coalesce(is_internal, false) AND rating >= 1
       GROUP BY res_id`,
      [model, ids],
    )
    const values = new Map(rows.map(({ id, value }) => [id, value]))
    return new Map(ids.map((id) => [id, values.get(id) ?? 0]))
  }
