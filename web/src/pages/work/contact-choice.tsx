import { Group, Radio, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { applicationOf } from '../../api/application.js'
import { api, read, type Schemas } from '../../api/client.js'
import { sentenceOf } from '../../components/failure.js'
import { OutsideLink } from '../../components/outside-link.js'
import { useMessages } from '../../i18n/language.js'

interface Props {
  readonly applicationRef: string
  readonly contactIds: readonly number[]
  /** Absent: the task asks about the contacts, but none is chosen. */
  readonly chosen?: string | null
  readonly onChoose?: (id: string) => void
}

/** The contacts that a task asks about, by name. Numbers stand for what Odoo does not tell. */
export function ContactChoice({ applicationRef, contactIds, chosen = null, onChoose }: Props) {
  const t = useMessages()
  const texts = t.pages.work
  const { data, error } = useQuery({
    queryKey: ['contacts', applicationRef, contactIds],
    queryFn: () =>
      read(
        api.GET('/v1/enrollments/{programId}-{studentId}/contacts', {
          params: { path: applicationOf(applicationRef) },
        }),
      ),
    retry: false,
  })
  const contacts = contactIds.map((id) => ({ id, known: data?.contacts.find((one) => one.id === id) }))
  const rows = (
    <Stack gap={8} mt={4}>
      {contacts.map(({ id, known }) => (
        <Group key={id} gap="sm" align="start">
          {onChoose ? (
            <Radio value={String(id)} label={<Name id={id} known={known} />} description={remarkOn(known)} />
          ) : (
            <div>
              <Name id={id} known={known} />
              <Text size="xs" c="dimmed">
                {remarkOn(known)}
              </Text>
            </div>
          )}
          {known && <OutsideLink href={known.odoo} text={t.common.openInOdoo} />}
        </Group>
      ))}
      {error && (
        <Text size="xs" c="dimmed" role="status">
          {texts.contactsUnread} {sentenceOf(error, t)}
        </Text>
      )}
    </Stack>
  )
  if (onChoose)
    return (
      <Radio.Group value={chosen} onChange={onChoose} label={texts.chooseContact}>
        {rows}
      </Radio.Group>
    )
  return (
    <div role="group" aria-label={t.words.differences.contact}>
      {rows}
    </div>
  )

  function remarkOn(known: Schemas['ContactChoice'] | undefined) {
    if (known?.isOfAnother) return texts.contactOfAnother
    return known?.isArchived ? texts.contactArchived : undefined
  }
}

function Name({ id, known }: { readonly id: number; readonly known: Schemas['ContactChoice'] | undefined }) {
  const t = useMessages()
  const number = t.common.contactNumber(id)
  if (!known) return number
  return (
    <>
      <bdi>{known.name || number}</bdi>
      {known.email && (
        <Text span size="sm" c="dimmed" ms={8}>
          <bdi dir="ltr">{known.email}</bdi>
        </Text>
      )}
    </>
  )
}
