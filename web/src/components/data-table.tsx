import { ActionIcon, Button, Group, Menu, Table, Text, UnstyledButton } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { createColumnHelper, type RowData, tableFeatures, useTable } from '@tanstack/react-table'
import { IconArrowDown, IconArrowsSort, IconArrowUp, IconColumns3 } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useMessages } from '../i18n/language.js'
import type { ColumnChoice } from './use-hidden-columns.js'

const features = tableFeatures({})
type Features = typeof features

export interface TableColumn<Row> {
  readonly id: string
  readonly title: string
  readonly cell: (row: Row) => ReactNode
  /** Numbers are aligned at the end. */
  readonly numeric?: boolean
  /** Left out on a phone. */
  readonly wide?: boolean
  /** The API can sort by it. */
  readonly sortable?: boolean
}

/** `name`: rising; `-name`: falling. */
interface Sorting {
  readonly by: string
  readonly onChange: (by: string) => void
}

interface Props<Row> {
  /** What the rows are, for those who cannot see the page. */
  readonly label: string
  readonly columns: readonly TableColumn<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  /** The address that a row leads to; its first cell is the link. */
  readonly hrefOf?: (row: Row) => string
  readonly sorting?: Sorting
  /** Lets the reader choose the columns. Phones show those that they have room for. */
  readonly choice?: ColumnChoice
  readonly toolbar?: ReactNode
}

/** A table of rows that the API has filtered and sorted. */
export function DataTable<Row extends RowData>(props: Props<Row>) {
  const { columns, rows, keyOf, hrefOf, label, sorting, choice, toolbar } = props
  const isPhone = useMediaQuery('(max-width: 48em)')
  const helper = createColumnHelper<Features, Row>()
  const shown = columns.filter(({ id, wide = false }, index) =>
    isPhone ? !wide : index === 0 || !choice?.hidden.includes(id),
  )
  const table = useTable<Features, Row>({
    features,
    data: rows,
    columns: helper.columns(
      shown.map(({ id, title, cell }) =>
        helper.display({ id, header: title, cell: ({ row }) => cell(row.original) }),
      ),
    ),
    getRowId: keyOf,
  })
  const declared = (id: string) => shown.find((column) => column.id === id)

  return (
    <div>
      {(toolbar || choice) && (
        <Group justify="space-between" mb="xs" gap="xs">
          <Group gap="xs">{toolbar}</Group>
          {choice && !isPhone && <ColumnMenu columns={columns.slice(1)} choice={choice} />}
        </Group>
      )}
      <div className="table-scroll" role="region" aria-label={label} tabIndex={0}>
        <Table verticalSpacing={7} horizontalSpacing="sm" highlightOnHover={hrefOf !== undefined}>
          <Table.Thead>
            {table.getHeaderGroups().map((group) => (
              <Table.Tr key={group.id}>
                {group.headers.map(({ id, column }) => {
                  const { title = '', numeric, sortable } = declared(column.id) ?? {}
                  const order = sorting && sortable ? orderOf(sorting.by, column.id) : undefined
                  return (
                    <Table.Th key={id} ta={numeric ? 'end' : 'start'} aria-sort={order}>
                      {sorting && sortable ? (
                        <SortButton title={title} id={column.id} sorting={sorting} />
                      ) : (
                        title
                      )}
                    </Table.Th>
                  )
                })}
              </Table.Tr>
            ))}
          </Table.Thead>
          <Table.Tbody>
            {table.getRowModel().rows.map((row) => (
              <Table.Tr key={row.id}>
                {row.getAllCells().map((cell, index) => {
                  const content = declared(cell.column.id)?.cell(row.original)
                  return (
                    <Table.Td key={cell.id} ta={declared(cell.column.id)?.numeric ? 'end' : 'start'}>
                      {index === 0 && hrefOf ? (
                        <Link href={hrefOf(row.original)} className="row-link">
                          {content}
                        </Link>
                      ) : (
                        content
                      )}
                    </Table.Td>
                  )
                })}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </div>
  )
}

const orderOf = (by: string, id: string) =>
  by === id ? 'ascending' : by === `-${id}` ? 'descending' : 'none'

function SortButton({ title, id, sorting }: { title: string; id: string; sorting: Sorting }) {
  const t = useMessages()
  const Icon = sorting.by === id ? IconArrowUp : sorting.by === `-${id}` ? IconArrowDown : IconArrowsSort
  return (
    <UnstyledButton
      className="sort"
      aria-label={t.common.sortBy(title)}
      onClick={() => sorting.onChange(sorting.by === id ? `-${id}` : id)}
    >
      {title} <Icon size={13} aria-hidden />
    </UnstyledButton>
  )
}

interface ColumnMenuProps {
  /** Without the first one, which says what a row is about. */
  readonly columns: readonly { readonly id: string; readonly title: string }[]
  readonly choice: ColumnChoice
}

function ColumnMenu({ columns, choice: { hidden, onChange } }: ColumnMenuProps) {
  const t = useMessages()
  return (
    <Menu closeOnItemClick={false} position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" className="quiet" aria-label={t.common.columns} size="lg">
          <IconColumns3 size={17} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {columns.map(({ id, title }) => {
          const isShown = !hidden.includes(id)
          return (
            <Menu.CheckboxItem
              key={id}
              checked={isShown}
              onChange={() => onChange(isShown ? [...hidden, id] : hidden.filter((one) => one !== id))}
            >
              {title}
            </Menu.CheckboxItem>
          )
        })}
      </Menu.Dropdown>
    </Menu>
  )
}

interface MoreProps {
  readonly shown: number
  readonly hasMore: boolean
  readonly isLoading: boolean
  readonly onMore: () => void
}

/** Below a list that the API returns in pages. */
export function More({ shown, hasMore, isLoading, onMore }: MoreProps) {
  const t = useMessages()
  return (
    <Group justify="space-between" mt="sm">
      <Text size="xs" c="dimmed">
        {t.common.shown(shown)}
      </Text>
      {hasMore && (
        <Button variant="default" loading={isLoading} onClick={onMore}>
          {t.common.showMore}
        </Button>
      )}
    </Group>
  )
}
