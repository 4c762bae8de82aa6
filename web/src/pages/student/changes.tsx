import { Anchor, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { api, read } from '../../api/client.js'
import { Instant } from '../../components/instant.js'
import { Loaded } from '../../components/loaded.js'
import { Section } from '../../components/page.js'
import { useWords, WordChip } from '../../components/words.js'
import { useMessages } from '../../i18n/language.js'
import { ChangedFields } from '../audit/changed-fields.js'

/** The page of the audit has all of them. */
const SHOWN = 10

/** Who has changed what about a student last, in any program. */
export function Changes({ studentId }: { readonly studentId: number }) {
  const t = useMessages()
  const say = useWords()
  const changes = useQuery({
    queryKey: ['audit', 'of student', studentId],
    queryFn: () => read(api.GET('/v1/audit', { params: { query: { studentId, limit: SHOWN } } })),
  })
  return (
    <Section title={t.nav.audit}>
      <Loaded query={changes} rows={3}>
        {({ changes: latest, next }) => (
          <>
            {latest.length === 0 && (
              <Text size="sm" c="dimmed">
                {t.pages.student.noChanges}
              </Text>
            )}
            <ul className="plain-list">
              {latest.map(({ id, at, actor, action, outcome, before, after }) => (
                <li key={id}>
                  <Group gap="xs" py={3}>
                    <Text size="sm">{say('auditActions', action)}</Text>
                    {outcome !== 'done' && <WordChip of="auditOutcomes" word={outcome} />}
                    <Text size="xs" c="dimmed">
                      <bdi>{actor.name}</bdi> · <Instant at={at} />
                    </Text>
                  </Group>
                  {(before ?? after) && <ChangedFields before={before} after={after} />}
                </li>
              ))}
            </ul>
            {next !== null && (
              <Anchor size="sm" component={Link} href={`/audit?student=${studentId}`}>
                {t.pages.student.allChanges}
              </Anchor>
            )}
          </>
        )}
      </Loaded>
    </Section>
  )
}
