import { IconSchool } from '@tabler/icons-react'
import { usePrograms, useProgramName } from '../../api/programs.js'
import { Chip } from '../../components/chip.js'
import { DataTable } from '../../components/data-table.js'
import { Loaded } from '../../components/loaded.js'
import { Message } from '../../components/message.js'
import { Page } from '../../components/page.js'
import { WordChip } from '../../components/words.js'
import { useMessages } from '../../i18n/language.js'

/** All programs. */
export default function Programs() {
  const t = useMessages()
  const programs = usePrograms()
  const programName = useProgramName()
  return (
    <Page title={t.nav.programs}>
      <Loaded query={programs}>
        {({ programs: rows }) =>
          rows.length === 0 ? (
            <Message icon={<IconSchool />} title={t.pages.programs.empty} text={t.pages.programs.emptyText} />
          ) : (
            <DataTable
              label={t.nav.programs}
              rows={rows}
              keyOf={({ id }) => String(id)}
              hrefOf={({ id }) => `/programs/${id}`}
              columns={[
                { id: 'name', title: t.common.program, cell: ({ id }) => <bdi>{programName(id)}</bdi> },
                {
                  id: 'intake',
                  title: t.pages.programs.intake,
                  cell: ({ intake }) => <WordChip of="intakeModes" word={intake} />,
                },
                {
                  id: 'courseChange',
                  title: t.pages.programs.courses,
                  cell: ({ courseChange }) =>
                    courseChange && <Chip tone="attention">{t.pages.programs.courseChange}</Chip>,
                },
                {
                  id: 'policy',
                  title: t.pages.programs.policy,
                  cell: ({ policyVersion }) => t.pages.programs.policyVersion(policyVersion),
                },
              ]}
            />
          )
        }
      </Loaded>
    </Page>
  )
}
