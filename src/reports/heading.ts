import { titleIn } from '../domain/bilingual.js'
import { dayIn } from '../domain/calendar.js'
import type { ReportName } from '../domain/reports.js'
import type { Store } from '../store/store.js'
import { ALL_REPORTS } from './all-reports.js'
import { localTime } from '../domain/calendar.js'
import type { ProgramNames } from './named-cells.js'
import type { ReportFilter } from './report.js'
import { textsIn } from './texts.js'

/** What a file says about itself, in the language of the report. */
export interface Heading {
  readonly organization: string
  readonly title: string
  readonly about: string
  /** Label and value: the moment, the filters and the time zone. */
  readonly facts: readonly (readonly [string, string])[]
  readonly notes: readonly string[]
}

interface Sources {
  readonly store: Store
  readonly programNames: ProgramNames
  readonly organization: { readonly name: string; readonly nameArabic: string }
}

export async function headingOf(
  { store, programNames, organization }: Sources,
  name: ReportName,
  filter: ReportFilter,
): Promise<Heading> {
  const { language, timeZone, programId, agentId, visibleTo, from, until } = filter
  const texts = textsIn(language)
  const shownAgent = visibleTo ?? agentId
  const facts: (readonly [string, string])[] = [[texts.asOf, localTime(timeZone, filter.asOf)]]
  if (programId !== undefined)
    facts.push([texts.program, titleIn(language, (await programNames([programId]))(programId))])
  if (shownAgent === null) facts.push([texts.agent, texts.noAgent])
  else if (shownAgent !== undefined) facts.push([texts.agent, await agentName(store, shownAgent)])
  if (from) facts.push([texts.from, dayIn(timeZone, from)])
  if (until) facts.push([texts.to, dayIn(timeZone, until.getTime() - 1)])
  facts.push([texts.timeZone, timeZone])
  return {
    organization: language === 'ar' ? organization.nameArabic : organization.name,
    title: texts.titles[name],
    about: texts.about[name],
    facts,
    notes: ALL_REPORTS[name].notes(filter).map((note) => texts.notes[note]),
  }
}

async function agentName({ db }: Store, agentId: number): Promise<string> {
  const agent = await db.selectFrom('agent').select('name').where('agent_id', '=', agentId).executeTakeFirst()
  return agent?.name ?? String(agentId)
}
