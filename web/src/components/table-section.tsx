import { Text } from '@mantine/core'
import type { RowData } from '@tanstack/react-table'
import type { ComponentProps, ReactNode } from 'react'
import { DataTable, type TableColumn } from './data-table.js'
import { ExportButton } from './export-button.js'
import { ListExport } from './list-export.js'
import { Section } from './page.js'

interface ExportedColumn<Row> extends TableColumn<Row> {
  /** What the export says. null: nothing. Default: the column is not exported. */
  readonly exported?: (row: Row) => string | number | null
}

interface Props<Row> {
  readonly title: string
  /** Name of the exported file, without `.csv`; or the list of the API, where it has more rows. */
  readonly file: string | Pick<ComponentProps<typeof ListExport>, 'path' | 'query'>
  readonly rows: readonly Row[]
  readonly columns: readonly ExportedColumn<Row>[]
  readonly keyOf: (row: Row) => string
  readonly hrefOf?: (row: Row) => string
  /** Said when there are no rows. */
  readonly empty: string
  /** Above the table. */
  readonly children?: ReactNode
}

/** A titled table that can be exported. */
export function TableSection<Row extends RowData>(props: Props<Row>) {
  const { title, file, rows, columns, keyOf, hrefOf, empty, children } = props
  const exported = columns.filter(({ exported: text }) => text !== undefined)
  return (
    <Section
      title={title}
      aside={
        rows.length > 0 &&
        (typeof file === 'object' ? (
          <ListExport label={title} {...file} />
        ) : (
          <ExportButton
            label={title}
            name={file}
            lines={() => [
              exported.map((column) => column.title),
              ...rows.map((row) => exported.map(({ exported: text }) => text?.(row) ?? null)),
            ]}
          />
        ))
      }
    >
      {children}
      {rows.length === 0 ? (
        <Text size="sm" c="dimmed">
          {empty}
        </Text>
      ) : (
        <DataTable label={title} rows={rows} columns={columns} keyOf={keyOf} {...(hrefOf && { hrefOf })} />
      )}
    </Section>
  )
}
