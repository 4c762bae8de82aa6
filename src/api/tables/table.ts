import type { LIST_NAMES } from '../../domain/reports.js'
import type { Cell, Column, FileReader, Vocabulary } from '../../reports/report.js'
import { textsIn, wordsIn } from '../../reports/texts.js'

export type ListName = (typeof LIST_NAMES)[number]

/** What a cell may depend on besides its row. */
interface Reader extends Pick<FileReader, 'language'> {
  /** The words of the API in the reader’s language. */
  readonly say: (vocabulary: Vocabulary, word: string) => string
}

type TableColumn<Row> = Column & {
  /** Ids where the type of the column says so: names take their place. */
  readonly value: (row: Row, reader: Reader) => Cell
}

/** A list of the API as a table for a file. */
export interface Table {
  /** Also the name of the file. */
  readonly name: ListName
  readonly columns: readonly Column[]
  /** Returns the rows of a page of the list. */
  cells(page: unknown, reader: Reader): Cell[][]
}

/** `rowsOf`: the rows of a page, which is as the route returns it. */
export const table = <Row>(
  name: ListName,
  rowsOf: (page: never) => readonly Row[],
  columns: readonly TableColumn<Row>[],
): Table => ({
  name,
  // Without functions: a thread gets them.
  columns: columns.map((column) => ({ ...column, value: undefined })),
  cells: (page, reader) => rowsOf(page as never).map((row) => columns.map(({ value }) => value(row, reader))),
})

export const readerIn = (language: FileReader['language']): Reader => ({
  language,
  say: (vocabulary, word) => wordsIn(language, vocabulary)[word] ?? word,
})

interface Named {
  readonly studentId: number
  readonly student?: { readonly name: string; readonly nameArabic: string | null } | null
}

/** The column of a student’s name, or number where nobody knows the name. */
export const studentColumn = <Row extends Named>(): TableColumn<Row> => ({
  id: 'student',
  type: 'text',
  value: ({ studentId, student }, { language }) =>
    (language === 'ar' ? (student?.nameArabic ?? student?.name) : student?.name) ??
    `${textsIn(language).columns.student} ${studentId}`,
})

export const programColumn = <Row extends { readonly programId: number }>(): TableColumn<Row> => ({
  id: 'program',
  type: 'program',
  value: ({ programId }) => programId,
})

export const applicationColumn = <
  Row extends { readonly programId: number; readonly studentId: number },
>(): TableColumn<Row> => ({
  id: 'application',
  type: 'text',
  value: ({ programId, studentId }) => `${programId}-${studentId}`,
})

interface WithAgent {
  readonly agent: { readonly id: number; readonly name: string | null } | null
}

export const agentName = (of: WithAgent | null): string | null => {
  const agent = of?.agent ?? null
  return agent === null ? null : (agent.name ?? String(agent.id))
}

/** Sentences of the API in the reader’s language; in English where they have no other. */
export const sentencesIn = (
  { language }: Pick<Reader, 'language'>,
  english: readonly string[],
  arabic: readonly (string | null)[],
): string[] => english.map((text, at) => (language === 'ar' ? arabic[at] : null) ?? text)

export const instant = (text: string | null): Date | null => (text === null ? null : new Date(text))
