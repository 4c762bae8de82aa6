import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { BYTE_ORDER_MARK, csvLine } from '../../../src/domain/csv.js'
import { save } from '../api/download.js'
import { useMessages } from '../i18n/language.js'

type Line = readonly (string | number | null)[]

interface Props {
  /** What is exported, for those who cannot see the page. */
  readonly label: string
  /** Name of the file, without `.csv`. */
  readonly name: string
  /** The first line names the columns. */
  readonly lines: () => readonly Line[]
}

/** Saves a table as a CSV file, which spreadsheets open. */
export function ExportButton({ label, name, lines }: Props) {
  const t = useMessages()
  return (
    <Button
      variant="default"
      flex="none"
      leftSection={<IconDownload size={14} aria-hidden />}
      aria-label={t.common.exportTable(label)}
      onClick={() => save(csvOf(lines()), `${name}.csv`)}
    >
      {t.common.csv}
    </Button>
  )
}

const csvOf = (lines: readonly Line[]) =>
  new Blob([BYTE_ORDER_MARK, lines.map(csvLine).join('')], { type: 'text/csv;charset=utf-8' })
