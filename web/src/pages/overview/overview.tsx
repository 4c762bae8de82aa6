import { Text } from '@mantine/core'
import { Choice } from '../../components/choice.js'
import { DayField, dayIn } from '../../components/day-field.js'
import { Filters } from '../../components/filters.js'
import { Instant } from '../../components/instant.js'
import { Loaded } from '../../components/loaded.js'
import { oneOf } from '../../components/one-of.js'
import { Page } from '../../components/page.js'
import { ProgramChoice } from '../../components/program-choice.js'
import { useAddress } from '../../components/use-address.js'
import { useFormat } from '../../i18n/format.js'
import { useMessages } from '../../i18n/language.js'
import { AtRisk } from './at-risk.js'
import { Cohorts } from './cohorts.js'
import { Deadlines } from './deadlines.js'
import { Funnel } from './funnel.js'
import { TimeToCertificate } from './time-to-certificate.js'
import { TrainingsDue } from './trainings-due.js'
import { useOverview } from './use-overview.js'
import { useAgentName, Workload } from './workload.js'

/** Seconds. */
const DAY = 86_400

/** Within how many days deadlines of trainings are shown. */
const DUE_DAYS = '30'
const DAYS = ['7', '14', DUE_DAYS, '60', '90'] as const

/** Where students stand, how long it takes, who is at risk, and who has how much to do. */
export default function Overview() {
  const t = useMessages()
  const texts = t.pages.overview
  const { valueOf, change } = useAddress()
  const agentName = useAgentName()
  const format = useFormat()
  const [program, agent] = [numberIn(valueOf('program')), numberIn(valueOf('agent'))]
  const [from, to] = [dayIn(valueOf('from')), dayIn(valueOf('to'))]
  const days = oneOf(DAYS, valueOf('due')) ?? DUE_DAYS
  const filter = { program, agent, from, to, days }
  const overview = useOverview(filter)
  // The same query while no agent is chosen.
  const ofAllAgents = useOverview({ ...filter, agent: '' })
  return (
    <Page title={t.nav.overview}>
      <Filters names={['program', 'agent', 'from', 'to']}>
        <ProgramChoice value={program} onChange={(value) => change({ program: value })} />
        <Choice
          label={t.common.agent}
          value={agent}
          onChange={(value) => change({ agent: value })}
          options={(ofAllAgents.data?.workload ?? []).map(({ agent: one }) => ({
            value: String(one?.id ?? 0),
            label: agentName(one),
          }))}
        />
        <DayField label={texts.from} value={from} onChange={(value) => change({ from: value })} />
        <DayField label={texts.to} value={to} onChange={(value) => change({ to: value })} />
        <Choice
          label={texts.due}
          value={days}
          none={null}
          onChange={(value) => change({ due: value === DUE_DAYS ? null : value })}
          options={DAYS.map((value) => ({
            value,
            label: texts.dueWithin(format.seconds(Number(value) * DAY)),
          }))}
        />
      </Filters>
      <Loaded query={overview} rows={12}>
        {({ asOf, funnel, cohorts, timeToCertificate, atRisk, workload, deadlines, trainingsDue }) => (
          <>
            <Text size="xs" c="dimmed">
              {texts.about} <Instant at={asOf} style="exact" />
            </Text>
            <div className="columns">
              <Funnel steps={funnel} />
              <TimeToCertificate time={timeToCertificate} />
            </div>
            <Cohorts cohorts={cohorts} />
            <AtRisk applications={atRisk} filter={filter} />
            <TrainingsDue
              trainings={trainingsDue}
              within={format.seconds(Number(days) * DAY)}
              filter={filter}
            />
            <div className="columns">
              <Workload agents={workload} filter={filter} />
              <Deadlines deadlines={deadlines} filter={filter} />
            </div>
          </>
        )}
      </Loaded>
    </Page>
  )
}

const numberIn = (text: string) => (/^\d+$/.test(text) ? text : '')
