import {
  groupRecords,
  parseAggregate,
  parseGrouping,
  type Group,
  type Grouping,
  type GroupValue,
} from '../grouping.js'
import { onModel, type Arguments } from './method.js'

const textsOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter(
    (item): item is string => typeof item === 'string' && item !== '',
  )
const numberOf = (value: unknown) => (typeof value === 'number' ? value : undefined)
const domainOf = ({ domain }: Arguments): readonly unknown[] =>
  Array.isArray(domain) ? (domain as readonly unknown[]) : []
const paging = ({ limit, offset }: Arguments, order: unknown) => ({
  order: typeof order === 'string' && order !== '' ? order : undefined,
  limit: numberOf(limit),
  offset: numberOf(offset),
})

/** `read_group`: one level at a time, unless `lazy` is false. */
export const readGroup = onModel(
  ['domain', 'fields', 'groupby', 'offset?', 'limit?', 'orderby?', 'lazy?'],
  async ({ env, model, args }) => {
    const all = textsOf(args.groupby).map((key) => parseGrouping(model, key))
    const lazy = args.lazy !== false && all.length > 0
    const [groupings, rest] = lazy ? [all.slice(0, 1), all.slice(1)] : [all, []]
    const aggregates = textsOf(args.fields)
      .filter((text) => !all.some(({ name }) => name === text) && text !== '__count')
      .map((text) => parseAggregate(model, text))
    const domain = domainOf(args)
    const found = await groupRecords(env, model, domain, groupings, aggregates, paging(args, args.orderby))
    const counted = lazy ? `${groupings[0]?.name ?? ''}_count` : '__count'
    return found.map((group) => ({
      ...shownValues(group, groupings),
      [counted]: group.count,
      ...group.figures,
      __domain: joined(domain, group, env.version >= 19),
      ...ranges(group, groupings),
      ...(lazy && rest.length > 0 ? { __context: { group_by: rest.map(({ key }) => key) } } : {}),
    }))
  },
)

/** The method of 19: all levels at once. Aggregates keep the names from the request. */
export const formattedReadGroup = onModel(
  ['domain', 'groupby?', 'aggregates?', 'having?', 'offset?', 'limit?', 'order?'],
  async ({ env, model, args }) => {
    const groupings = textsOf(args.groupby).map((key) => parseGrouping(model, key))
    const wanted = textsOf(args.aggregates)
    const aggregates = wanted
      .filter((text) => text !== '__count')
      .map((text) => parseAggregate(model, text, text))
    const found = await groupRecords(
      env,
      model,
      domainOf(args),
      groupings,
      aggregates,
      paging(args, args.order),
    )
    return found.map((group) => {
      const leaves = group.values.flatMap((value) => value.leaves)
      return {
        ...Object.fromEntries(groupings.map(({ key }, place) => [key, formatted(group.values[place])])),
        __extra_domain: leaves.length > 0 ? conjunction(leaves) : [[1, '=', 1]],
        ...(wanted.includes('__count') ? { __count: group.count } : {}),
        ...group.figures,
      }
    })
  },
  { from: 19 },
)

const shownValues = ({ values }: Group, groupings: readonly Grouping[]) =>
  Object.fromEntries(groupings.map(({ key }, place) => [key, values[place]?.shown]))

const formatted = (value: GroupValue | undefined) =>
  value?.range ? [value.range.from, value.shown] : value?.shown

function ranges({ values }: Group, groupings: readonly Grouping[]) {
  const dated = groupings.flatMap(({ key, period }, place) =>
    period === null ? [] : [[key, values[place]?.range ?? false] as const],
  )
  return dated.length > 0 ? { __range: Object.fromEntries(dated) } : {}
}

const conjunction = (parts: readonly unknown[]): unknown[] => [
  ...Array.from({ length: parts.length - 1 }, () => '&'),
  ...parts,
]

/** The domain restricted to a group. From 19 on it is flat; before, a date range is nested. */
function joined(domain: readonly unknown[], { values }: Group, flat: boolean): unknown[] {
  const isPlain = domain.every((term) => Array.isArray(term))
  const own = isPlain ? domain.map((leaf) => [leaf]) : [domain]
  const groups = flat
    ? values.flatMap((value) => value.leaves.map((leaf) => [leaf]))
    : values.map((value) => (value.leaves.length > 1 ? conjunction(value.leaves) : [...value.leaves]))
  const parts = [...own, ...groups]
  return parts.length === 0 ? [] : [...Array.from({ length: parts.length - 1 }, () => '&'), ...parts.flat()]
}
