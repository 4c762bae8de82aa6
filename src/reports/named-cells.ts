import { titleIn } from '../domain/bilingual.js'
import { actorNames } from '../store/actor-names.js'
import type { Store } from '../store/store.js'
import type { Cell, Column, FileReader } from './report.js'

/** Returns what programs are called. */
export type ProgramNames = (programIds: readonly number[]) => Promise<(programId: number) => string>

interface Sources {
  readonly store: Store
  readonly programNames: ProgramNames
  readonly language: FileReader['language']
}

/** Rows with the names of programs and of those who did something in place of their ids. */
export async function namedCells(
  rows: readonly (readonly Cell[])[],
  columns: readonly Column[],
  { store, programNames, language }: Sources,
): Promise<Cell[][]> {
  const idsOf = (type: Column['type']) =>
    columns.flatMap((column, at) =>
      column.type === type ? [...new Set(rows.map((row) => row[at] ?? null))] : [],
    )
  const [programName, actor] = await Promise.all([
    programNames(idsOf('program').filter((id) => typeof id === 'number')),
    actorNames(
      store,
      idsOf('actor').filter((id) => typeof id === 'string'),
    ),
  ])
  return rows.map((row) =>
    columns.map(({ type }, at) => {
      const value = row[at] ?? null
      if (type === 'program' && typeof value === 'number') return titleIn(language, programName(value))
      if (type === 'actor' && typeof value === 'string') return actor(value).name
      return value
    }),
  )
}
