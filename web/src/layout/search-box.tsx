import { Combobox, Text, TextInput, useCombobox } from '@mantine/core'
import { useDebouncedValue, useHotkeys } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { IconSearch } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { api, read, type Schemas } from '../api/client.js'
import { sentenceOf } from '../components/failure.js'
import { StudentName } from '../components/student-name.js'
import { WordChip } from '../components/words.js'
import { useMessages } from '../i18n/language.js'

/** Milliseconds after the last key until the search begins. */
const TYPING = 250

/** Finds students and certificates from every page. `/` moves the cursor into it. */
export function SearchBox() {
  const t = useMessages()
  const queries = useQueryClient()
  const [, go] = useLocation()
  const [typed, setTyped] = useState('')
  const [debounced] = useDebouncedValue(typed.trim(), TYPING)
  const field = useRef<HTMLInputElement>(null)
  const options = useCombobox({ onDropdownClose: () => options.resetSelectedOption() })
  useHotkeys([['/', () => field.current?.focus()]])
  const isTyping = debounced !== typed.trim()
  const found = useQuery({
    queryKey: ['search', debounced],
    queryFn: () => read(api.GET('/v1/search', { params: { query: { q: debounced } } })),
    enabled: debounced !== '',
  })

  async function open(address: string) {
    setTyped('')
    options.closeDropdown()
    field.current?.blur()
    const [kind = '', id = ''] = address.split('/')
    go(kind === 'certificate' ? `/certificates/${id}` : await addressOfStudent(Number(id)))
  }

  /** The student’s first application, or their row in the list when they have none. */
  async function addressOfStudent(studentId: number): Promise<string> {
    const inList = `/students?search=${studentId}`
    try {
      const { applications } = await queries.query({
        queryKey: ['student', studentId],
        queryFn: () => read(api.GET('/v1/students/{studentId}', { params: { path: { studentId } } })),
      })
      const first = applications.find(({ closed }) => !closed) ?? applications[0]
      return first ? `/applications/${first.programId}-${studentId}` : inList
    } catch {
      // The list says what went wrong.
      return inList
    }
  }

  return (
    <Combobox store={options} onOptionSubmit={(address) => void open(address)}>
      <Combobox.Target>
        <TextInput
          ref={field}
          type="search"
          size="xs"
          className="search-box"
          aria-label={t.app.search}
          aria-keyshortcuts="/"
          placeholder={t.app.search}
          leftSection={<IconSearch size={15} aria-hidden />}
          maxLength={200}
          value={typed}
          onChange={({ currentTarget }) => {
            setTyped(currentTarget.value)
            options.openDropdown()
            options.resetSelectedOption()
          }}
          onFocus={() => typed !== '' && options.openDropdown()}
          onBlur={() => options.closeDropdown()}
          dir="auto"
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={typed.trim() === ''}>
        <Combobox.Options aria-label={t.app.search} mah={380} className="found">
          {found.error && !isTyping ? (
            <Combobox.Empty role="alert">{sentenceOf(found.error, t)}</Combobox.Empty>
          ) : isTyping || !found.data ? (
            <Combobox.Empty>{t.common.loading}</Combobox.Empty>
          ) : (
            <Found result={found.data} />
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}

function Found({ result: { students, certificates } }: { readonly result: Schemas['SearchResult'] }) {
  const t = useMessages()
  if (students.length + certificates.length === 0)
    return <Combobox.Empty>{t.app.nothingFound}</Combobox.Empty>
  return (
    <>
      {students.length > 0 && (
        <Combobox.Group label={t.nav.students}>
          {students.map((student) => (
            <Combobox.Option key={student.studentId} value={`student/${student.studentId}`}>
              <StudentName of={student} />
              <Text size="xs" c="dimmed">
                <bdi>{student.agent?.name ?? t.common.studentNumber(student.studentId)}</bdi>
              </Text>
            </Combobox.Option>
          ))}
        </Combobox.Group>
      )}
      {certificates.length > 0 && (
        <Combobox.Group label={t.nav.certificates}>
          {certificates.map((certificate) => (
            <Combobox.Option key={certificate.number} value={`certificate/${certificate.number}`}>
              <bdi dir="ltr">{certificate.number}</bdi>{' '}
              <WordChip of="certificateStates" word={certificate.state} />
              <Text size="xs" c="dimmed">
                <StudentName of={certificate} />
              </Text>
            </Combobox.Option>
          ))}
        </Combobox.Group>
      )}
    </>
  )
}
