import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { download, type Query } from '../api/download.js'
import { useLanguage } from '../i18n/language.js'
import { sentenceOf } from './failure.js'

const FORMATS = ['csv', 'xlsx'] as const

interface Props {
  /** What is exported, for those who cannot see the page. */
  readonly label: string
  /** Address of the list in the API, and the filters of the page. */
  readonly path: string
  readonly query: Query
}

/** Saves the whole list of a page, also the rows that are not shown yet, as the API makes it. */
export function ListExport({ label, path, query }: Props) {
  const { messages: t, language } = useLanguage()
  const saving = useMutation({
    mutationFn: (format: (typeof FORMATS)[number]) => download(path, { ...query, format, language }),
    onError: (error) => notifications.show({ color: 'red', message: sentenceOf(error, t) }),
  })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          flex="none"
          leftSection={<IconDownload size={14} aria-hidden />}
          aria-label={t.common.exportList(label)}
          loading={saving.isPending}
        >
          {t.common.export}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FORMATS.map((format) => (
          <Menu.Item key={format} onClick={() => saving.mutate(format)}>
            {format.toUpperCase()}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
