import { Button, Menu, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { IconBookmark } from '@tabler/icons-react'
import { useState } from 'react'
import { api, read, type Schemas } from '../../api/client.js'
import { ConfirmDialog } from '../../components/confirm.js'
import { OPENS_DIALOG } from '../../components/dialog.js'
import { sentenceOf } from '../../components/failure.js'
import { useMessages } from '../../i18n/language.js'

export type View = Schemas['View']
type Settings = Schemas['ViewSettings']

/** As long as the API takes it. */
const LONGEST_NAME = 60

interface Props {
  /** What the page shows now. */
  readonly settings: Settings
  /** Name of the view that was opened last, or an empty text. */
  readonly opened: string
  readonly onOpen: (view: View) => void
  /** This view is open now, or none; what the page shows stays. */
  readonly onOpened: (opened: string | null) => void
}

/** A menu of the reader’s own views: open, save, replace and delete. */
export function SavedViews({ settings, opened, onOpen, onOpened }: Props) {
  const t = useMessages()
  const texts = t.pages.views
  const [open, setOpen] = useState<'save' | 'replace' | 'delete' | null>(null)
  const [written, setWritten] = useState('')
  // Which view a dialog is about. It is still open for a moment when that view is not.
  const [target, setTarget] = useState('')
  const { data, error } = useQuery({ queryKey: ['views'], queryFn: () => read(api.GET('/v1/views')) })
  const views = data?.views ?? []
  const current = views.find(({ name }) => name === opened)
  const isChanged = current !== undefined && !isSame(current, settings)
  const name = written.trim()
  const close = () => setOpen(null)
  const ask = (what: 'replace' | 'delete') => {
    setTarget(opened)
    setOpen(what)
  }
  const pathOf = (view: string) => ({ params: { path: { name: view } } })
  const save = async (view: string) => {
    await read(api.PUT('/v1/views/{name}', { ...pathOf(view), body: settings }))
    onOpened(view)
  }

  return (
    <>
      <Menu position="bottom-start" withinPortal>
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<IconBookmark size={15} stroke={1.6} aria-hidden />}
            className="saved-views"
          >
            {current ? (
              <>
                <bdi className="view-name">{current.name}</bdi>
                {isChanged && <Text span size="xs" c="dimmed" ms={6} inherit>{`(${texts.changed})`}</Text>}
              </>
            ) : (
              texts.title
            )}
          </Button>
        </Menu.Target>
        <Menu.Dropdown className="saved-views-menu">
          <Menu.Label>{texts.title}</Menu.Label>
          {views.map((view) => (
            <Menu.RadioItem
              key={view.name}
              value={view.name}
              checked={view.name === opened}
              onClick={() => onOpen(view)}
              closeMenuOnClick
            >
              <bdi>{view.name}</bdi>
            </Menu.RadioItem>
          ))}
          {views.length === 0 && (
            <Text size="sm" c="dimmed" px="sm" py={4}>
              {error ? sentenceOf(error, t) : texts.none}
            </Text>
          )}
          <Menu.Divider />
          <Menu.Item
            onClick={() => {
              setWritten('')
              setOpen('save')
            }}
            {...OPENS_DIALOG}
          >
            {texts.save} …
          </Menu.Item>
          {isChanged && (
            <Menu.Item onClick={() => ask('replace')} {...OPENS_DIALOG}>
              {texts.replace(opened)} …
            </Menu.Item>
          )}
          {current && (
            <Menu.Item onClick={() => ask('delete')} {...OPENS_DIALOG}>
              {texts.delete(opened)} …
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        isOpen={open === 'save'}
        onClose={close}
        title={texts.save}
        text={texts.saveText}
        action={t.common.save}
        isReady={name !== ''}
        done={texts.saved(name)}
        onConfirm={() => save(name)}
      >
        <TextInput
          label={texts.name}
          value={written}
          onChange={({ currentTarget }) => setWritten(currentTarget.value)}
          maxLength={LONGEST_NAME}
          description={views.some((view) => view.name === name) ? texts.replaces : null}
          dir="auto"
          data-autofocus
        />
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={open === 'replace'}
        onClose={close}
        title={texts.replace(target)}
        text={texts.replaceText}
        action={texts.replaceAction}
        done={texts.saved(target)}
        onConfirm={() => save(target)}
      />
      <ConfirmDialog
        isOpen={open === 'delete'}
        onClose={close}
        title={texts.delete(target)}
        text={texts.deleteText}
        action={texts.deleteAction}
        danger
        done={texts.deleted(target)}
        onConfirm={async () => {
          await read(api.DELETE('/v1/views/{name}', pathOf(target)))
          onOpened(null)
        }}
      />
    </>
  )
}

const isSame = (one: Settings, other: Settings) => contentOf(one) === contentOf(other)

const contentOf = ({ programId, stage, taskKind, agentId, sort, hiddenColumns }: Settings) =>
  JSON.stringify([programId, stage, taskKind, agentId, sort, [...hiddenColumns].sort()])
