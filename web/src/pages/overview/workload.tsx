import type { Schemas } from '../../api/client.js'
import { Bar } from '../../components/bar.js'
import { Instant } from '../../components/instant.js'
import { TableSection } from '../../components/table-section.js'
import { useFormat } from '../../i18n/format.js'
import { useMessages } from '../../i18n/language.js'
import { overviewFile, type OverviewFilter } from './use-overview.js'

/** Returns a function that names an agent, or says that there is none. */
export function useAgentName(): (agent: Schemas['WorkloadAgent'] | null) => string {
  const texts = useMessages().pages.overview
  return (agent) => (agent === null ? texts.noAgent : (agent.name ?? texts.agentNumber(agent.id)))
}

interface Props {
  readonly agents: readonly Schemas['Workload'][]
  readonly filter: OverviewFilter
}

/** How much each agent has to do. */
export function Workload({ agents, filter }: Props) {
  const t = useMessages()
  const texts = t.pages.overview
  const format = useFormat()
  const nameOf = useAgentName()
  const most = Math.max(1, ...agents.map(({ tasks }) => tasks))
  return (
    <TableSection
      title={texts.workload}
      file={overviewFile(filter, 'workload')}
      rows={agents}
      empty={texts.workloadEmpty}
      keyOf={({ agent }) => String(agent?.id ?? 0)}
      columns={[
        {
          id: 'agent',
          title: t.common.agent,
          cell: ({ agent }) => <bdi>{nameOf(agent)}</bdi>,
        },
        { id: 'bar', title: texts.share, wide: true, cell: ({ tasks }) => <Bar share={tasks / most} /> },
        {
          id: 'tasks',
          title: texts.tasks,
          numeric: true,
          cell: ({ tasks }) => format.number(tasks),
        },
        {
          id: 'open',
          title: texts.open,
          numeric: true,
          cell: ({ open }) => format.number(open),
        },
        {
          id: 'oldest',
          title: texts.oldestTask,
          wide: true,
          cell: ({ oldestTask }) => (oldestTask === null ? '–' : <Instant at={oldestTask} />),
        },
      ]}
    />
  )
}
